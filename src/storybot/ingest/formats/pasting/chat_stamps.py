"""Take the stamps off messages that were copied out of WhatsApp or Telegram."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from storybot.ingest.lines import Line
from storybot.ingest.metadata.bylines import is_name
from storybot.ingest.metadata.dates import find_date

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.? [^\W\d_]{3,10}\.?,? \d{4}"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_WHEN = rf"(?:{_DAY})(?:,| at| um| в| о| à| a las)? {_TIME}"
_SENDER = r"(?P<sender>[^\n:\[\]]{1,60})"
_STAMPS = re.compile(
    rf"^\u200e?(?:\[(?P<a>{_WHEN})\] {_SENDER}: ?"
    rf"|(?P<b>{_WHEN}) [-–] {_SENDER.replace('sender', 'writer')}: ?"
    rf"|{_SENDER.replace('sender', 'channel')}, \[(?P<c>{_WHEN})\]:?[ \t]*(?:\n|$))",
    re.MULTILINE,
)


@dataclass(frozen=True)
class PastedChat:
    """Messages without their stamps, and what these said."""

    text: str
    authors: tuple[str, ...]
    publisher: str
    sent: datetime | date | None
    stamps: tuple[str, ...]


def take(text: str) -> PastedChat | None:
    """Take the stamps off; None where a text does not open with one."""
    stamps = list(_STAMPS.finditer(text))
    if not stamps or text[: stamps[0].start()].strip():
        return None
    first = stamps[0]
    names = list(
        dict.fromkeys(
            (stamp["sender"] or stamp["writer"] or stamp["channel"]).strip(" ~\u200e")
            for stamp in stamps
        )
    )
    sender = names[0] if len(names) == 1 else ""
    person = bool(sender) and is_name(Line(sender))
    found = find_date(first["a"] or first["b"] or first["c"])
    return PastedChat(
        text=_STAMPS.sub("\n\n", text).strip(),
        authors=(sender,) if person else (),
        publisher="" if person else sender,
        sent=found.when if found else None,
        stamps=tuple(stamp.group().strip() for stamp in stamps),
    )
