"""Read the URL of an index on OpenSearch.

``opensearch://user:password@host:9200,other:9200/name?shards=3`` names nodes, any of which may be
asked, and the index, by default ``storybot``. ``opensearchs://`` is the same over TLS.
"""

from dataclasses import dataclass, field
from math import isfinite
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

PLAIN, ENCRYPTED = "opensearch", "opensearchs"
FORM = "opensearch://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME?shards=1&replicas=1"
FORMAT = 2
"""Of all that is stored. Versions of storybot that differ in it have an index each under one name,
so that they can run beside each other."""
_PORT, _NAME = 9200, "storybot"


@dataclass(frozen=True, slots=True)
class ClusterUrl:
    """Where the index is, and how it is made; the password is in no text of it."""

    hosts: tuple[tuple[str, int], ...]
    name: str = _NAME
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    ca: str = ""
    """File with the authority that signs the nodes' certificates; empty for the system's."""
    shards: int = 1
    """Parts that are searched in parallel. One holds ten million passages; it cannot be changed
    without indexing anew."""
    replicas: int = 1
    """Further copies of each part: one node may die for each. They take a share of the searches."""
    refresh_ms: int = 200
    """How often changes become visible. A change is confirmed only once it is, so this is how long
    a moderator waits; each refresh makes a small segment, which costs merging."""
    timeout: float = 2.0
    """Seconds until a node that does not answer is given up for another: fifty times what a search
    takes. Whoever asks one that hangs waits for so long."""

    @property
    def alias(self) -> str:
        """What means the index of this version's format; indexes have longer names."""
        return f"{self.name}-f{FORMAT}"

    @property
    def scheme(self) -> str:
        """The scheme of the nodes' addresses."""
        return "https" if self.tls else "http"


_OPTIONS = {"shards": int, "replicas": int, "refresh_ms": int, "timeout": float, "ca": str}
_LEAST = {"shards": 1, "replicas": 0, "refresh_ms": 1, "timeout": 0.1}


def read_cluster_url(url: str) -> ClusterUrl:
    """Read a URL.

    Raises:
        ValueError: it is not one; the message says what is wrong, without the password.
    """
    parts = urlsplit(url)
    if parts.scheme not in {PLAIN, ENCRYPTED}:
        raise ValueError(f"it looks like {FORM}")
    user, password, hosts = _authority(parts)
    name = parts.path.strip("/") or _NAME
    letters = name.replace("-", "").replace("_", "")
    if not letters.isalnum() or name != name.lower() or not name[0].isalnum():
        raise ValueError(
            f"“{name}” cannot be the name of an index: small letters, digits, - and _, not first"
        )
    options: dict[str, object] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key not in _OPTIONS:
            raise ValueError(f"“{key}” is no option of it; those are {', '.join(_OPTIONS)}")
        try:
            read = _OPTIONS[key](value)
        except ValueError:
            raise ValueError(f"{key} is not a number") from None
        if not isinstance(read, str):
            if not isfinite(read):
                raise ValueError(f"{key} is not a number")
            if read < _LEAST[key]:
                raise ValueError(f"{key} is at least {_LEAST[key]}")
        options[key] = read
    return ClusterUrl(
        hosts,
        name,
        user,
        password,
        tls=parts.scheme == ENCRYPTED,
        **options,  # type: ignore[arg-type]  # each was read by its own type
    )


def _authority(parts: SplitResult) -> tuple[str, str, tuple[tuple[str, int], ...]]:
    before, at, places = parts.netloc.rpartition("@")
    user, _, password = before.partition(":") if at else ("", "", "")
    hosts = []
    for place in places.split(","):
        host, colon, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
        if not colon:
            host, port = place, str(_PORT)
        if not host or not port.isdigit():
            raise ValueError("a node in it has no host or no port that is a number")
        hosts.append((host.removeprefix("[").removesuffix("]"), int(port)))
    return unquote(user), unquote(password), tuple(hosts)
