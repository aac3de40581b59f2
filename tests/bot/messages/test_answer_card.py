"""Answers as cards: what the buttons under them say, carry and cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageEntityType as Kind

from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue
from storybot.bot.messages.answer_card import (
    ChatContext,
    abstention_keyboard,
    abstention_menu_keyboard,
    answer_menu_keyboard,
    answer_quote_card,
    answer_quote_keyboard,
)
from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope
from storybot.bot.messages.callback_fields import View
from storybot.bot.messages.citations import abstention_message
from storybot.bot.messages.keyboards import Keyboard, keyboard_markup
from storybot.bot.messages.quote_card import Card, ShownQuote, is_web_page, quote_text
from storybot.model.answers import Answer, Citation
from storybot.model.documents import DocumentId, Span, State, Version
from storybot.playground.markup.entities import tidy
from storybot.playground.objects import reply_markup as keyboards
from storybot.playground.objects.bot_api_objects import FOUND_BY_TELEGRAM, MessageEntity
from storybot.playground.objects.utf16 import utf16_length, utf16_slice
from storybot.store.records import Feedback
from worlds.articles import make_document

PRIVATE = ChatContext("story_bot", private=True)
GROUP = ChatContext("story_bot", deletable=True)
GUEST = ChatContext("story_bot", inline=True)
WHISPERED = ChatContext("story_bot", whispered=True)
VOTES = Feedback(2, 0)


def cited(text: str = "One. Two.", *, link: str | None = None, **more: object) -> Citation:
    """Cite the first paragraph of an article."""
    document = make_document(text, **more)  # type: ignore[arg-type]
    version = Version(DocumentId("7"), 1, State.LIVE, document)
    return Citation(version, text, 0, len(text), 0, 1.0, (Span(0, 3),), link)


def labels(keyboard: Keyboard) -> list[list[str]]:
    """Return what stands on the buttons, row by row."""
    return [[button.label for button in row] for row in keyboard]


def shown(citation: Citation, rank: int = 0, count: int = 1, *, wide: bool = False) -> ShownQuote:
    """Show a quote of an answer."""
    return ShownQuote(citation, View(rank, wide), count)


def quote_card(count: int, place: ChatContext, citation: Citation, words: Catalogue) -> Card:
    """Make the card of the first of so many quotes."""
    return answer_quote_card(shown(citation, 0, count), place, words, Feedback())


def abstention_card(place: ChatContext, words: Catalogue, *nearest: Citation) -> Card:
    """Make the card for a question that the story does not answer."""
    answer = Answer("?", "?", answered=False, confidence=0.3, citations=nearest)
    text = abstention_message(answer, place.bot, words)
    return Card(text, abstention_keyboard(place, words, Feedback()))


def accepted(card: Card) -> None:
    """Let the stand-in check the card as Telegram does."""
    entities = tuple(
        MessageEntity(type=e.type, offset=e.offset, length=e.length, url=e.url)
        for e in card.text.entities
    )
    shown = tidy(card.text.text, entities)
    assert utf16_length(shown.text) <= 4096
    assert not {e.type for e in shown.entities} & FOUND_BY_TELEGRAM
    markup = keyboard_markup(card.keyboard, ButtonCodec(b"key"), ButtonScope(-(10**13), 10**9, 1))
    assert markup
    keyboard = keyboards.InlineKeyboardMarkup.model_validate(markup.to_dict())
    assert keyboards.checked(keyboard) == keyboard


def test_an_answer_has_the_next_quote_context_copy_and_votes() -> None:
    """In private there is no button to delete it, and without a page none to open it."""
    card = quote_card(3, PRIVATE, cited(), ENGLISH)
    assert labels(card.keyboard) == [
        ["More · 2 of 3", "In context"],
        ["👍", "👎", "⋯"],
    ]
    menu = answer_menu_keyboard(shown(cited()), PRIVATE, ENGLISH, VOTES)
    assert labels(menu) == [["Copy quote"], ["Back"]]


def test_a_later_quote_is_named_as_a_further_one() -> None:
    """Only the first citation stands as the answer; from the others there is a way back."""
    text = quote_text(shown(cited(), 1, 3), "story_bot", ENGLISH)
    assert text.text.startswith("Also in the story, 2 of 3:\nOne. Two.\n")
    keyboard = answer_quote_keyboard(shown(cited(), 1, 3), PRIVATE, ENGLISH, VOTES)
    assert labels(keyboard)[0] == ["Back", "More · 3 of 3", "In context"]
    assert labels(keyboard)[-1] == ["👍 2", "👎", "⋯"]
    last = answer_quote_keyboard(shown(cited(), 2, 3), PRIVATE, ENGLISH, VOTES)
    assert labels(last)[0] == ["Back", "In context"]


def test_in_context_the_sentence_is_bold() -> None:
    """The whole paragraph is in sight, and the button leads back to the quote."""
    document = make_document("One. Two two. Three.")
    version = Version(DocumentId("7"), 1, State.LIVE, document)
    citation = Citation(version, "Two two.", 5, 13, 0, 1.0)
    text = quote_text(shown(citation, wide=True), "story_bot", ENGLISH)
    found = {e.type: utf16_slice(text.text, e.offset, e.length) for e in text.entities}
    assert found[Kind.BLOCKQUOTE] == "One. Two two. Three."
    assert found[Kind.BOLD] == "Two two."
    keyboard = answer_quote_keyboard(shown(citation, wide=True), PRIVATE, ENGLISH, VOTES)
    assert labels(keyboard)[0] == ["Only the quote"]


def test_the_page_opens_at_the_sentence() -> None:
    """The button carries the link with the text fragment."""
    quoted = shown(cited(link="https://example.com/a#:~:text=One"))
    menu = answer_menu_keyboard(quoted, PRIVATE, ENGLISH, VOTES)
    buttons = {button.label: button for row in menu for button in row}
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


def copied(citation: Citation) -> str | None:
    """Return what the copy button copies."""
    menu = answer_menu_keyboard(shown(citation), PRIVATE, ENGLISH, VOTES)
    return next((b.copies for row in menu for b in row if b.copies), None)


def test_a_copied_quote_brings_its_source_where_that_fits() -> None:
    """Of a longer one the words alone are copied, and one too long has no button."""
    short = cited("A" * 20, title="Title", publisher="Post")
    assert copied(short) == f"“{'A' * 20}” (Title, Post)"
    assert copied(cited("😀" * 128)) == "😀" * 128
    assert copied(cited("😀" * 129)) is None


def test_in_a_group_an_answer_can_be_deleted() -> None:
    """The button is among the further ones."""
    assert labels(answer_menu_keyboard(shown(cited()), GROUP, ENGLISH, VOTES))[-1] == [
        "Delete",
        "Back",
    ]
    assert labels(answer_menu_keyboard(shown(cited()), GUEST, ENGLISH, VOTES))[-1] == ["Back"]


def test_an_answer_that_one_person_sees_can_be_shown_to_all() -> None:
    """It has two rows like any other; the votes are among the further buttons."""
    card = quote_card(3, WHISPERED, cited(), ENGLISH)
    assert labels(card.keyboard) == [["More · 2 of 3", "In context"], ["Show to all", "⋯"]]
    menu = answer_menu_keyboard(shown(cited()), WHISPERED, ENGLISH, VOTES)
    assert labels(menu) == [["Copy quote"], ["👍 2", "👎", "Back"]]
    abstained = abstention_keyboard(WHISPERED, ENGLISH, VOTES)
    assert labels(abstained) == [["What is the story about?"], ["👍 2", "👎"]]


def test_an_abstention_helps() -> None:
    """It offers what the story is about, and to tell the reader later."""
    card = abstention_card(PRIVATE, ENGLISH, cited())
    assert labels(card.keyboard) == [
        ["What is the story about?"],
        ["Tell me later", "⋯"],
    ]
    told = abstention_keyboard(PRIVATE, ENGLISH, VOTES, is_told=True)
    assert labels(told)[-1] == ["✓ I will tell you", "⋯"]
    assert labels(abstention_menu_keyboard(GROUP, ENGLISH, VOTES)) == [
        ["👍 2", "👎"],
        ["Delete", "Back"],
    ]


def test_who_is_asked_elsewhere_cannot_tell_later() -> None:
    """A guest call leaves no chat to write to, and lists articles in the private chat."""
    card = abstention_card(GUEST, ENGLISH)
    ((sources,), _) = card.keyboard
    assert sources.url == "https://t.me/story_bot?start=sources"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400).filter(
        lambda text: bool("".join(c for c in text if c.isprintable()).strip())
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300),
    st.sampled_from(list(LANGUAGES.values())),
    st.sampled_from([PRIVATE, GROUP, GUEST, WHISPERED]),
)
def test_telegram_takes_every_card(
    text: str, title: str, words: Catalogue, place: ChatContext
) -> None:
    """Whatever an article holds: entities in range, nothing active, buttons within limits."""
    citation = cited(text, title=title, url="https://example.com/a?b=c")
    accepted(quote_card(2, place, citation, words))
    accepted(answer_quote_card(shown(citation, 1, 2, wide=True), place, words, VOTES))
    accepted(abstention_card(place, words, citation, citation))
