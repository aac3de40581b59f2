"""How a quote that was once said stands now: as it was, corrected, or withdrawn."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storybot.answering.evidence.text_fragments import sentence_link
from storybot.bot.answers.current_quotes import QuoteGone, find_quote
from storybot.corpus.desk.successors import successor
from storybot.model.answers import Citation
from storybot.model.changes import Change
from storybot.model.documents import Document, Span, State, Version
from storybot.store.document_store import Store
from storybot.store.records import QuoteRef, SentAnswer


@dataclass(frozen=True, slots=True)
class QuoteStanding:
    """A quote as it was said, and what stands in its place."""

    place: QuoteRef
    """Where it stood when it was said."""
    said: str
    version: Version
    """Which version it was of."""
    now: Citation | None
    """The same quote, or the one that corrects it; None if the article says neither."""
    retracted: bool = False
    at: datetime | None = None
    """When that became so; None if it stands."""
    reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is still said word for word."""
        return self.now is not None and self.now.text == self.said


async def standing_of(store: Store, place: QuoteRef) -> QuoteStanding:
    """Look a quote up where the article stands now.

    Raises:
        NotFound: there is no such version.
        DamagedText: a version no longer matches its hash.
        StoreError: the store failed.
    """
    then = await store.version(place.document, place.version)
    said = then.document.text[place.start : place.end]
    found = await find_quote(store, place)
    if not isinstance(found, QuoteGone):
        return QuoteStanding(place, said, then, found)
    current = await store.version(place.document)
    change = _last_move(await store.history(place.document))
    retracted = current.state is State.RETRACTED
    return QuoteStanding(
        place,
        said,
        then,
        None if retracted else _corrected(then.document, place, current),
        retracted,
        change.at if change else None,
        change.reason if change and retracted else "",
    )


async def standings_of(store: Store, sent: SentAnswer, ranks: Sequence[int]) -> list[QuoteStanding]:
    """Look up those quotes of an answer, as they were first said.

    Raises:
        NotFound: there is no such version.
        DamagedText: a version no longer matches its hash.
        StoreError: the store failed.
    """
    return [await standing_of(store, sent.first_said[rank]) for rank in ranks]


def stands_instead(standings: Sequence[QuoteStanding]) -> str:
    """Write down what a message says instead of its quotes; empty where all of them stand.

    Equal texts are equal messages, whatever the versions: nothing has to be edited between them.
    """
    if all(standing.stands for standing in standings):
        return ""
    return json.dumps([_instead(standing) for standing in standings], ensure_ascii=False)


def _instead(standing: QuoteStanding) -> str | list[str] | None:
    if standing.stands:
        return None
    if standing.now:
        return standing.now.text
    return ["retracted" if standing.retracted else "rewritten", standing.reason]


def _corrected(old: Document, place: QuoteRef, current: Version) -> Citation | None:
    """Cite what the current version says in the place of a quote; bold are the words of before."""
    new = current.document
    found = successor(old, Span(place.start, place.end), new)
    if found is None:
        return None
    start, end = found.span
    text = new.text[start:end]
    wanted = {old.text[place.start + s : place.start + e].casefold() for s, e in place.matches}
    matches = (Span(at, at + len(w)) for w in wanted if (at := text.casefold().find(w)) >= 0)
    return Citation(
        version=current,
        text=text,
        start=start,
        end=end,
        paragraph=found.paragraph,
        score=0.0,
        matches=tuple(sorted(matches)) if len(text.casefold()) == len(text) else (),
        link=sentence_link(new, start, end),
    )


def _last_move(history: Sequence[Change]) -> Change | None:
    """Return the change by which an article came to stand as it does."""
    return next((change for change in reversed(history) if change.before != change.after), None)
