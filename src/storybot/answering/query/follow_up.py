"""Complete follow-up questions: "And India?", "Why?", "Who is he?".

Retrieval is stateless, so omitted words are restored from the previous question. The result is for
retrieval, not for display: the words matter, their grammar does not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storybot.answering.query.follow_up_words import Leaning, leaning
from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.languages import detect_language

_MOST = 12
"""Maximum words of a follow-up; a longer question names its subject."""
_FRAGMENT = 4
"""Words after "and" that can still be one thing: and the African Union?"""
_FEW = 1
"""Words with meaning in a question like "by how many votes?"."""
_SOME = 2
"""Maximum content words of a follow-up with "it"; with more it names its subject."""
_END = "?!.… "


@dataclass(frozen=True, slots=True)
class _Text:
    """A question or answer in words."""

    text: str
    tokens: tuple[Token, ...]
    low: tuple[str, ...]
    names: tuple[range, ...]
    """Its names in order, each as the indexes of its tokens."""
    known: frozenset[int]
    """Indexes of the tokens that name known entities: countries, mostly."""

    def is_named(self, index: int) -> bool:
        """Return whether a token is part of a name."""
        return any(index in name for name in self.names)

    def people(self) -> list[range]:
        """Return possible persons: names that are no known entities."""
        return [name for name in self.names if name.start not in self.known]

    def surface(self, name: range) -> str:
        """Return a name as written."""
        return self.text[self.tokens[name.start].start : self.tokens[name.stop - 1].end]


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
        asked = self._read(question, language)
        if not asked.tokens or len(asked.tokens) > _MOST:
            return question
        before = self._read(previous, language)
        opened = _opening(asked, words)
        if opened and _is_fragment(asked, opened, words):
            return _replaced(asked, opened, before)
        if (at := _pronoun(asked, words)) is not None and asked.low[at] in words.persons:
            answer = self._read(previous_answer or "", language)
            return _with_person(asked, at, before, answer, words)
        goes_on = opened and not _is_whole(asked, opened, words)
        if at is not None or goes_on or _is_elliptical(asked, words):
            return _with_context(asked, before, words)
        return question

    def _read(self, text: str, language: str) -> _Text:
        tokens = tuple(analyzer(language).tokens(text))
        spans = {s.start: range(s.start, s.end) for s in self._aliases.spans(tokens, language)}
        known = frozenset(i for span in spans.values() for i in span)
        names = [*spans.values(), *_capitalised(tokens, known)]
        low = (t.text.casefold().replace("ё", "е").replace("’", "'") for t in tokens)
        return _Text(text, tokens, tuple(low), tuple(sorted(names, key=_start)), known)


def _start(name: range) -> int:
    return name.start


def _capitalised(tokens: Sequence[Token], known: frozenset[int]) -> list[range]:
    """Return the runs of capitalised words that are not known.

    The first word of a question has a capital anyway: it counts with a name after it.
    """
    runs: list[range] = []
    for i, token in enumerate(tokens):
        if token.term is None or not token.text[0].isupper() or i in known:
            continue
        if runs and runs[-1].stop == i and token.start - tokens[i - 1].end <= 1:
            runs[-1] = range(runs[-1].start, i + 1)
        else:
            runs.append(range(i, i + 1))
    return [run for run in runs if run != range(1)] or (runs if len(tokens) > 1 else [])


def _opening(asked: _Text, words: Leaning) -> int:
    """Return the number of words that open a follow-up: "what about" is two; 0 for none."""
    for phrase in words.about:
        if asked.low[: len(phrase)] == phrase:
            return len(phrase)
    return int(asked.low[0] in words.joins)


def _is_fragment(asked: _Text, opened: int, words: Leaning) -> bool:
    """Return whether the rest after the opening is a thing, not a question of its own."""
    rest = asked.low[opened:]
    return 0 < len(rest) <= _FRAGMENT and not (set(rest) & (words.asking | words.helpers))


def _is_whole(asked: _Text, opened: int, words: Leaning) -> bool:
    """Return whether the rest after the opening is a question that names all that it is about."""
    if not set(asked.low[opened:]) & words.asking:
        return False
    skipped = words.asking | words.counts | words.empty | words.helpers
    inside = [
        i
        for i, token in enumerate(asked.tokens)
        if i >= opened and token.term is not None and asked.low[i] not in skipped
    ]
    names = [name for name in asked.names if name.start >= opened]
    others = sum(not asked.is_named(i) for i in inside)
    return len(names) > 1 or (len(names) == 1 and others >= _SOME)


def _pronoun(asked: _Text, words: Leaning) -> int | None:
    """Return the index of the first pronoun without an antecedent in the question."""
    last = len(asked.low) - 1
    for i, word in enumerate(asked.low):
        if word in words.things and _refers_back(asked, i, words):
            return i
        if i and asked.is_named(i):
            return last if asked.low[last] in words.things else None
        if word in words.persons:
            return i
    return None


def _refers_back(asked: _Text, at: int, words: Leaning) -> bool:
    """Return whether a pronoun refers to something, unlike in "is it true" or "said that"."""
    helped = at > 0 and asked.low[at - 1] in words.helpers
    if asked.low[at] == "there" and helped:
        return False
    if at == len(asked.low) - 1:
        return True
    if asked.low[at] == "that" and not helped:
        return False
    skipped = words.asking | words.counts
    meaning = [
        i for i, t in enumerate(asked.tokens) if t.term is not None and asked.low[i] not in skipped
    ]
    explained = sum(i < at for i in meaning) > _FEW or len(meaning) > _SOME
    return not explained and asked.low[at + 1] not in words.empty


def _is_elliptical(asked: _Text, words: Leaning) -> bool:
    """Return whether a question omits its subject: "By how many votes?"."""
    if not set(asked.low) & words.asking or any(map(asked.is_named, range(1, len(asked.low)))):
        return False
    skipped = words.asking | words.counts | words.empty
    inside = [
        word
        for word, token in zip(asked.low, asked.tokens, strict=True)
        if token.term is not None and word not in skipped
    ]
    if not inside or (asked.low[0] in words.heads and len(inside) <= _FEW):
        return True
    return any(one in words.counts and two in words.helpers for one, two in pairwise(asked.low))


def _replaced(asked: _Text, opened: int, before: _Text) -> str:
    """Substitute the new thing for its like: a country for a country."""
    indexes = [i for i in range(opened, len(asked.tokens)) if asked.tokens[i].term is not None]
    if not indexes:
        return before.text
    fragment = asked.text[asked.tokens[indexes[0]].start :].rstrip(_END)
    if any(_is_number(asked.tokens[i]) for i in indexes):
        likes = [range(i, i + 1) for i, token in enumerate(before.tokens) if _is_number(token)]
    elif not asked.known.isdisjoint(indexes):
        likes = [name for name in before.names if name.start in before.known]
        likes = likes or list(before.names)
    else:
        likes = before.people() or list(before.names)
    if not likes:
        return f"{before.text.rstrip(_END)} {fragment}?"
    start, end = before.tokens[likes[0].start].start, before.tokens[likes[0].stop - 1].end
    return before.text[:start] + fragment + before.text[end:]


def _is_number(token: Token) -> bool:
    return token.text[0].isdecimal()


def _with_person(asked: _Text, at: int, before: _Text, answer: _Text, words: Leaning) -> str:
    """Substitute the person spoken of for the pronoun, and add other names.

    After asking for a person and getting one, the reader now speaks of that one.
    """
    names = [before.surface(name) for name in before.people()]
    if not names or (before.low and before.low[0] in words.who):
        told = (answer.surface(name) for name in answer.people())
        names = [name for name in told if name.casefold() not in before.text.casefold()] or names
    if not names:
        return _with_context(asked, before, words)
    others = [s for name in before.names if (s := before.surface(name)) != names[0]]
    token = asked.tokens[at]
    done = asked.text[: token.start] + names[0] + asked.text[token.end :].rstrip(_END)
    return f"{' '.join([done, *others])}?"


def _with_context(asked: _Text, before: _Text, words: Leaning) -> str:
    """Add the words with meaning of the question before, less those that asked."""
    skipped = words.asking | words.counts | words.measures | set(asked.low)
    context = [
        token.text
        for token, word in zip(before.tokens, before.low, strict=True)
        if token.term is not None and word not in skipped
    ]
    return f"{' '.join([asked.text.rstrip(_END), *context])}?" if context else asked.text
