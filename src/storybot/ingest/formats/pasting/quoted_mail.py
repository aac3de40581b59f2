"""Find the article in a pasted mail: below its headers, or quoted by ``>``."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from storybot.ingest.formats.pasting import mail_courtesies
from storybot.ingest.formats.pasting.wrapping import unwrap
from storybot.ingest.metadata.dates import find_date

_QUOTED = re.compile(r"\s{0,3}(?:>\s?)+")
_LEAST_QUOTED = 3
_NAMES = {
    "from": "from von de от від kimden absender expéditeur remitente",
    "date": "date sent datum gesendet envoyé fecha enviado дата отправлено надіслано tarih "
    "gönderildi gönderilme",
    "to": "to an à para кому kime cc kopie копия копія bilgi bcc reply-to",
    "subject": "subject betreff objet asunto тема konu",
}
_HEADERS = {name: header for header, names in _NAMES.items() for name in names.split()}
_HEADER = re.compile(
    r"\*?(?P<name>[^\W\d_]{1,14}(?:-to)?)\*?\s?:\*?\s+(?P<value>\S.*)", re.IGNORECASE
)
_LEAST_HEADERS = 3
_REPLY = re.compile(r"(?:(?:re|aw|fw|fwd|wg|tr|rv|отв|пересл|ynt|ilt)\s*:\s*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*[<\[(].*|[\"']")
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_SEARCHED = 60
"""Lines at the top of a text in which the headers of a forwarded mail are looked for."""


@dataclass(frozen=True)
class PastedMail:
    """An article in a mail, and what the mail says of it."""

    text: str
    subject: str = ""
    sender: str = ""
    sent: datetime | date | None = None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def take(text: str) -> PastedMail | None:
    """Find the article of a pasted mail; None where a text is none."""
    return _below_headers(text) or _quoted(text)


def _below_headers(text: str) -> PastedMail | None:
    lines = text.split("\n")
    said: dict[str, str] = {}
    end = 0
    for index, line in enumerate(lines[:_SEARCHED]):
        bare = _QUOTED.sub("", line, count=1) if line.lstrip().startswith(">") else line
        header = _HEADER.fullmatch(bare.strip())
        kind = _HEADERS.get(header["name"].casefold()) if header else None
        if header and kind:
            said.setdefault(kind, header["value"].strip())
            end = index + 1
        elif len(said) < _LEAST_HEADERS and bare.strip():
            said.clear()
        elif len(said) >= _LEAST_HEADERS:
            break
    if len(said) < _LEAST_HEADERS or not {"from", "subject"} <= said.keys():
        return None
    body, above, below = letter("\n".join(lines[end:]))
    if inner := _quoted(body, always=True):
        body, below = inner.text, (*inner.above, *inner.below, *below)
    found = find_date(said.get("date", ""))
    return PastedMail(
        text=unwrap(body),
        subject=_REPLY.sub("", said["subject"], count=1),
        sender=_ADDRESS.sub("", said["from"]).strip(),
        sent=found.when if found else None,
        above=(*_filled(lines[:end]), *above),
        below=below,
    )


def _quoted(text: str, *, always: bool = False) -> PastedMail | None:
    """Take what is quoted where that is most of a text."""
    lines = text.split("\n")
    quoted = [line for line in lines if _QUOTED.match(line)]
    rest = [line for line in lines if not _QUOTED.match(line)]
    if len(quoted) < _LEAST_QUOTED or _words(quoted) < _words(rest):
        return None
    first = next(i for i, line in enumerate(lines) if _QUOTED.match(line))
    bare = "\n".join(_QUOTED.sub("", line, count=1) for line in quoted)
    lead = find_date(" ".join(lines[max(0, first - 2) : first]))
    return PastedMail(
        text=bare if always else unwrap(bare),
        sent=lead.when if lead else None,
        above=_filled(lines[:first]),
        below=_filled([line for line in lines[first:] if not _QUOTED.match(line)]),
    )


def letter(body: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Cut off greeting, farewell and signature, which may stand below two dashes."""
    mark = _SIGNATURE.search(body)
    signature = _filled(body[mark.end() :].split("\n")) if mark else ()
    kept, above, below = mail_courtesies.take(body[: mark.start()] if mark else body)
    return kept, above, (*below, *signature)


def _words(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _filled(lines: list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())
