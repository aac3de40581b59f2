"""Detect the entities that Telegram adds by itself: names, commands, tags, links.

Every pattern runs in linear time. Of the many top-level domains that Telegram links without a
scheme, the common ones are known here; telephone and card numbers are not detected.
"""

import re
from collections.abc import Iterator

_MENTION = re.compile(r"(?<![\w/@])@([A-Za-z0-9_]{2,32})(?!\w)")
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_HASHTAG = re.compile(r"(?<![\w&#])#(\w{1,256})(?![\w#])")
_CASHTAG = re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w@])")
_LINK = re.compile(
    r"(?<![\w@./-])(?:(?P<scheme>https?|ftp|tg|ton)://)?"
    r"(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,8})(?::\d{1,5})?(?P<path>[/?#][^\s\"<>«»]*)?",
    re.IGNORECASE,
)
_ENDINGS = (
    "com org net info biz io me co ai app dev edu gov int mil news tv eu uk ie us ca au nz in de"
    " at ch fr be nl lu it es pt pl cz sk hu ro bg gr tr ru ua by kz ge am az se no fi dk is ee lv"
    " lt jp cn kr tw hk sg id my th vn ph za ng ke eg ma il ir sa ae br ar mx cl pe uy"
)
_KNOWN_ENDINGS = frozenset(_ENDINGS.split())
_SHORT_NAMES = frozenset({"gif", "vid", "pic"})
_SHORTEST_NAME = 4
_AFTER_LINK = ".:;,('?!`\""
_PAIRS = {")": "(", "]": "[", "}": "{"}


def find_entities(text: str) -> list[tuple[str, int, int]]:
    """Return (type, start, end) of each match, sorted and disjoint, in code points."""
    found = sorted((start, -end, kind) for kind, start, end in _candidates(text) if end > start)
    apart: list[tuple[str, int, int]] = []
    for start, negative_end, kind in found:
        if not apart or start >= apart[-1][2]:
            apart.append((kind, start, -negative_end))
    return apart


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _MENTION.finditer(text):
        name = match[1].lower()
        if len(name) >= _SHORTEST_NAME or name in _SHORT_NAMES:
            yield "mention", *match.span()
    for match in _COMMAND.finditer(text):
        yield "bot_command", *match.span()
    for match in _HASHTAG.finditer(text):
        if any(char.isalpha() for char in match[1]):
            yield "hashtag", *match.span()
    for match in _CASHTAG.finditer(text):
        yield "cashtag", *match.span()
    for match in _EMAIL.finditer(text):
        yield "email", *match.span()
    yield from _links(text)


def _links(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _LINK.finditer(text):
        host = match["host"]
        ending = host.rpartition(".")[2].lower()
        if match["scheme"]:
            good = "." in host or match["scheme"].lower() in {"tg", "ton"}
        else:
            good = "." in host and ending in _KNOWN_ENDINGS
        if good:
            yield "url", match.start(), match.end() - _surplus(match["path"] or "")


def _surplus(path: str) -> int:
    """Return how many characters at the end of a path belong to the sentence around it."""
    depth = dict.fromkeys(_PAIRS.values(), 0)
    end = len(path)
    for index, char in enumerate(path):
        if char in depth:
            depth[char] += 1
        elif char in _PAIRS:
            depth[_PAIRS[char]] -= 1
            if depth[_PAIRS[char]] < 0:
                end = index
                break
    while end and path[end - 1] in _AFTER_LINK:
        end -= 1
    return len(path) - end
