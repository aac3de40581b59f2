"""Cut greetings, thanks, politeness and run-ups from both ends of a sentence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storybot.answering.talk.phrase_book import (
    ADDRESS,
    DOUBT,
    ORDER,
    PLEASE,
    POLITE,
    RUN_UP,
    VOCATIVE,
    asks,
    phrases,
)
from storybot.answering.talk.phrase_patterns import Phrase, Word, words_of
from storybot.model.answers import Talk

_BORDER = re.compile(r"[,.!?;:…\n(]|(?:^|\s)[–—-](?:\s|$)|[^\w\s\"'”’“«»-]")
_OPENS = re.compile(r"[\"“«„'‘(\[¿$€£#@+-]*$")
_CLOSES = re.compile(r"[\"”»'’)\]%]*[?!.…]*[\"”»'’)\]]*")
_QUOTED = re.compile(r"[\"“”„«»]")
_CLAUSE = re.compile(r"[,:;–—-]\s+(?=[¿\w])")
_RANK = (
    *(Talk.STORY, Talk.LANGUAGES, Talk.IDENTITY, Talk.HELP, Talk.MORE, Talk.COMPLAINT),
    *(Talk.THANKS, Talk.PRAISE, Talk.FAREWELL, Talk.GREETING, Talk.CHAT, Talk.SMALL),
)
"""What a message is where it is several: thanks and a complaint are a complaint."""
_ORDER = (*_RANK, DOUBT, POLITE, PLEASE, ADDRESS)
_HEAD = frozenset({Talk.GREETING, Talk.THANKS, Talk.PRAISE, Talk.SMALL, PLEASE, POLITE, ORDER})
_TAIL = frozenset({Talk.GREETING, Talk.THANKS, Talk.FAREWELL, PLEASE, POLITE, ADDRESS})
_RUN_UP = frozenset({RUN_UP})
_UNBORDERED = frozenset({Talk.THANKS, PLEASE, ADDRESS})
_LONG = 40
"""Words from which a sentence that ends in a question is taken for a run-up to it."""
_LEAST_CLAUSE = 3
"""Words that a clause must have to be a question of its own."""
_LONGEST_TAIL = 14
_VOCATIVE = 2
"""Words after a greeting, before a comma, that can be whom it is for."""


@dataclass(frozen=True, slots=True)
class CutSentence:
    """A sentence of a message, courtesies cut away."""

    text: str
    kinds: frozenset[str] = frozenset()
    """What it consists of, where it is courtesies alone."""
    asked: bool = False
    """Whether somebody is told to answer: can you tell me."""


def without_courtesies(text: str, language: Callable[[], str]) -> CutSentence:
    """Cut a sentence of a message; ``language`` tells its language, which takes a while."""
    reader = _Reader(text, language)
    return reader.stripped() if reader.words else CutSentence("")


def talk_of(kinds: frozenset[str]) -> Talk:
    """Return what kind of talk phrases make together."""
    if talk := next((kind for kind in _RANK if kind in kinds), None):
        return talk
    if DOUBT in kinds:
        return Talk.SMALL
    return Talk.HELP if kinds & {PLEASE, POLITE} else Talk.GREETING


def doubts(text: str) -> bool:
    """Tell whether a text does nothing but ask whether what was answered is so."""
    words = [word.folded for word in words_of(text)]
    found = phrases().starting(words)[:1] if "?" in text else []
    return any(one.kind == DOUBT and one.end == len(words) for first in found for one in first)


class _Reader:
    """Reads one sentence."""

    def __init__(self, text: str, language: Callable[[], str]) -> None:
        self.text = text
        self.language = language
        self.words: tuple[Word, ...] = words_of(text)
        self._found = phrases().starting([word.folded for word in self.words])
        if ":" in text:
            self._found = [
                [phrase for phrase in found if self._is_one(i, phrase)]
                for i, found in enumerate(self._found)
            ]

    def stripped(self) -> CutSentence:
        if not any(self._found) and len(self.words) <= _LONG:
            return CutSentence(self.text.strip())
        self._covers = _covers(self._found)
        if kinds := self._covers[0]:
            return CutSentence("", kinds)
        start, asked = self._head()
        stop = self._tail(start)
        if stop - start > _LONG:
            start = self._last_clause(start, stop)
        if not start and stop == len(self.words):
            return CutSentence(self.text.strip(), asked=asked)
        return CutSentence(self._cut(start, stop), asked=asked)

    def _is_one(self, at: int, phrase: Phrase) -> bool:
        """Tell a run-up from the end of one and the question after it: a question: is it true."""
        inside = self.text[self.words[at].start : self.words[phrase.end - 1].end]
        return phrase.kind != RUN_UP or ":" not in inside

    def _head(self) -> tuple[int, bool]:
        """Return the first word after the courtesies, and whether a run-up was there."""
        start, asked = 0, False
        while self._found[start]:
            end, run_up = self._courtesy(start)
            if end in (start, len(self.words)):
                break
            start, asked = end, asked or run_up
        for at in range(start + 1, len(self.words) - 1):
            end = self._end(at, _RUN_UP) if self._found[at] else at
            if end > at + 1 and end + 1 < len(self.words) and asks(self.words[end].folded):
                return end, True
        return start, asked

    def _courtesy(self, start: int) -> tuple[int, bool]:
        """Return where the courtesy that starts at a word ends, and whether it is a run-up."""
        run_up, polite = self._end(start, _RUN_UP), self._end(start, _HEAD)
        if run_up >= polite:
            called = self._end(start, {VOCATIVE})
            if run_up == start < called < len(self.words) and self._is_called(called):
                return called, False
            return run_up, run_up > start
        found = [phrase for phrase in self._found[start] if phrase.end == polite]
        end = self._addressed(polite, {self.language(), *(phrase.language for phrase in found)})
        kinds = {phrase.kind for phrase in found if phrase.kind in _HEAD}
        if PLEASE in kinds:
            return end, False
        for last in range(end - 1, end + (_VOCATIVE if Talk.GREETING in kinds else 0)):
            if last + 1 < len(self.words) and self._bordered(last):
                return last + 1, False
        if self._end(start, {DOUBT}) > start:
            return start, False
        known = kinds & {Talk.GREETING, Talk.THANKS} or any(
            phrase.kind in kinds and phrase.language == self.language() for phrase in found
        )
        return (end, False) if known and self._begins(end) else (start, False)

    def _is_called(self, end: int) -> bool:
        """Tell whom a question is for from what it is about: a comma and a question follow."""
        gap = self.text[self.words[end - 1].end : self.words[end].start]
        return gap.startswith(",") and self._begins(end)

    def _begins(self, at: int) -> bool:
        """Tell whether a question, or a courtesy more, begins at a word."""
        if at >= len(self.words):
            return False
        return asks(self.words[at].folded) or self._end(at, {RUN_UP, PLEASE, POLITE}) > at

    def _addressed(self, at: int, languages: set[str]) -> int:
        """Step over whom a greeting is for: hello dear bot.

        It is in the greeting's language or the message's: a Turkish word is a Spanish preposition.
        """
        while at < len(self.words) and not asks(self.words[at].folded):
            found = [p for p in self._found[at] if p.kind == ADDRESS and p.language in languages]
            if not found:
                break
            at = max(phrase.end for phrase in found)
        return at

    def _tail(self, start: int) -> int:
        """Return the first word of the courtesies at the end."""
        count = len(self.words)
        for at in range(max(start + 1, count - _LONGEST_TAIL), count):
            if not self._found[at]:
                continue
            kinds = self._covers[at]
            please = kinds == {PLEASE} or self._end(at, {PLEASE}) == count
            if not please and (not kinds or not kinds <= _TAIL or kinds == {ADDRESS}):
                continue
            if _QUOTED.search(self.text, self.words[at - 1].end):
                continue
            asked = "?" in self.text[self.words[-1].end :]
            if self._bordered(at - 1) or please or (not asked and kinds <= _UNBORDERED):
                return at
        return count

    def _last_clause(self, start: int, stop: int) -> int:
        """Return the first word of the last clause that asks; ``start`` where none does."""
        for at in range(stop - _LEAST_CLAUSE, start, -1):
            gap = self.text[self.words[at - 1].end : self.words[at].start]
            if asks(self.words[at].folded) and (_CLAUSE.match(gap.lstrip()) or "¿" in gap):
                return at
        return start

    def _cut(self, start: int, stop: int) -> str:
        """Return some of the words, with the marks that open and close them."""
        first, last = self.words[start].start, self.words[stop - 1].end
        before = self.text[self.words[start - 1].end if start else 0 : first]
        opening = _OPENS.search(before)
        first -= len(opening.group()) if opening else 0
        if stop == len(self.words):
            return self.text[first:].strip()
        closing = _CLOSES.match(self.text, last)
        found = self.text[first : closing.end() if closing else last].strip(" .!")
        return f"{found}?" if "?" in self.text[last:] and "?" not in found else found

    def _end(self, at: int, kinds: frozenset[str] | set[str]) -> int:
        """Return where the longest phrase of some kinds that starts at a word ends."""
        found = self._found[at]
        return max([p.end for p in found if p.kind in kinds], default=at) if found else at

    def _bordered(self, at: int) -> bool:
        """Tell whether a mark stands between a word and the next."""
        gap = self.text[self.words[at].end : self.words[at + 1].start]
        return gap != "-" and bool(_BORDER.search(gap))


def _covers(found: Sequence[Sequence[Phrase]]) -> list[frozenset[str]]:
    """Return for each word the kinds of the phrases that all from there on consists of.

    It is the fewest phrases, the more telling first; empty where anything else is said.
    """
    best: list[tuple[int, frozenset[str]] | None] = [None] * len(found) + [(0, frozenset())]
    for at in reversed(range(len(found))):
        if not found[at]:
            continue
        talking = [phrase for phrase in found[at] if phrase.kind in _ORDER]
        for kind, _, end in sorted(talking, key=lambda phrase: _ORDER.index(phrase.kind)):
            rest, so_far = best[end], best[at]
            if rest and (so_far is None or rest[0] + 1 < so_far[0]):
                best[at] = (rest[0] + 1, rest[1] | {kind})
    return [covered[1] if covered else frozenset() for covered in best]
