"""Complete a question that leans on the one before with what that one named."""

from itertools import pairwise

from storybot.answering.query.follow_ups.leaning_words import Leaning
from storybot.answering.query.follow_ups.named_text import NamedText
from storybot.text.analysis.analyzer import Token

_END = "?!.… "


def is_placed(asked: NamedText, opened: int, words: Leaning) -> bool:
    """Return whether a thing has a preposition, or what some languages have after it."""
    return asked.low[opened] in words.heads or asked.low[-1] in words.tails


def replaced(asked: NamedText, opened: int, before: NamedText, words: Leaning) -> str:
    """Substitute the new thing for its like: a country for a country."""
    indexes = asked.telling((), opened)
    if not indexes:
        return before.text
    fragment = asked.text[asked.tokens[indexes[0]].start :].rstrip(_END)
    if any(_is_number(asked.tokens[i]) for i in indexes):
        likes = [range(i, i + 1) for i, token in enumerate(before.tokens) if _is_number(token)]
    elif not asked.known.isdisjoint(indexes):
        likes = [name for name in before.names if name.start in before.known]
        likes = likes or list(before.names)
    else:
        likes = _likes(asked, opened, before, words)
    if not likes:
        return f"{before.text.rstrip(_END)} {fragment}?"
    start, end = before.tokens[likes[0].start].start, before.tokens[likes[0].stop - 1].end
    return before.text[:start] + fragment + before.text[end:]


def _likes(asked: NamedText, opened: int, before: NamedText, words: Leaning) -> list[range]:
    """Return what a thing may take the place of that is no number and no country.

    It is added where it is told how it belongs to the rest: and his wife? for children?
    """
    first = asked.low[opened]
    is_sure = any(map(asked.is_sure, range(opened, len(asked.low))))
    if first in words.persons | words.things or (is_placed(asked, opened, words) and not is_sure):
        return []
    likes = before.sure_people() or list(before.names)
    if is_sure and not any(before.is_sure(name.start) for name in likes):
        return []
    return likes if likes or first not in words.articles else _things(before, words)


def _things(before: NamedText, words: Leaning) -> list[range]:
    """Return the words of a question right after an article."""
    pairs = enumerate(pairwise(before.low), 1)
    return [
        range(i, i + 1)
        for i, (one, _) in pairs
        if one in words.articles and before.tokens[i].term is not None
    ]


def _is_number(token: Token) -> bool:
    return token.text[0].isdecimal()


def with_person(
    asked: NamedText, at: int, before: NamedText, answer: NamedText, words: Leaning
) -> str:
    """Substitute the person spoken of for the pronoun, and add other names.

    After asking for a person and getting one, the reader now speaks of that one.
    """
    names = [before.surface(name) for name in before.sure_people()]
    if not names or (before.low and before.low[0] in words.who):
        told = (answer.surface(name) for name in answer.people())
        names = [name for name in told if name.casefold() not in before.text.casefold()] or names
    if not names:
        return with_context(asked, before, words)
    others = [s for name in before.names if (s := before.surface(name)) != names[0]]
    token = asked.tokens[at]
    done = asked.text[: token.start] + names[0] + asked.text[token.end :].rstrip(_END)
    return f"{' '.join([done, *others])}?"


def with_context(asked: NamedText, before: NamedText, words: Leaning) -> str:
    """Add the words with meaning of the question before, less those that asked."""
    skipped = words.asking | words.counts | words.measures | set(asked.low)
    context = [before.tokens[i].text for i in before.telling(skipped)]
    return f"{' '.join([asked.text.rstrip(_END), *context])}?" if context else asked.text
