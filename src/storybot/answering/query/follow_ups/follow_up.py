"""Complete follow-up questions: "And India?", "Why?", "Who is he?".

Retrieval is stateless, so omitted words are restored from the previous question. The result is for
retrieval, not for display: the words matter, their grammar does not.
"""

from collections.abc import Callable
from itertools import pairwise

from storybot.answering.query.follow_ups.completion import (
    is_placed,
    replaced,
    with_context,
    with_person,
)
from storybot.answering.query.follow_ups.leaning_words import Leaning, leaning
from storybot.answering.query.follow_ups.named_text import NamedText, read_text
from storybot.answering.query.times.time_expressions import is_only_time
from storybot.text.aliases import Aliases
from storybot.text.analysis.languages import detect_language

_MOST = 12
"""Maximum words of a follow-up; a longer question names its subject."""
_FRAGMENT = 4
"""Words after "and" that can still be one thing: and the African Union?"""
_FEW = 1
"""Words with meaning in a question like "by how many votes?"."""
_SHORT = 5
"""Words of a question like "how many from Ukraine?", which names no more than that."""
_SOME = 2
"""Maximum content words of a follow-up with "it"; with more it names its subject."""


class FollowUps:
    """Completes follow-up questions."""

    def __init__(self, aliases: Aliases) -> None:
        self._aliases = aliases

    def complete(
        self,
        question: str,
        previous: str | None,
        previous_answer: str | None = None,
        choose: Callable[[str], str] = detect_language,
    ) -> str:
        """Return the text to search for: the question, completed if it is a follow-up.

        ``previous`` is the previous question in the same chat, itself completed;
        ``previous_answer`` the sentence that answered it. A self-contained question is returned
        unchanged.
        """
        if not previous:
            return question
        language = choose(f"{previous} {question}")
        words = leaning(language)
        asked = read_text(question, language, self._aliases)
        if not asked.tokens or len(asked.tokens) > _MOST:
            return question
        before = read_text(previous, language, self._aliases)
        opened = _opening(asked, words)
        if (opened or _is_phrase(asked, words, language)) and _is_fragment(asked, opened, words):
            return replaced(asked, opened, before, words)
        if (at := _pronoun(asked, words)) is not None and asked.low[at] in words.persons:
            answer = read_text(previous_answer or "", language, self._aliases)
            return with_person(asked, at, before, answer, words)
        goes_on = opened and not _is_whole(asked, opened, words)
        if at is not None or goes_on or _is_elliptical(asked, words):
            return with_context(asked, before, words)
        return question


def _opening(asked: NamedText, words: Leaning) -> int:
    """Return the number of words that open a follow-up: "what about" is two; 0 for none."""
    for phrase in words.about:
        if asked.low[: len(phrase)] == phrase:
            return len(phrase)
    return int(asked.low[0] in words.joins)


def _is_fragment(asked: NamedText, opened: int, words: Leaning) -> bool:
    """Return whether the rest after the opening is a thing, not a question of its own."""
    rest = asked.low[opened:]
    return 0 < len(rest) <= _FRAGMENT and not (set(rest) & (words.asking | words.helpers))


def _is_whole(asked: NamedText, opened: int, words: Leaning) -> bool:
    """Return whether the rest after the opening is a question that names all that it is about."""
    if not set(asked.low[opened:]) & words.asking:
        return False
    skipped = words.asking | words.counts | words.empty | words.helpers
    inside = asked.telling(skipped, opened)
    names = [name for name in asked.names if name.start >= opened]
    others = sum(not asked.is_named(i) for i in inside)
    return len(names) > 1 or (len(names) == 1 and others >= _SOME)


def _pronoun(asked: NamedText, words: Leaning) -> int | None:
    """Return the index of the first pronoun without an antecedent in the question."""
    last = len(asked.low) - 1
    for i, word in enumerate(asked.low):
        if word in words.things and _refers_back(asked, i, words):
            return i
        if i and asked.is_named(i):
            return last if asked.low[last] in words.things else None
        if word in words.persons and not _is_doubled(asked, i, words):
            return i
    return None


def _is_doubled(asked: NamedText, at: int, words: Leaning) -> bool:
    """Return whether a pronoun after its verb only repeats the subject: le train est-il parti."""
    if asked.text[asked.tokens[at].start - 1 : asked.tokens[at].start] != "-":
        return False
    return (
        any(
            asked.tokens[i].term is not None
            and (asked.low[i - 1] in words.articles or asked.low[i][:2] in words.articles)
            for i in range(1, at)
        )
        or asked.low[0][:2] in words.articles
    )


def _refers_back(asked: NamedText, at: int, words: Leaning) -> bool:
    """Return whether a pronoun refers to something, unlike in "is it true" or "said that"."""
    helped = at > 0 and asked.low[at - 1] in words.helpers
    if asked.low[at] == "there" and helped:
        return False
    if at == len(asked.low) - 1:
        return True
    if asked.low[at] == "that" and not helped:
        return False
    meaning = asked.telling(words.asking | words.counts)
    explained = sum(i < at for i in meaning) > _FEW or len(meaning) > _SOME
    return not explained and asked.low[at + 1] not in words.empty


def _is_phrase(asked: NamedText, words: Leaning, language: str) -> bool:
    """Return whether a question is only when, where or for whom: "In 2019?"."""
    if len(asked.low) > _FRAGMENT or not asked.text.rstrip().endswith("?"):
        return False
    return is_placed(asked, 0, words) or is_only_time(asked.text, language)


def _is_elliptical(asked: NamedText, words: Leaning) -> bool:
    """Return whether a question omits its subject: "By how many votes?", "Any others?"."""
    if _counts(asked, words, words.heads - words.partitives) and len(asked.low) <= _SHORT:
        return True
    if any(map(asked.is_sure, range(1, len(asked.low)))):
        return False
    if _counts(asked, words, words.helpers):
        return True
    skipped = words.asking | words.counts | words.empty | words.vague | words.heads | words.tails
    skipped |= words.helpers | words.measures
    inside = asked.telling(skipped)
    if set(asked.low) & words.asking:
        return not inside or (len(inside) <= _FEW and not _is_defined(asked, inside[0], words))
    return bool(set(asked.low) & words.others) and len(inside) <= _FEW


def _counts(asked: NamedText, words: Leaning, after: frozenset[str]) -> bool:
    """Return whether it is left out what is counted: how many were hurt, how many from Ukraine."""
    return any(one in words.counts and two in after for one, two in pairwise(asked.low))


def _is_defined(asked: NamedText, at: int, words: Leaning) -> bool:
    """Return whether a question is what or where the only thing is that it names.

    Beside a word like "which" that is but a part of what is asked; where no verb is needed to ask
    what a thing is, only a verb shows that something else is left out.
    """
    if at and asked.low[at - 1] in words.determiners | words.counts | words.measures:
        return False
    # After who, what looks like an article is a pronoun: quién los llevó.
    definite = (
        at and asked.low[at - 1] in words.articles and asked.low[max(at - 2, 0)] not in words.who
    )
    if definite or words.copulas & set(asked.low):
        return True
    return words.verb is not None and not words.verb.search(asked.low[at])
