"""Typed start links (deep links into the private chat), encoded and parsed side by side.

The parameter of ``https://t.me/<bot>?start=<parameter>`` has 64 characters at most, and anybody can
write one: it shows what its reader may see anyway, and changes nothing.
"""

import re
from dataclasses import dataclass

from storybot.model.documents import DocumentId
from storybot.store.records import QuoteRef

ASK = "ask"
"""Opens the private chat, to write a question there."""
_SOURCES = "sources"
_QUOTE = re.compile(r"c_([0-9]{1,18})_([0-9]{1,9})_([0-9]{1,9})_([0-9]{1,9})", re.ASCII)
_QUESTION = re.compile(r"q_([A-Za-z0-9_-]{24})", re.ASCII)


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """Show a quote in its paragraph."""

    quote: QuoteRef

    @property
    def parameter(self) -> str:
        """The start parameter."""
        quote = self.quote
        return f"c_{quote.document}_{quote.version}_{quote.start}_{quote.end}"


@dataclass(frozen=True, slots=True)
class AskCarried:
    """Ask the question that was typed inline, by its token."""

    token: str

    @property
    def parameter(self) -> str:
        """The start parameter."""
        return f"q_{self.token}"


@dataclass(frozen=True, slots=True)
class OpenSources:
    """List the articles."""

    @property
    def parameter(self) -> str:
        """The start parameter."""
        return _SOURCES


StartLink = OpenQuote | AskCarried | OpenSources


def start_url(bot: str, link: StartLink) -> str:
    """Return the link that opens the chat with a bot and does something there."""
    return f"https://t.me/{bot}?start={link.parameter}"


def parse_start_link(parameter: str) -> StartLink | None:
    """Read the parameter of a start link; None for one that only opens the chat."""
    if found := _QUOTE.fullmatch(parameter):
        document, version, start, end = found.groups()
        return OpenQuote(QuoteRef(DocumentId(document), int(version), int(start), int(end)))
    if found := _QUESTION.fullmatch(parameter):
        return AskCarried(found[1])
    return OpenSources() if parameter == _SOURCES else None
