"""Classify the expected answer type of a question, and weigh its words.

The types are those whose answers differ in form; the head is the noun that names the answer ("what
*year*", "how many *people*"), which the answer itself often omits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from storybot.answering.query.answer_type_words import question_kind
from storybot.answering.query.slot import NO_SLOT, Slot, read_slot
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.facts.facts import is_of_time
from storybot.text.facts.mark_names import listed
from storybot.text.frequencies import power
from storybot.text.names import is_name

Vector = NDArray[np.float64]

KINDS = listed(
    "who when when_x where where_x why how how_many how_much how_long how_old how_adj number_x "
    "what_x what_is what_do yes_no other"
)

_AUXILIARY = frozenset(
    listed("did do does is was are were has have had can could would will should may might been")
)
_DOING = frozenset(listed("did do does has have had can could would will should"))
_WH = {
    "who": "who", "whom": "who", "whose": "who", "when": "when", "where": "where", "why": "why",
    "what": "what", "which": "what", "whats": "what", "what's": "what", "who's": "who",
    "where's": "where", "how": "how",
}  # fmt: skip
_MEASURES = frozenset(
    listed(
        "many much long old far often large big tall high fast deep wide few small close late "
        "early heavy hot cold"
    )
)
_ENDS_HEAD = frozenset(listed("of in to for that by on from at with"))
_SORTS = frozenset(listed("type types kind kinds sort sorts"))
_HEADS = {
    "when_x": "year date month day century decade time period era",
    "number_x": "percentage percent number amount population price cost rate",
    "where_x": "city country state place town location region area continent province island "
    "river nation",
}
_KIND_OF_HEAD = {
    term: kind
    for kind, words in _HEADS.items()
    for word in listed(words)
    for term in analyzer("en").terms(word)
}
_COMMONEST = 7.5
"""Power of ten of the commonest terms."""
LEAST_RARITY = 0.3
"""What a term weighs at least; stop words and times weigh no more."""
_REMEMBERED = 8_192
"""Words of which is kept how rare they are."""
_NO_TOKEN = Token(0, 0, "", None)
_NEGATIVE = frozenset(listed("not never no without except"))


@dataclass(frozen=True, slots=True)
class AnswerType:
    """Features of a question; vectors have one entry per term."""

    kind: str
    words: tuple[str, ...]
    """Every word in order: its term, or the stop word in lower case."""
    stops: tuple[bool, ...]
    terms: tuple[str, ...]
    """Distinct terms in order of appearance, never empty."""
    surfaces: tuple[str, ...]
    """How each term was written."""
    places: tuple[int, ...]
    """Index of each term's first word."""
    head: str
    """Term of the head noun, or empty."""
    focus: Vector
    """1 for the words between the question word and the verb, 0 for the others."""
    negative: bool
    named: tuple[bool, ...] = ()
    """Whether each term is written as a name."""
    rarity: tuple[float, ...] = ()
    """How rare each term is in the language, from about 0 to 5."""
    slot: Slot = NO_SLOT
    language: str = "en"


def read_answer_type(tokens: Sequence[Token], text: str = "", language: str = "en") -> AnswerType:
    """Read the features of a question from its words; the type, if not English, from its text."""
    low = [token.text.lower().replace("’", "'") for token in tokens]
    kind, head_at, focus = (
        _kind(low) if language == "en" else (question_kind(text, language), None, set[int]())
    )
    words = tuple([token.term or word for token, word in zip(tokens, low, strict=True)])
    firsts: dict[str, int] = {}
    for i, token in enumerate(tokens):
        if token.term is not None:
            firsts.setdefault(token.term, i)
    if not firsts:
        firsts = {word: i for i, word in reversed(list(enumerate(words)))} or {"": 0}
    places = tuple(firsts.values())
    own = [tokens[i] for i in places] if tokens else [_NO_TOKEN]
    head = tokens[head_at].term or "" if head_at is not None else ""
    if kind in ("what_x", "what_is"):
        kind = _KIND_OF_HEAD.get(head, kind)
    return AnswerType(
        kind,
        words,
        tuple([token.term is None for token in tokens]),
        tuple(firsts),
        tuple([token.text for token in own]),
        places,
        head,
        np.array([float(i in focus) for i in places]),
        not _NEGATIVE.isdisjoint(low) or any(word.endswith("n't") for word in low),
        tuple([is_name(tokens, i, language) for i in places]) if tokens else (False,),
        tuple([_rarity(token.text, token.term, language) for token in own]),
        read_slot(tokens, text, language),
        language,
    )


@lru_cache(_REMEMBERED)
def _rarity(word: str, term: str | None, language: str) -> float:
    """Weigh a word by its rarity in the language; stop words and times weigh little."""
    if term is None or is_of_time(word.lower(), term, language):
        return LEAST_RARITY
    return max(LEAST_RARITY, _COMMONEST - power(term, language))


def _kind(low: list[str]) -> tuple[str, int | None, set[int]]:
    """Return the kind, the index of the head noun, and the indexes of the words about it."""
    at = next((i for i, word in enumerate(low) if word in _WH), None)
    if at is None:
        return ("yes_no" if low and low[0] in _AUXILIARY else "other"), None, set()
    asked = _WH[low[at]]
    if asked == "how":
        return _how(low, at)
    if asked == "what":
        return _what(low, at)
    return asked, None, set()


def _how(low: list[str], at: int) -> tuple[str, int | None, set[int]]:
    measure = low[at + 1] if at + 1 < len(low) else ""
    if measure not in _MEASURES:
        return "how", None, set()
    if measure in ("many", "much", "few"):
        run = _run(low, at + 2, 4)
        kind = "how_much" if measure == "much" else "how_many"
        return kind, (run[-1] if run else None), set(run)
    return (f"how_{measure}" if measure in ("long", "old") else "how_adj"), at + 1, set()


def _what(low: list[str], at: int) -> tuple[str, int | None, set[int]]:
    following = low[at + 1] if at + 1 < len(low) else ""
    if following in _DOING:
        return "what_do", None, set()
    if following in _AUXILIARY or low[at] in ("what's", "whats"):
        start = at + 2 if following in _AUXILIARY else at + 1
        if start < len(low) and low[start] in ("the", "a", "an", "one", "some"):
            run = _run(low, start + 1, 4)
            return "what_is", (run[-1] if run else None), set()
        return "what_is", None, set()
    run = _run(low, at + 1, 5)
    if run and low[run[0]] in _SORTS and run[-1] + 1 < len(low) and low[run[-1] + 1] == "of":
        run = _run(low, run[-1] + 2, 5)
    return ("what_x", run[-1], set(run)) if run else ("what_do", None, set())


def _run(low: list[str], start: int, longest: int) -> list[int]:
    """Return the indexes of the noun phrase that starts here: up to a verb or preposition."""
    run: list[int] = []
    for i in range(start, min(len(low), start + longest)):
        if low[i] in _AUXILIARY or low[i] in _ENDS_HEAD or (run and low[i].endswith("ed")):
            break
        run.append(i)
    return run
