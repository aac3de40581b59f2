"""Start links: written and read in one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.bot.messages.start_links import (
    AskCarried,
    OpenQuote,
    OpenSources,
    StartLink,
    parse_start_link,
    start_url,
)
from storybot.model.documents import DocumentId
from storybot.store.records import QuoteRef

BIG = 10**9 - 1
LINKS = [
    OpenQuote(QuoteRef(DocumentId("7"), 1, 0, 30)),
    OpenQuote(QuoteRef(DocumentId("9" * 18), BIG, BIG, BIG)),
    AskCarried("A_-z" * 6),
    OpenSources(),
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_is_read_as_it_was_written(link: StartLink) -> None:
    """And its parameter has at most 64 characters, as Telegram wants it."""
    assert parse_start_link(link.parameter) == link
    assert len(link.parameter) <= 64
    assert start_url("story_bot", link) == f"https://t.me/story_bot?start={link.parameter}"


@given(st.text())
def test_any_other_parameter_only_opens_the_chat(text: str) -> None:
    """Or is that of a link, and then exactly that."""
    link = parse_start_link(text)
    assert link is None or link.parameter == text


@pytest.mark.parametrize("text", ["", "ask", "c_x", "c_1_1", "c_1_1_0_٣", "q_short", "Sources"])
def test_what_is_no_link_is_none(text: str) -> None:
    """As a client could send it."""
    assert parse_start_link(text) is None
