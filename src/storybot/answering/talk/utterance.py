"""Read a message as people write them: its questions, or the talk that it is instead.

Greetings, thanks, politeness and run-ups are cut away, links are no words, and each question stands
by itself. What is left of a question is a part of the message, word for word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from storybot.answering.talk.courtesies import CutSentence, doubts, talk_of, without_courtesies
from storybot.answering.talk.phrase_book import (
    LANGUAGES,
    LanguageWords,
    asks,
    words_in,
    words_in_any,
)
from storybot.answering.talk.phrase_patterns import Word, words_of
from storybot.model.answers import Talk
from storybot.text.analysis.languages import detect_language
from storybot.text.segmentation.sentences import split_sentences

_LINK = re.compile(
    r"(?:https?://|tg://|www\.|t\.me/)\S+|\b[\w.+-]+@[\w-]+\.[\w.]+|\b[\w-]+(?:\.[\w-]+)+/\S*",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\s*(?:@\w+\s*(?P<mark>[,:]?)\s+)+")
_NUMBER = re.compile(r"\s*\(?(?P<number>[1-9])[.)]\s+(?=\S)")
_ASKED = re.compile(r"[?!？！؟]+(?![\"'”’»\w?!:.])")
_MAY_BE_LINK = re.compile(r"[/@.]")
_IS_ONE = re.compile(r"[^.!?…‥؟۔।。！？｡]*+(?:[?!]++|\.*+)")
"""A line that is one sentence in every language: no mark that may end one stands within it."""
_MESSAGES = 1_024
"""Messages that are remembered: as many as answers are, which are looked up by what is read."""
_FEWEST = 2
"""Numbers that make a list."""
_LEAST = 3
"""Words that each of two questions in one sentence has at least."""


@dataclass(frozen=True, slots=True)
class MessageQuestion:
    """A question of a message."""

    text: str
    run_up: str = ""
    """What was said before it, which it may lean on."""
    is_question: bool = True
    """Whether it has the form of a question, or is only words to look for."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a message says: its questions in order, or the kind of talk that it is."""

    questions: tuple[MessageQuestion, ...]
    talk: Talk | None = None
    is_personal: bool = False
    """Whether it speaks of those who talk to each other."""
    doubts: bool = False
    """Whether, after an answer, it asks only whether that is so: really?"""


@lru_cache(_MESSAGES)
def read_utterance(text: str) -> Utterance:
    """Read a message."""
    # No link or name is without one of these, and most messages are without any.
    plain = _uncalled(_LINK.sub(" ", text)) if _MAY_BE_LINK.search(text) else text
    if not words_of(plain):
        return Utterance((), Talk.HELP if "?" in text or plain != text else Talk.SMALL)
    return _Message(plain).read()


class _Message:
    """A message without its links, which has words.

    To detect its language takes as long as all else, and most messages are read without.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._cut: dict[str, CutSentence] = {}

    @cached_property
    def language(self) -> str:
        found = detect_language(self.text, among=LANGUAGES)
        return found if found in LANGUAGES else "en"

    @property
    def known(self) -> LanguageWords:
        return words_in(self.language)

    def read(self) -> Utterance:
        if kinds := self.cut(self.text).kinds:
            return Utterance((), talk_of(kinds), doubts=doubts(self.text))
        sentences = [self.cut(one) for one in _unnumbered(list(self._sentences()))]
        said = [sentence for sentence in sentences if words_of(sentence.text)]
        if not said:
            return Utterance((), talk_of(frozenset().union(*(one.kinds for one in sentences))))
        asked = [one for one in said if "?" in one.text or "？" in one.text]
        asked = asked or [one for one in said if one.asked or self._asks(one.text)]
        if asked:
            return Utterance(tuple(self._questions(said, asked)), is_personal=self._is_personal())
        told = [one for one in said if not self._tells_of_oneself(one.text)]
        if not told:
            return Utterance((), Talk.CHAT)
        whole = _spaced(" ".join(one.text for one in told))
        question = MessageQuestion(whole, is_question=False)
        return Utterance((question,), is_personal=self._is_personal())

    def cut(self, sentence: str) -> CutSentence:
        """Cut the courtesies of a sentence away; it may be the whole message."""
        if sentence not in self._cut:
            self._cut[sentence] = without_courtesies(sentence, lambda: self.language)
        return self._cut[sentence]

    def _is_personal(self) -> bool:
        words = [word.folded for word in words_of(self.text)]
        if words_in_any().personal.isdisjoint(words):
            return False
        return not self.known.personal.isdisjoint(words)

    def _questions(
        self, said: Sequence[CutSentence], asked: Sequence[CutSentence]
    ) -> Iterator[MessageQuestion]:
        run_up = ""
        for sentence in said:
            if sentence in asked:
                for part in self._joined(sentence.text):
                    yield MessageQuestion(_spaced(part), run_up)
                    run_up = ""
            elif not self._tells_of_oneself(sentence.text):
                run_up = _spaced(sentence.text)

    def _sentences(self) -> Iterator[str]:
        """Cut the message into sentences; what is none by itself stays with the one before."""
        for line in self.text.splitlines():
            if _IS_ONE.fullmatch(one := line.strip()):
                yield from filter(None, [one])
                continue
            pieces: list[str] = []
            for span in split_sentences(line, self.language):
                sentence, start = line[span.start : span.end], 0
                for stop in [*(found.end() for found in _ASKED.finditer(sentence)), len(sentence)]:
                    piece, start = sentence[start:stop], stop
                    if pieces and self._goes_on(pieces[-1], piece):
                        pieces[-1] += f" {piece.strip()}"
                    elif piece.strip():
                        pieces.append(piece)
            yield from pieces

    def _goes_on(self, before: str, piece: str) -> bool:
        """Tell the rest of a question, cut at an abbreviation or a quoted word, from a new one."""
        words = words_of(piece)
        if not words:
            return bool(piece.strip())
        begins = words[0].folded in self.known.asking or words[0].folded in self.known.joins
        if not self._asks(before) or begins:
            return False
        if "?" in before:
            return "?" in piece and len(words) <= _LEAST
        return not self.cut(piece).kinds

    def _joined(self, text: str) -> Iterator[str]:
        """Cut "Who was it, and when did it happen?" into its two questions."""
        words, start = words_of(text), 0
        inner, any_language = range(_LEAST, len(words) - _LEAST), words_in_any()
        ands = [at for at in inner if _joins(words, at, any_language)]
        if ands and words[0].folded in self.known.asking:
            for at in ands:
                if at - start >= _LEAST and _joins(words, at, self.known):
                    yield text[words[start].start : words[at - 1].end] + "?"
                    start = at + 1
        yield text[words[start].start :] if start else text

    def _asks(self, text: str) -> bool:
        words = words_of(text)
        return bool(words) and words[0].folded in self.known.asking

    def _tells_of_oneself(self, text: str) -> bool:
        """Tell "I live here" from words to look for; My Lai is a name."""
        words = words_of(text)
        if len(words) == 1 or words[0].folded not in self.known.subject:
            return False
        return self.language == "de" or not text[words[1].start].isupper()


def _joins(words: Sequence[Word], at: int, known: LanguageWords) -> bool:
    return words[at].folded in known.joins and words[at + 1].folded in known.joined


def _uncalled(text: str) -> str:
    """Cut whom a message is for: @anna, who won? In "@anna arrested?" it is what is asked about."""
    called = _CALLED.match(text)
    if called is None:
        return text
    rest = words_of(text[called.end() :])
    return text[called.end() :] if rest and (called["mark"] or asks(rest[0].folded)) else text


def _unnumbered(pieces: list[str]) -> list[str]:
    """Return sentences less the numbers of a list: a single "1." is a date."""
    found = [number for piece in pieces if (number := _NUMBER.match(piece))]
    if len(found) < _FEWEST or [int(one["number"]) for one in found] != [*range(1, len(found) + 1)]:
        return pieces
    return [_NUMBER.sub("", piece, count=1) if _NUMBER.match(piece) else piece for piece in pieces]


def _spaced(text: str) -> str:
    return " ".join(text.split())
