"""Decide whether a stop ends its sentence, from the word before it and the word after it."""

import re

from storybot.model.documents import Span
from storybot.text.segmentation.abbreviations import Abbreviations

_REACH = 24
"""Characters searched for the word before a stop: no abbreviation is longer."""

_SHORTEST = 3
"""Letters of a word that is no initial, nor a part of an abbreviation."""

_BEFORE = re.compile(r"(?:(?<!\w)[^\W\d_]{1,2}\.\s?)*+[^\s\"“„«‘(\[{—–/]*\Z")
_AFTER = re.compile(
    r"\s++(?P<open>[\"'“‘„”»«‹(\[{¿¡`—–\- \u00a0\u202f]{0,6}+)(?P<word>[^\W_][\w'’.\-]{0,24}+)?"
)
_CLOSERS = "\"'”’“»«›‹)]} \u00a0\u202f"
_QUOTES = frozenset('"“„«‘”»')
_DASHES = frozenset("—–-")

_ELISION = re.compile(r"\A[^\W\d_]{1,4}['’](?=[^\W\d_]{2})")
_ACRONYM = re.compile(r"(?:[^\W_]+-)?(?:[^\W\d_]{1,2}\.)+-?[^\W\d_]{1,3}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ITEM = re.compile(r"\d{1,3}|[IVX]{1,5}|[^\W\d_]")
_NUMERAL = re.compile(r"\d{1,3}|[IVX]{1,5}")
_NUMBER = re.compile(r"\d|[IVXLC]+\b")
_DEGREES = re.compile(r"\d\s?°?[CFKС]\Z")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")
_FULL_WORD = re.compile(r"(?=.{4})[a-z]*[aeiouy][a-z]*")
_RUN_ON = re.compile(r"[^\W\d_]+(?=[\s,])")

_DOMAINS = frozenset({"com", "co", "edu", "gov", "htm", "html", "net", "org"})
_EXCLAIMED_NAMES = frozenset({"Yahoo", "Jeopardy"})
_CLOCK = frozenset({"a.m", "p.m", "A.M", "P.M"})
_CLOCK_GOES_ON = re.compile(
    r"\s+(?:[A-Z]{2,5}\b|\S+(?: \w+)? [Tt]ime\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)
_ATTRIBUTION = re.compile(
    r"\s+(?P<first>[A-Z][\w.'’-]*),?\s+(?:(?:[A-Z][\w.'’-]*,?|\d\d,)\s+){0,4}"
    r"(?:said|says|asked|asks|added|cried|joked|replied|shouted|told|tweeted|wondered|wrote)\b"
)
_SPOKEN = re.compile(r"[^。！？，]{0,6}[说說道问問称稱喊][。，：！]|[とっ]")


def ends_unspaced(text: str, dot: int, stop: int) -> bool:
    """Return whether the full-width marks ``text[dot:stop]`` end a sentence.

    They do unless they close a quotation followed by its attribution.
    """
    quoted = any(closer in "」』”’" for closer in text[dot:stop])
    return not (quoted and _SPOKEN.match(text, stop))


def ends_plainly(text: str, start: int, dot: int, stop: int, known: Abbreviations) -> bool:
    """Return whether a sentence ends as most do; if not, `ends_sentence` has to tell.

    That is with a full stop between a lower-case word of three letters or more, which is no
    abbreviation, and a capital letter.
    """
    if stop != dot + 1 or text[dot] != "." or text[stop] != " " or not text[stop + 1].isupper():
        return False
    space = text.rfind(" ", max(start, dot - _REACH), dot)
    word = text[space + 1 : dot]
    return (
        space > start
        and dot - space > _SHORTEST
        and word.isalpha()
        and word.islower()
        and text[space - 1] != "."
        and word not in known.all
    )


def ends_sentence(text: str, so_far: Span, stop: int, known: Abbreviations) -> bool:
    """Return whether a sentence ends with the marks between the end of ``so_far`` and ``stop``."""
    dot = so_far.end
    after = _AFTER.match(text, stop)
    if after is None:
        return _runs_on(text, so_far, stop, known)
    if text[dot - 1 : dot] in ("(", "[") and text[stop - 1] in ")]":
        return False
    before = _word_before(text, so_far)
    following = after["word"] or ""
    lower = following[:1].islower() and not _BRAND.match(following)
    if text[dot:stop].rstrip(_CLOSERS) != ".":
        return not (
            lower
            or (before in _EXCLAIMED_NAMES and not _begins(following, known))
            or _is_attributed(text, stop, known)
        )
    if lower:
        return stop == dot + 1 and _ends_before_lower(before, following, known)
    return _full_stop_ends(text, so_far, before, after, known)


def _word_before(text: str, so_far: Span) -> str:
    """Return the word that a stop follows, joined to the initials and the like before it."""
    nearest = text[max(so_far.start, so_far.end - _REACH) : so_far.end]
    match = _BEFORE.search(nearest)
    return _ELISION.sub("", "".join(match.group().split())) if match else ""


def _runs_on(text: str, so_far: Span, stop: int, known: Abbreviations) -> bool:
    """Return whether a sentence starts right after the stop, without a space: over.The next."""
    following = _RUN_ON.match(text, stop)
    if following is None or not _begins(following.group(), known):
        return False
    before = _word_before(text, so_far)
    return len(before) > 1 and before.isalpha() and before.islower()


def _ends_before_lower(before: str, following: str, known: Abbreviations) -> bool:
    """Return whether a full stop ends a sentence before a lower-case word: after a full word."""
    return (
        known.lower_begins
        and following not in _DOMAINS
        and _FULL_WORD.fullmatch(before) is not None
        and before not in known.open
        and before not in known.either
        and before not in known.closing
    )


def _full_stop_ends(
    text: str, so_far: Span, before: str, after: re.Match[str], known: Abbreviations
) -> bool:
    following = after["word"] or ""
    if _goes_on(so_far, before, following, known):
        return False
    opening = after["open"].strip()[:1]
    if before in _CLOCK:
        return opening not in _DASHES and not _CLOCK_GOES_ON.match(text, after.start())
    if not _is_ambiguous(text, so_far, before, known):
        return True
    quotation = opening in _QUOTES and following[:1].isupper() and len(before) > 1
    return opening not in _DASHES and (quotation or _begins(following, known))


def _goes_on(so_far: Span, before: str, following: str, known: Abbreviations) -> bool:
    """Return whether no sentence can end here: Dr. Lee, No. 5, J. K. Lee, or the 1. of a list."""
    return (
        _is_listed(before, known.open)
        or (_is_listed(before, known.numbered) and _NUMBER.match(following) is not None)
        or (len(before) == 1 and _INITIAL.fullmatch(following) is not None)
        or (len(before) == so_far.end - so_far.start and _ITEM.fullmatch(before) is not None)
    )


def _is_ambiguous(text: str, so_far: Span, before: str, known: Abbreviations) -> bool:
    """Return whether the stop may belong to the word alone: Inc. and U.S. and initials."""
    if before in known.closing:
        return False
    if len(before) == 1 and before.isupper():
        return not _DEGREES.search(text, max(so_far.start, so_far.end - _REACH), so_far.end)
    return (
        before in known.either
        or _ACRONYM.fullmatch(before) is not None
        or (known.ordinals and _NUMERAL.fullmatch(before) is not None)
    )


def _is_listed(word: str, words: frozenset[str]) -> bool:
    """Look up a word as written, and as written elsewhere: Approx, PROF."""
    return word in words or (
        len(word) > 1
        and word[0].isupper()
        and (word.lower() in words or (word.isupper() and word.capitalize() in words))
    )


def _begins(word: str, known: Abbreviations) -> bool:
    """Return whether a capitalised word tends to start sentences: a stop word, mostly."""
    if not word[:1].isupper() or _INITIAL.fullmatch(word):
        return False
    stem = word.replace("’", "'").partition("'")[0]
    return stem.rstrip(".-").lower() in known.beginnings


def _is_attributed(text: str, stop: int, known: Abbreviations) -> bool:
    """Return whether a quotation just closed is attributed next: “Ready?” Lee asked."""
    if text[stop - 1] not in "\"'”’»":
        return False
    attribution = _ATTRIBUTION.match(text, stop)
    return attribution is not None and (
        attribution["first"] == "I" or not _begins(attribution["first"], known)
    )
