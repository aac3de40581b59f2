"""Suggestions for a newcomer in an empty chat of the page."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

SAMPLE_ARTICLE = """\
/add
Harbour library opens after eleven years of work

By Ines Calder
Monday 6 May 2024 09:30 GMT
Comments

The harbour library of Westmere opened its doors on Monday, eleven years after the first stone.

The mayor, Ottilie Brandt, said that it had cost 48 million crowns, twice the first estimate.

Readers may borrow any book for six weeks. The reading room stays open until midnight.

Sign up to our free newsletter

Read more: The architect who drew a library for children
"""


class Hint(NamedTuple):
    """A suggestion: the label of its button, and the text to send or type."""

    label: str
    text: str
    does: Literal["send", "type"] = "send"


def private_hints(examples: Sequence[str]) -> tuple[Hint, ...]:
    """Offer the questions as they are."""
    return tuple(Hint(question, question) for question in examples)


def group_hints(examples: Sequence[str], mention: str) -> tuple[Hint, ...]:
    """Offer the questions as a group asks them, by command, and what its owner can set."""
    asked = (Hint(f"/ask {q}", f"/ask{mention} {q}") for q in examples)
    switches = (Hint(f"/{name} on", f"/{name}{mention} on") for name in ("whisper", "listen"))
    return (*asked, *switches)


def inline_hints(examples: Sequence[str], mention: str) -> tuple[Hint, ...]:
    """Offer the questions as inline queries, with the bot's name before them."""
    return tuple(Hint(f"{mention} {q}", f"{mention} {q}", "type") for q in examples)


def moderator_hints() -> tuple[Hint, ...]:
    """Offer a moderator's first commands; the article is invented."""
    return (
        Hint("What can I do here?", "/help"),
        Hint("Show the articles", "/sources"),
        Hint("Add a sample article", SAMPLE_ARTICLE, "type"),
    )
