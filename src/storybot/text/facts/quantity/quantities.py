"""Read the quantities and times of a sentence: each number with what it is of.

Words are told by lists, one for all languages, never by code for one (`words`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from storybot.model.passages import Filler
from storybot.text.analysis.analyzer import Token
from storybot.text.facts.fillers import Fill, new_filler
from storybot.text.facts.quantity.numbers import YEAR, Number, fillers_of
from storybot.text.facts.quantity.word_kinds import (
    QuantityWords,
    forms_of,
    is_number,
    is_ordinal,
    is_relative,
    is_unit,
    words_of,
)

_DAY_DIGITS = 2
_GROUP = 3
"""Digits of which large numbers are written in groups: 30 000 is one number, 2031 450 are two."""
_EVERY_WITHIN = 3
"""Words after "every" among which the span may stand: toutes les deux semaines."""


def read_quantities(
    text: str,
    tokens: Sequence[Token],
    telling: Mapping[int, Fill | None],
    dated: Collection[int],
    language: str,
) -> Iterator[Filler]:
    """Yield the quantities and times of a sentence in order.

    ``telling`` has the words that `may_begin_quantity` by index, with what each is without a
    number, ``dated`` the indexes of the words of dates.
    """
    words = words_of(language)
    end = 0
    for at in sorted({*dated, *telling}):
        if at < end:
            continue
        token = tokens[at]
        if at in dated or (at + 1 in dated and _is_short(token)):
            end = _end_of_date(tokens, dated, at, words)
            yield new_filler((int(Fill.DATE), at, end, ""))
            yield from (one for i in range(at, end) for one in _alone(tokens, telling, i, words))
        elif telling[at] is not None:
            yield from _alone(tokens, telling, at, words)
        elif phrase := _phrase(tokens, at, words):
            yield phrase
            end = phrase.end
        elif token.text.lower() in words.every:
            yield from _every(tokens, dated, at, words)
        elif is_relative(token, words) and (span := _relative(tokens, at, words)):
            yield span
        elif is_number(token, words):
            end = at + 1
            while end < len(tokens) and end not in dated and _goes_on(text, tokens, end, words):
                end += 1
            yield from fillers_of(Number(text, tokens, at, end, words))
            # Thirty seconds are not the second of something.
            end += end < len(tokens) and is_unit(tokens[end], words)


def _alone(
    tokens: Sequence[Token], telling: Mapping[int, Fill | None], i: int, words: QuantityWords
) -> Iterator[Filler]:
    """Yield a word that needs no number.

    With a capital within a sentence it is a name, where not all nouns have one: the Daily Post.
    """
    kind = telling.get(i)
    if kind is not None and (words.capitals or tokens[i].text[0].islower() or i == 0):
        yield new_filler((int(kind), i, i + 1, ""))


def _phrase(tokens: Sequence[Token], at: int, words: QuantityWords) -> Filler | None:
    """Return what words in a row are: Boxing Day, fin de semana."""
    for others, kind in words.phrases.get(tokens[at].text.lower(), ()):
        end = at + 1 + len(others)
        if tuple([token.text.lower() for token in tokens[at + 1 : end]]) == others:
            return new_filler((int(kind), at, end, ""))
    return None


def _relative(tokens: Sequence[Token], at: int, words: QuantityWords) -> Filler | None:
    """Return the time that a span is by the word beside it: next week, le mois dernier."""
    if at + 1 < len(tokens) and _is_span(tokens[at + 1], words):
        return new_filler((int(Fill.DATE), at, at + 2, ""))
    if at and _is_span(tokens[at - 1], words):
        return new_filler((int(Fill.DATE), at - 1, at + 1, ""))
    return None


def _is_span(token: Token, words: QuantityWords) -> bool:
    return token.term in words.spans or token.text.lower() in words.spans


def _every(
    tokens: Sequence[Token], dated: Collection[int], at: int, words: QuantityWords
) -> Iterator[Filler]:
    """Yield how often: every week, alle 15 Minuten, каждый вторник; or a share: jeder dritte."""
    for end in range(at + 1, min(at + 1 + _EVERY_WITHIN, len(tokens))):
        token = tokens[end]
        spans = {words.units.get(form) for form in forms_of([token])}
        if end in dated or Fill.DURATION in spans:
            yield new_filler((int(Fill.FREQUENCY), at, end + 1, ""))
            return
        if token.term is not None and not is_number(token, words):
            break
    beside = tokens[at + 1 : at + 2]
    if beside and is_ordinal(beside[0], words):
        yield new_filler((int(Fill.PERCENT), at, at + 2, ""))


def _end_of_date(
    tokens: Sequence[Token], dated: Collection[int], at: int, words: QuantityWords
) -> int:
    """Return where a date ends: 5 May 2021, May 5, 2021, or Tuesday, May 5."""
    day = _is_short(tokens[at])
    end = at + 1
    while end < len(tokens):
        if end in dated or YEAR.fullmatch(tokens[end].text):
            end += 1
        elif (
            not day
            and _is_short(tokens[end])
            and not any(is_unit(token, words) for token in tokens[end + 1 : end + 2])
        ):
            day = True
            end += 1
        else:
            break
    return end


def _is_short(token: Token) -> bool:
    """Tell a number that may be a day of a month."""
    return token.text[0].isdecimal() and len(token.text) <= _DAY_DIGITS


def _goes_on(text: str, tokens: Sequence[Token], end: int, words: QuantityWords) -> bool:
    before, token = tokens[end - 1].text, tokens[end]
    gap = text[tokens[end - 1].end : token.start]
    if gap.strip(" \u00a0\u202f-–") or is_unit(token, words):
        return False
    if before.isdecimal() and token.text.isdecimal() and len(before) > _GROUP:
        return False
    return is_number(token, words)
