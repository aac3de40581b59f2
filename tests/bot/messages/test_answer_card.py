"""Answers as cards: what the buttons under them say, carry and cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup
from telegram.constants import MessageEntityType as Kind

from storybot.bot.handlers.inline.inline_results import quote_id
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue
from storybot.bot.messages.answer_card import (
    Card,
    ChatContext,
    View,
    abstention_card,
    is_web_page,
    quote_card,
    quote_keyboard,
    quote_text,
)
from storybot.bot.messages.keyboards import button
from storybot.model.answers import Citation
from storybot.model.documents import DocumentId, Span, State, Version
from storybot.playground.markup.entities import tidy
from storybot.playground.objects import reply_markup as keyboards
from storybot.playground.objects.bot_api_objects import FOUND_BY_TELEGRAM, MessageEntity
from storybot.playground.objects.utf16 import utf16_length, utf16_slice
from storybot.store.records import Feedback, QuoteRef
from worlds.articles import make_document

PRIVATE = ChatContext("story_bot", private=True)
GROUP = ChatContext("story_bot", deletable=True)
GUEST = ChatContext("story_bot", inline=True)
VOTES = Feedback(2, 0)


def cited(text: str = "One. Two.", *, link: str | None = None, **more: object) -> Citation:
    """Cite the first paragraph of an article."""
    document = make_document(text, **more)  # type: ignore[arg-type]
    version = Version(DocumentId("7"), 1, State.LIVE, document)
    return Citation(version, text, 0, len(text), 0, 1.0, (Span(0, 3),), link)


def labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    """Return what stands on the buttons, row by row."""
    return [[b.text for b in row] for row in keyboard.inline_keyboard] if keyboard else []


def accepted(card: Card) -> None:
    """Let the stand-in check the card as Telegram does."""
    entities = tuple(
        MessageEntity(type=e.type, offset=e.offset, length=e.length, url=e.url)
        for e in card.text.entities
    )
    shown = tidy(card.text.text, entities)
    assert utf16_length(shown.text) <= 4096
    assert not {e.type for e in shown.entities} & FOUND_BY_TELEGRAM
    assert card.keyboard
    keyboard = keyboards.InlineKeyboardMarkup.model_validate(card.keyboard.to_dict())
    assert keyboards.checked(keyboard) == keyboard


def test_an_answer_has_the_next_quote_context_copy_and_votes() -> None:
    """In private there is no button to delete it, and without a page none to open it."""
    card = quote_card((cited(), cited(), cited()), PRIVATE, ENGLISH)
    assert labels(card.keyboard) == [
        ["More · 2 of 3"],
        ["In context"],
        ["Copy quote"],
        ["👍", "👎"],
    ]


def test_a_later_quote_is_named_as_a_further_one() -> None:
    """Only the first citation stands as the answer; from the others there is a way back."""
    text = quote_text(cited(), View(1), 3, PRIVATE, ENGLISH)
    assert text.text.startswith("Also in the story, 2 of 3:\nOne. Two.\n")
    keyboard = quote_keyboard(cited(), View(1), 3, PRIVATE, ENGLISH, VOTES)
    assert labels(keyboard)[0] == ["Back", "More · 3 of 3"]
    assert labels(keyboard)[-1] == ["👍 2", "👎"]
    last = quote_keyboard(cited(), View(2), 3, PRIVATE, ENGLISH, VOTES)
    assert labels(last)[0] == ["Back"]


def test_in_context_the_sentence_is_bold() -> None:
    """The whole paragraph is in sight, and the button leads back to the quote."""
    document = make_document("One. Two two. Three.")
    version = Version(DocumentId("7"), 1, State.LIVE, document)
    citation = Citation(version, "Two two.", 5, 13, 0, 1.0)
    text = quote_text(citation, View(0, wide=True), 1, PRIVATE, ENGLISH)
    found = {e.type: utf16_slice(text.text, e.offset, e.length) for e in text.entities}
    assert found[Kind.BLOCKQUOTE] == "One. Two two. Three."
    assert found[Kind.BOLD] == "Two two."
    keyboard = quote_keyboard(citation, View(0, wide=True), 1, PRIVATE, ENGLISH, VOTES)
    assert labels(keyboard)[0] == ["Only the quote"]


def test_the_page_opens_at_the_sentence() -> None:
    """The button carries the link with the text fragment."""
    card = quote_card((cited(link="https://example.com/a#:~:text=One"),), PRIVATE, ENGLISH)
    assert card.keyboard
    buttons = {b.text: b for row in card.keyboard.inline_keyboard for b in row}
    assert buttons["Open at the sentence"].url == "https://example.com/a#:~:text=One"


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "https://", "https://localhost", "https://a b.com", "http://[",
     "ftp://example.com", "https://example.com/" + "a" * 2000, "https://exa_mple"],
)  # fmt: skip
def test_a_wrong_url_makes_no_button(url: str) -> None:
    """Telegram would refuse the whole message for it."""
    assert not is_web_page(url)


@pytest.mark.parametrize(
    "url", ["https://example.com", "http://правда.укр/x?y=z#a", "https://a.b.co.uk:8080/"]
)
def test_a_web_page_can_be_opened(url: str) -> None:
    """Ports, scripts and queries are no hindrance."""
    assert is_web_page(url)


def copied(card: Card) -> str | None:
    """Return what the copy button copies."""
    assert card.keyboard
    buttons = [b for row in card.keyboard.inline_keyboard for b in row if b.copy_text]
    return buttons[0].copy_text.text if buttons and buttons[0].copy_text else None


def test_a_copied_quote_brings_its_source_where_that_fits() -> None:
    """Of a longer one the words alone are copied, and one too long has no button."""
    short = quote_card((cited("A" * 20, title="Title", publisher="Post"),), PRIVATE, ENGLISH)
    assert copied(short) == f"“{'A' * 20}” (Title, Post)"
    assert copied(quote_card((cited("😀" * 128),), PRIVATE, ENGLISH)) == "😀" * 128
    assert copied(quote_card((cited("😀" * 129),), PRIVATE, ENGLISH)) is None


def test_in_a_group_an_answer_can_be_deleted() -> None:
    """The button stands beside the votes."""
    assert labels(quote_card((cited(),), GROUP, ENGLISH).keyboard)[-1] == ["👍", "👎", "Delete"]
    assert labels(quote_card((cited(),), GUEST, ENGLISH).keyboard)[-1] == ["👍", "👎"]


def test_an_abstention_helps() -> None:
    """It offers what the story is about, and to tell the reader later."""
    card = abstention_card((cited(),), PRIVATE, ENGLISH)
    assert labels(card.keyboard) == [
        ["What is the story about?"],
        ["Tell me when it is answered"],
        ["👍", "👎"],
    ]


def test_who_is_asked_elsewhere_cannot_tell_later() -> None:
    """A guest call leaves no chat to write to, and lists articles in the private chat."""
    card = abstention_card((), GUEST, ENGLISH)
    assert card.keyboard
    ((sources,), _) = card.keyboard.inline_keyboard
    assert sources.url == "https://t.me/story_bot?start=sources"


@pytest.mark.parametrize("view", [View(), View(4, wide=True), View(99)])
def test_a_view_is_read_as_it_was_written(view: View) -> None:
    """The data of a button names rank and breadth."""
    assert View.read(view.code) == view


def test_the_longest_place_fits_into_a_button_and_an_id() -> None:
    """Telegram takes 64 bytes of each."""
    longest = 10**9 - 1
    place = QuoteRef(DocumentId("9" * 18), longest, longest, longest)
    assert len(quote_id(place)) <= 64
    data = button("In context", "context", quote_id(place), "n").callback_data
    assert len(str(data).encode()) <= 64


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400).filter(
        lambda text: bool("".join(c for c in text if c.isprintable()).strip())
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300),
    st.sampled_from(list(LANGUAGES.values())),
    st.sampled_from([PRIVATE, GROUP, GUEST]),
)
def test_telegram_takes_every_card(
    text: str, title: str, words: Catalogue, place: ChatContext
) -> None:
    """Whatever an article holds: entities in range, nothing active, buttons within limits."""
    citation = cited(text, title=title, url="https://example.com/a?b=c")
    accepted(quote_card((citation, citation), place, words))
    wide = View(1, wide=True)
    text_of_wide = quote_text(citation, wide, 2, place, words)
    accepted(Card(text_of_wide, quote_keyboard(citation, wide, 2, place, words, VOTES)))
    accepted(abstention_card((citation, citation), place, words))
