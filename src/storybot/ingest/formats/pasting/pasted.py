"""Take off what programs leave around a text: mail headers and quoting, chat stamps, page ends."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from storybot.ingest.formats.pasting import chat_stamps, footnotes, page_breaks, quoted_mail
from storybot.ingest.metadata.outlets import outlet_of_line, paper_of_line

_TOP = 6
"""Lines at the top of a text among which its outlet stands."""
_SEARCHED = 20


@dataclass(frozen=True)
class Pasted:
    """A text without what a program put around it, and what that said of the article."""

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: datetime | date | None = None
    above: tuple[str, ...] = ()
    """Lines left out above the text."""
    below: tuple[str, ...] = ()
    """Lines left out below it."""


def clean(text: str, *, mailed: bool = False) -> Pasted:
    """Clean a normalised text; one that comes from nowhere else stays as it is.

    ``mailed`` is the text of a mail whose headers were read elsewhere.
    """
    pasted = Pasted(text)
    if mail := quoted_mail.take(text):
        pasted = Pasted(
            mail.text,
            title=mail.subject,
            authors=(mail.sender,) if mail.sender else (),
            published=mail.sent,
            above=mail.above,
            below=mail.below,
        )
    elif chat := chat_stamps.take(text):
        pasted = Pasted(
            chat.text,
            authors=chat.authors,
            publisher=chat.publisher,
            published=chat.sent,
            above=chat.stamps,
        )
    elif mailed:
        body, above, below = quoted_mail.letter(text)
        pasted = Pasted(body, above=above, below=below)
    rest, line, outlet = _without_outlet(pasted.text)
    if outlet:
        publisher = pasted.publisher or outlet
        pasted = replace(pasted, text=rest, publisher=publisher, above=(*pasted.above, line))
    joined, edges = page_breaks.join(pasted.text)
    bare, found = footnotes.take(joined)
    return replace(pasted, text=bare, above=(*pasted.above, *edges), below=(*pasted.below, *found))


def _without_outlet(text: str) -> tuple[str, str, str]:
    """Take out a line near the top that is nothing but the name of an outlet."""
    lines = text.split("\n")
    filled = [index for index, line in enumerate(lines[:_SEARCHED]) if line.strip()]
    for place, index in enumerate(filled[:_TOP]):
        outlet = outlet_of_line(lines[index]) or (paper_of_line(lines[index]) if place else "")
        if outlet and len(filled) > 1:
            return "\n".join(lines[:index] + lines[index + 1 :]), lines[index].strip(), outlet
    return text, "", ""
