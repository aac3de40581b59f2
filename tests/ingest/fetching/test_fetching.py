"""Pages are fetched from the public web alone, politely and within limits."""

import gzip
import ipaddress
import socket
import ssl

import httpcore
import pytest

from storybot.ingest.fetching.address_guard import GuardedBackend, Network, is_public
from storybot.ingest.fetching.client import FetchedPage, Validators, fetch, page_address
from storybot.ingest.fetching.fetch_failures import reason
from storybot.ingest.reading import is_address, read_address
from storybot.model.errors import Refused
from worlds.files import HEADLINE, STORY, page, paragraphs_of
from worlds.web_server import Server, http, serving

ARTICLE = page(f"<article><h1>{HEADLINE}</h1>{paragraphs_of()}</article>")
PUBLIC = "93.184.215.14"

INSIDE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001"),
    *("0.0.0.0", "0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254"),
    *("192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "192.88.99.1", "localhost", "[::1]", "[::]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]", "[fc00::1]", "[fd12:3456::1]"),
    *("[fe80::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]"),
]
NAMES = {
    "inside.example": ["10.0.0.5"],
    "both.example": [PUBLIC, "127.0.0.1"],
    "mapped.example": ["::ffff:192.168.0.1"],
    "none.example": [],
}


class Dialled(httpcore.AnyIOBackend):
    """Notes which address a socket would be opened to, and opens none."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    async def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        """Note the address."""
        self.addresses.append(host)
        raise httpcore.ConnectError("no socket is opened in this test")


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> Dialled:
    """Put the notes in the place of the sockets."""
    notes = Dialled()
    monkeypatch.setattr(httpcore, "AnyIOBackend", lambda: notes)
    return notes


@pytest.mark.parametrize("host", INSIDE)
async def test_no_socket_is_opened_to_an_address_inside(host: str, dialled: Dialled) -> None:
    """Whatever form it is written in; the system's own resolver reads it."""
    for scheme in ("http", "https"):
        with pytest.raises(Refused, match=r"public web|no server has this name|no connection"):
            await fetch(f"{scheme}://{host}/")
    assert dialled.addresses == []


@pytest.mark.parametrize("host", NAMES)
async def test_no_socket_is_opened_to_a_name_that_leads_inside(host: str, dialled: Dialled) -> None:
    """One answer inside is enough to refuse them all."""

    async def resolve(name: str, _: int) -> list[str]:
        return NAMES[name]

    with pytest.raises(Refused, match="no address of the public web"):
        await fetch(f"https://{host}/", network=Network(resolve=resolve))
    assert dialled.addresses == []


async def test_the_address_that_was_judged_is_dialled(dialled: Dialled) -> None:
    """A name that answers otherwise the second time is not asked a second time."""
    answers = [[PUBLIC], ["127.0.0.1"]]

    async def resolve(_: str, __: int) -> list[str]:
        return answers.pop(0)

    backend = GuardedBackend(Network(resolve=resolve))
    with pytest.raises(httpcore.ConnectError):
        await backend.connect_tcp("rebound.example", 443)
    assert dialled.addresses == [PUBLIC]
    with pytest.raises(Refused):
        await backend.connect_tcp("rebound.example", 443)
    assert dialled.addresses == [PUBLIC]


@pytest.mark.parametrize(
    "url",
    [
        *("https://a.example:6379/", "http://a.example:22/", "https://user:word@a.example/"),
        *("ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "https:///"),
    ],
)
async def test_other_ports_schemes_and_names_are_refused(url: str, dialled: Dialled) -> None:
    """Before anything is resolved."""
    with pytest.raises(Refused):
        await fetch(url)
    assert dialled.addresses == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_public(address: str) -> None:
    """The rest of the internet is reached."""
    assert ipaddress.ip_address(address).is_global
    assert is_public(address)


async def fetched(server: Server, path: str = "/a") -> FetchedPage:
    """Fetch a page that has no validators yet."""
    found = await fetch(server.url(path), network=server.network)
    assert found
    return found


async def test_a_page_is_fetched_by_who_says_so() -> None:
    """It is asked for by a name, after the outlet's rules were."""
    async with serving(a=http(ARTICLE, Content_Type="text/html; charset=koi8-r")) as server:
        found = await fetched(server)
    assert (found.data, found.charset) == (ARTICLE, "koi8-r")
    assert [head.split()[1] for head in server.asked] == ["/robots.txt", "/a"]
    assert all("user-agent: storybot/" in head.casefold() for head in server.asked)


async def test_a_redirect_is_followed_and_judged_anew() -> None:
    """Its end is the page's address; one that leads inside is refused."""
    moved = http(status="301 Moved", Location="/b?utm_source=x&id=4#top")
    inside = http(status="302 Found", Location="http://inside.example/")
    round_ = http(status="302 Found", Location="/round")
    async with serving(a=moved, c=inside, round=round_) as server:
        server.answers["/b?utm_source=x&id=4"] = http(ARTICLE)
        assert (await fetched(server)).url == server.url("/b?id=4")
        with pytest.raises(Refused, match=r"inside\.example is no address"):
            await fetched(server, "/c")
        with pytest.raises(Refused, match="without end"):
            await fetched(server, "/round")


async def test_what_an_outlet_closes_to_bots_is_not_fetched() -> None:
    """A server in trouble is left alone too."""
    rules = http(b"User-agent: storybot\nDisallow: /a\n")
    async with serving(robots_txt=rules, a=http(ARTICLE), b=http(ARTICLE)) as server:
        with pytest.raises(Refused, match="does not want bots"):
            await fetched(server)
        assert (await fetched(server, "/b")).data == ARTICLE
    async with serving(robots_txt=http(status="503 Busy"), a=http(ARTICLE)) as server:
        with pytest.raises(Refused, match="does not want bots"):
            await fetched(server)


async def test_a_packed_page_is_unpacked_as_far_as_it_may_be() -> None:
    """A bomb ends at the limit; what was packed otherwise is refused."""
    packed = http(gzip.compress(ARTICLE), Content_Encoding="gzip")
    bomb = http(gzip.compress(bytes(60_000_000)), Content_Encoding="gzip")
    large, other = http(bytes(5_000_001)), http(ARTICLE, Content_Encoding="br")
    async with serving(a=packed, b=bomb, c=large, d=other) as server:
        assert (await fetched(server)).data == ARTICLE
        for path in ("/b", "/c"):
            with pytest.raises(Refused, match="too large"):
                await fetched(server, path)
        with pytest.raises(Refused, match="what the server sends cannot be read"):
            await fetched(server, "/d")


async def test_a_page_that_is_watched_is_asked_for_with_its_validators() -> None:
    """None is what has not changed since."""
    async with serving(a=http(ARTICLE, ETag='"v1"', Last_Modified="Wed")) as server:
        found = await fetched(server)
        assert found.validators == Validators('"v1"', "Wed")
        server.answers["/a"] = http(status="304 Not Modified")
        assert await fetch(server.url("/a"), known=found.validators, network=server.network) is None
        assert 'if-none-match: "v1"' in server.asked[-1].casefold()


async def test_what_is_no_page_is_refused_with_the_reason() -> None:
    """An error of the server, and one that closes at once."""
    async with serving(b=b"") as server:
        with pytest.raises(Refused, match="the server answers 404"):
            await fetched(server)
        with pytest.raises(Refused, match="the server broke the connection off"):
            await fetched(server, "/b")


BROKEN = {
    "fetch_unreadable": http(b"no gzip at all", Content_Encoding="gzip"),
    "fetch_broken_off": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nThe bridge",
    "fetch_redirects": http(status="302 Found", Location="/a"),
    "fetch_status": http(status="500 Broken"),
}


@pytest.mark.parametrize(
    ("code", "answer"), [*BROKEN.items(), ("fetch_unreadable", b"SSH-2.0\r\n\r\n")]
)
async def test_what_a_server_does_wrong_is_said_in_words(
    code: str, answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Every language has them; those of libraries are in the log alone."""
    caplog.set_level("INFO", "storybot")
    async with serving(a=answer) as server:
        with pytest.raises(Refused, match="cannot be fetched: ") as caught:
            await fetched(server)
    assert (caught.value.code, why_of(caught.value)) == ("page_unreachable", code)
    if cause := caught.value.__cause__:
        assert str(cause) not in str(caught.value)
        assert str(cause) in caplog.text


def why_of(refused: Refused) -> str:
    """Return the code of why a page is unreachable."""
    why = refused.values["why"]
    assert isinstance(why, Refused)
    return why.code


async def test_a_name_that_nobody_has_is_said() -> None:
    """The resolver's own number is no word for it."""

    async def resolve(_: str, __: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Refused) as caught:
        await fetch("http://none.example/a", network=Network(resolve))
    assert why_of(caught.value) == "fetch_name_unknown"


async def test_a_server_that_does_not_listen_refuses() -> None:
    """Its port is closed by then."""
    async with serving() as server:
        pass
    with pytest.raises(Refused) as caught:
        await fetched(server)
    assert why_of(caught.value) == "fetch_refused"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ssl.SSLCertVerificationError(1, "self-signed certificate"), "fetch_certificate"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "fetch_insecure"),
        (TimeoutError(), "fetch_too_slow"),
        (httpcore.ReadTimeout(), "fetch_too_slow"),
        (ConnectionResetError(), "fetch_broken_off"),
        (OSError(113, "No route to host"), "fetch_no_connection"),
        (socket.gaierror(socket.EAI_NONAME, "Name not known"), "fetch_name_unknown"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "fetch_no_connection"),
    ],
)
def test_errors_of_the_network_have_reasons(error: Exception, code: str) -> None:
    """Also where a library has wrapped them into its own."""
    wrapped = httpcore.ConnectError(str(error))
    wrapped.__cause__ = error
    assert (reason(error).code, reason(wrapped).code) == (code, code)


async def test_a_fetched_page_is_read_under_its_address() -> None:
    """The address is the source and what a citation opens."""
    async with serving(a=http(ARTICLE)) as server:
        reading = await read_address(server.url("/a"), network=server.network)
        (article,) = reading.articles
        found = article.document
        assert (found.source, found.url) == (server.url("/a"), server.url("/a"))
    assert (found.title, found.text) == (HEADLINE, "\n\n".join(STORY))


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://a.example/b?id=1&fbclid=x#c", "https://a.example/b?id=1"),
        ("https://a.example/b?utm_source=x", "https://a.example/b"),
        ("https://a.example/b?q=a%20b&c", "https://a.example/b?q=a%20b&c"),
    ],
)
def test_marks_of_advertising_are_no_part_of_an_address(url: str, page: str) -> None:
    """One page is one source; everything else stays as it was written."""
    assert page_address(url) == page


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        (" https://a.example/b\n", True),
        ("https://a.example/b and more", False),
        ("a.example", False),
        ("", False),
    ],
)
def test_an_address_alone_is_told_from_text(text: str, alone: bool) -> None:  # noqa: FBT001
    """Only that is fetched."""
    assert is_address(text) is alone
