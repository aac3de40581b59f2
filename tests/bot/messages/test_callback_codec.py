"""What buttons carry: written and read by type, and only where and for whom it was made."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope, fits_inline, verb_of
from storybot.bot.messages.callback_data import (
    VERBS,
    ButtonData,
    CastVote,
    ConfirmAddition,
    ConfirmVersion,
    LeaveAsIs,
    ShowSentQuote,
    ShowView,
    TurnSources,
)
from storybot.bot.messages.callback_fields import View
from storybot.bot.messages.quote_card import ShownQuote, sent_quote_data
from storybot.model.answers import Citation
from storybot.model.documents import DocumentId, State, Version
from storybot.store.records import QuoteRef
from worlds.articles import make_document

BIG = 10**9 - 1
FAR = QuoteRef(DocumentId("9" * 18), BIG, BIG, BIG)
CODEC = ButtonCodec(b"a key")
ADA, BOB = 1001, 1002
CHAT, OTHER = -1000, -2000

numbers = st.integers(0, 2**40)
texts = st.text("abcXYZ019_-", min_size=1, max_size=16)
views = st.builds(View, st.integers(0, 99), st.booleans())
quotes = st.builds(
    QuoteRef, st.integers(1, 10**6).map(lambda n: DocumentId(str(n))), numbers, numbers, numbers
)
ARGUMENTS: dict[str, st.SearchStrategy[Any]] = {
    "view": views,
    "up": st.booleans(),
    "page": numbers,
    "language": texts,
    "quote": quotes,
    "wide": st.booleans(),
    "opened": st.booleans(),
    "nearest": st.booleans(),
    "older": quotes | st.none(),
    "draft": texts,
    "field": texts,
    "base": numbers,
    "of": st.integers(1, 10**18).map(lambda n: DocumentId(str(n))),
    "change": numbers,
    "id": numbers,
    "why": texts,
    "days": numbers,
    "gap": texts,
    "plan": texts,
}


@st.composite
def buttons(draw: st.DrawFn) -> ButtonData:
    """Make what any button of the bot carries."""
    kind = draw(st.sampled_from(list(VERBS.values())))
    return kind(**{field.name: draw(ARGUMENTS[field.name]) for field in fields(kind)})


@given(buttons(), st.sampled_from([None, CHAT, ADA]), st.integers(0, 2**31 - 1))
def test_what_is_written_is_read_again(data: ButtonData, chat: int | None, reply_to: int) -> None:
    """Every verb with every argument, in its chat, for its person."""
    scope = ButtonScope(chat, reply_to, ADA)
    text = CODEC.encode(data, scope)
    assert CODEC.parse(text, chat, ADA) == (data, scope)
    assert verb_of(text) == data.verb


@given(buttons(), st.data())
def test_nothing_else_is_read(data: ButtonData, draw: st.DataObject) -> None:
    """One character changed, added or left out, and it is no button of the bot."""
    text = CODEC.encode(data, ButtonScope(CHAT, 7, ADA))
    at = draw.draw(st.integers(0, len(text) - 1))
    put = draw.draw(st.sampled_from(["", *"0123456789abcxyzABC:._-q p\n٣"]))
    stop = draw.draw(st.sampled_from([at, at + 1]))
    forged = text[:at] + put + text[stop:]
    assert forged == text or CODEC.parse(forged, CHAT, ADA) is None


@given(buttons())
def test_a_button_works_in_its_own_chat(data: ButtonData) -> None:
    """Not in another one, nor under an inline message, nor with the key of another bot."""
    scope = ButtonScope(CHAT, 7, ADA)
    text = CODEC.encode(data, scope)
    assert CODEC.parse(text, OTHER, ADA) is None
    assert CODEC.parse(text, None, ADA) is None
    assert ButtonCodec(b"another key").parse(text, CHAT, ADA) is None
    assert (CODEC.parse(text, CHAT, BOB) is None) is data.personal


def test_moderators_buttons_are_personal() -> None:
    """Whoever else may change articles gives the command again.

    Readers' buttons are for all but the one that ends what a person waits for.
    """
    personal = {verb for verb, kind in VERBS.items() if kind.personal}
    assert personal == {
        *("add", "version", "dropped", "cancel", "mend", "await"),
        *("retract", "restore", "undo", "leave", "name", "unwait", "gaps", "gap", "gapawait"),
        *("calloff", "history"),
    }


@pytest.mark.parametrize(
    "text",
    ["", "1:see:0q", "1:vote:0q:up", "1:quote:1.1.0.30:", "1:undo:1", "0:add:abcdefghijkl", "yes",
     "2:see:0q", "2" + "A" * 10 + ":see:0q", "2" + "A" * 10 + ":leave", "2" * 64, "é" * 32],
)  # fmt: skip
def test_data_of_earlier_versions_and_of_nobody_is_not_read(text: str) -> None:
    """Data without a code, or with a made-up one."""
    assert CODEC.parse(text, CHAT, ADA) is None


@pytest.mark.parametrize(
    "data",
    [
        ShowView(View(99, wide=True)),
        CastVote(View(99, wide=True), up=False),
        ConfirmAddition("x" * 12, 36**4),
        ConfirmVersion("x" * 12, DocumentId("9" * 12), 36**4),
        TurnSources(10**6),
        LeaveAsIs(),
        ShowSentQuote(FAR, wide=False, nearest=True),
    ],
)
def test_the_longest_buttons_fit_into_64_bytes(data: ButtonData) -> None:
    """Telegram refuses a message with a longer one."""
    reply_to = 0 if isinstance(data, ShowSentQuote) else 2**31 - 1
    assert len(CODEC.encode(data, ButtonScope(CHAT, reply_to, ADA)).encode()) <= 64
    assert fits_inline(data)


@pytest.mark.parametrize(("end", "fits"), [(9, True), (BIG * 36**3, False)])
def test_an_older_quote_goes_along_as_far_as_a_button_holds_both(end: int, *, fits: bool) -> None:
    """Else it is left out of the button, and the button still fits."""
    version = Version(DocumentId("9" * 12), 1, State.LIVE, make_document("It rains."))
    quote = Citation(version, "It rains.", 0, end, 0, 1.0)
    data = sent_quote_data(ShownQuote(quote, older=quote))
    assert (data.older == data.quote) is fits
    assert data.result_id == f"{data.quote.document}.1.0.{end}" + ".o" * fits
    assert fits_inline(data)
