"""Read an article from a stored mail, or from a page that a browser stored as one."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from storybot.ingest.formats.charsets.charset import decode
from storybot.model.errors import Refused

_REPLY = re.compile(r"(?:(?:re|aw|fw|fwd|wg|tr|rv|отв|пересл|вiд|ynt|ilt)\s*:\s*)+", re.IGNORECASE)
_MOST_PARTS = 100


@dataclass(frozen=True)
class Mail:
    """What a mail says: its text or page, and the files that came with it."""

    subject: str
    sender: str
    sent: datetime | None
    text: str
    html: str
    address: str | None
    """Where a page that was stored as a mail comes from."""
    files: tuple[tuple[str, bytes], ...]


def read_mail(data: bytes, name: str) -> Mail:
    """Take a mail apart.

    Raises:
        Refused: it has no text that can be read, or more parts than a mail.
    """
    try:
        message = message_from_bytes(data, policy=default)
        parts = list(_parts(message, name))
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise Refused(
            f"{name} is damaged and cannot be read. Save it again, or send the article's text.",
            "file_damaged",
            name=name,
        ) from error
    texts = [
        part for part in parts if part.get_content_type() == "text/plain" and not _is_file(part)
    ]
    pages = [
        part for part in parts if part.get_content_type() == "text/html" and not _is_file(part)
    ]
    address = str(message.get("Snapshot-Content-Location", "")).strip()
    return Mail(
        subject=_REPLY.sub("", " ".join(str(message.get("Subject", "")).split()), count=1),
        sender=parseaddr(str(message.get("From", "")))[0],
        sent=_sent(message),
        text="" if address or not texts else _content(texts[0]),
        html=_content(pages[0]) if pages else "",
        address=address or None,
        files=tuple(
            (part.get_filename() or "attachment", _bytes(part)) for part in parts if _is_file(part)
        ),
    )


def _parts(message: EmailMessage, name: str) -> Iterator[EmailMessage]:
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            raise Refused(
                f"{name} has too many parts for a mail. Send the article's text.",
                "file_too_involved",
                name=name,
            )
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_maintype() not in {
        "text",
        "multipart",
        "message",
        "image",
        "font",
    }


def _content(part: EmailMessage) -> str:
    """Decode a text by the encoding that it names, or else by what it reads like."""
    raw = _bytes(part)
    charset = part.get_content_charset()
    if charset:
        try:
            text = raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            text = decode(raw)
    else:
        text = decode(raw) if raw else ""
    if part.get_param("format", "") == "flowed" and part.get_content_type() == "text/plain":
        return _unflowed(text, delsp=str(part.get_param("delsp", "")).casefold() == "yes")
    return text


def _unflowed(text: str, *, delsp: bool) -> str:
    """Join the lines that end with a space: RFC 3676 wraps paragraphs so."""
    out: list[str] = []
    open_ = False
    for line in text.splitlines():
        bare = line.removeprefix(" ")
        if open_ and not bare.startswith(">"):
            out[-1] += bare
        else:
            out.append(bare)
        open_ = bare.endswith(" ") and bare != "-- "
        if open_ and delsp:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _sent(message: EmailMessage) -> datetime | None:
    with suppress(ValueError, TypeError, AttributeError, IndexError, OverflowError):
        when = message["Date"].datetime
        return when if isinstance(when, datetime) else None
    return None
