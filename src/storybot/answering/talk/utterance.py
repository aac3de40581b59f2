"""Read a message as people write them: its questions, or the talk that it is instead.

Greetings, thanks, politeness and run-ups are cut away, links are no words, and each question stands
by itself. What is left of a question is a part of the message, word for word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storybot.answering.talk.courtesies import CutSentence, talk_of, without_courtesies
from storybot.answering.talk.phrase_book import LANGUAGES, asks, words_in
from storybot.answering.talk.phrase_patterns import words_of
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


@lru_cache(_MESSAGES)
def read_utterance(text: str) -> Utterance:
    """Read a message."""
    plain = _uncalled(_LINK.sub(" ", text))
    if not words_of(plain):
        return Utterance((), Talk.HELP if "?" in text or plain != text else Talk.SMALL)
    language = detect_language(plain, among=LANGUAGES)
    language = language if language in LANGUAGES else "en"
    if kinds := without_courtesies(plain, language).kinds:
        return Utterance((), talk_of(kinds))
    sentences = [without_courtesies(one, language) for one in _unnumbered(plain, language)]
    said = [sentence for sentence in sentences if words_of(sentence.text)]
    if not said:
        return Utterance((), talk_of(frozenset().union(*(one.kinds for one in sentences))))
    personal = not words_in(language).personal.isdisjoint(word.folded for word in words_of(plain))
    asked = [one for one in said if "?" in one.text or "？" in one.text]
    asked = asked or [one for one in said if one.asked or _asks(one.text, language)]
    if asked:
        return Utterance(tuple(_questions(said, asked, language)), is_personal=personal)
    told = [one for one in said if not _tells_of_oneself(one.text, language)]
    if not told:
        return Utterance((), Talk.CHAT)
    whole = " ".join(one.text for one in told)
    return Utterance((MessageQuestion(_spaced(whole), is_question=False),), is_personal=personal)


def _questions(
    said: Sequence[CutSentence], asked: Sequence[CutSentence], language: str
) -> list[MessageQuestion]:
    found: list[MessageQuestion] = []
    run_up = ""
    for sentence in said:
        if sentence in asked:
            for part in _joined(sentence.text, language):
                found.append(MessageQuestion(_spaced(part), run_up))
                run_up = ""
        elif not _tells_of_oneself(sentence.text, language):
            run_up = _spaced(sentence.text)
    return found


def _uncalled(text: str) -> str:
    """Cut whom a message is for: @anna, who won? In "@anna arrested?" it is what is asked about."""
    called = _CALLED.match(text)
    if called is None:
        return text
    rest = words_of(text[called.end() :])
    return text[called.end() :] if rest and (called["mark"] or asks(rest[0].folded)) else text


def _unnumbered(text: str, language: str) -> list[str]:
    """Cut a message into sentences, less the numbers of a list: a single "1." is a date."""
    pieces = list(_sentences(text, language))
    found = [number for piece in pieces if (number := _NUMBER.match(piece))]
    if len(found) < _FEWEST or [int(one["number"]) for one in found] != [*range(1, len(found) + 1)]:
        return pieces
    return [_NUMBER.sub("", piece, count=1) if _NUMBER.match(piece) else piece for piece in pieces]


def _sentences(text: str, language: str) -> Iterator[str]:
    """Cut a message into sentences; what is no sentence by itself stays with the one before."""
    for line in text.splitlines():
        pieces: list[str] = []
        for span in split_sentences(line, language):
            sentence, start = line[span.start : span.end], 0
            for stop in [*(found.end() for found in _ASKED.finditer(sentence)), len(sentence)]:
                piece, start = sentence[start:stop], stop
                if pieces and _goes_on(pieces[-1], piece, language):
                    pieces[-1] += f" {piece.strip()}"
                elif piece.strip():
                    pieces.append(piece)
        yield from pieces


def _goes_on(before: str, piece: str, language: str) -> bool:
    """Tell the rest of a question, cut at an abbreviation or a quoted word, from a new one."""
    words = words_of(piece)
    if not words:
        return bool(piece.strip())
    if not _asks(before, language) or _begins(words[0].folded, language):
        return False
    if "?" in before:
        return "?" in piece and len(words) <= _LEAST
    return not without_courtesies(piece, language).kinds


def _begins(word: str, language: str) -> bool:
    known = words_in(language)
    return word in known.asking or word in known.joins


def _joined(text: str, language: str) -> Iterator[str]:
    """Cut "Who was it, and when did it happen?" into its two questions."""
    words, known, start = words_of(text), words_in(language), 0
    if words[0].folded in known.asking:
        for at in range(_LEAST, len(words) - _LEAST):
            joins = words[at].folded in known.joins and words[at + 1].folded in known.joined
            if joins and at - start >= _LEAST:
                yield text[words[start].start : words[at - 1].end] + "?"
                start = at + 1
    yield text[words[start].start :] if start else text


def _asks(text: str, language: str) -> bool:
    words = words_of(text)
    return bool(words) and words[0].folded in words_in(language).asking


def _tells_of_oneself(text: str, language: str) -> bool:
    """Tell "I live here" from words to look for; My Lai is a name."""
    words = words_of(text)
    if len(words) == 1 or words[0].folded not in words_in(language).subject:
        return False
    return language == "de" or not text[words[1].start].isupper()


def _spaced(text: str) -> str:
    return " ".join(text.split())
