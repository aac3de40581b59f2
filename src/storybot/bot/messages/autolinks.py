"""Keep article text from notifying people or opening links.

Telegram finds @names, #tags, /commands and addresses in every text, also inside a block quote.
An article that holds “@somebody” would make the bot ping that account in each group it answers
in. The words may not be altered, so the render floor lays a ``code`` entity over them: Telegram
marks nothing where the sender has marked something already, and only these words look different.

What is found here is a little more than Telegram finds: it knows which endings are domains. All
patterns run in linear time. Telephone and card numbers are left: they offer, and do nothing.
"""

import re
from collections.abc import Iterator

from storybot.model.documents import Span

_ACTIVE = re.compile(
    r"""
    (?P<url> [A-Za-z][A-Za-z0-9+.-]{0,15}://\S+ )
    | (?P<name> (?<![\w.+-])[\w.+-]{0,64}@\w[\w.-]* | @\w[\w.-]* )
    | (?P<tag> [#](?!\d+(?:[\s.,;:!?)'"”’»\]]|$))[\w·\u200c]+ | [$][A-Z]{1,8} )
    | (?P<command> (?<![\w/<>])/[A-Za-z0-9_]+ (?:@\w+)? )
    | (?P<host> (?<![\w.-])[\w-]+ (?:\.[\w-]+)+ )
    """,
    re.VERBOSE,
)
_PATH = re.compile(r"[:/?]\S*")
_ENDING = re.compile(r"\.(?:[^\W\d_]{2}|xn--)")
_HINT = re.compile(rf"[@#$/]|{_ENDING.pattern}")
"""In every active part; most texts have none, and need not be looked at closely."""
_AROUND = ".,;:!?()[]'\"“”‘’«»+-"


def active_spans(text: str) -> list[Span]:
    """Return the parts of a text that Telegram would make active, in order and apart."""
    spans: list[Span] = []
    if not _HINT.search(text):
        return spans
    for start, end in _found(text):
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return spans


def _found(text: str) -> Iterator[Span]:
    done = 0
    for match in _ACTIVE.finditer(text):
        start, end = match.span()
        if start < done or (match["host"] and not _ENDING.search(match["host"])):
            continue
        if match["host"] and (tail := _PATH.match(text, end)):
            end = tail.end()
        done = end
        core = text[start:end].strip(_AROUND)
        start = text.index(core, start)
        yield Span(start, start + len(core))
