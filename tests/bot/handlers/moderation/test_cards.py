"""Lists, drafts and inline results: they fit, and what articles hold stays text in them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.handlers.commands.sources import sources_page
from storybot.bot.handlers.inline.inline_results import (
    abstention_result,
    quote_result,
)
from storybot.bot.handlers.moderation.cards import (
    added_card,
    article_card,
    change_line,
    dropped_card,
    history_card,
    standing_card,
    undone_card,
)
from storybot.bot.handlers.moderation.drafting.addition_card import Understood, addition_card
from storybot.bot.handlers.moderation.drafting.drafts import Addition
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.quote_card import Card, ShownQuote
from storybot.corpus.change_results import Added, AddResult
from storybot.corpus.desk.lookup import Like
from storybot.model.answers import Answer, Citation
from storybot.model.changes import Action, Change
from storybot.model.documents import Document, DocumentId, Dropped, State, Version
from storybot.model.headings import Heading, Standing
from storybot.playground.markup.entities import Formatted, tidy
from storybot.playground.objects.bot_api_objects import FOUND_BY_TELEGRAM, MessageEntity
from storybot.playground.objects.utf16 import utf16_length
from worlds.articles import make_document

BOT = "story_bot"
HOSTILE = [
    "@ab1 " * 1000,
    "#tag😀 " * 1000,
    "😀" * 5000,
    "https://evil.example " * 500,
    "t.me/x " * 900,
]


def hostile_version(text: str, id: str = "7") -> Version:
    """Make an article in which everything is that text."""
    document = make_document(*[text] * 40, title=text, source=text).model_copy(
        update={
            "publisher": text,
            "authors": (text, text),
            "url": "javascript:alert(1)",
            "dropped": (Dropped(text=text, reason="advertisement", before=0),) * 50,
        }
    )
    return Version(DocumentId(id), 1, State.LIVE, document)


def addition_of(document: Document) -> Addition:
    """Make a draft of an article."""
    return Addition(document=document, person=1, chat=1, asked=1, maybe_cut=True)


def much_changed(document: Document) -> Version:
    """Make an article that another differs from in every third word."""
    words = " ".join(w if i % 3 else f"x{i}" for i, w in enumerate(document.text.split()))
    other = make_document(words or "x", title="Old", source="b.txt")
    return Version(DocumentId("7"), 1, State.LIVE, other)


def change(text: str, number: int = 1) -> Change:
    """Make a change whose every text is that text."""
    return Change(
        number=number,
        at=datetime(2024, 5, 6, tzinfo=UTC),
        actor=text,
        action=Action.RETRACT,
        document=DocumentId("7"),
        title=text,
        before=None,
        after=(1, State.RETRACTED),
        reason=text,
    )


def heading(text: str, id: str) -> Heading:
    """Make a heading whose every text is that text."""
    standing = Standing(1, State.LIVE)
    return Heading(DocumentId(id), standing, text, text, text, None, None, "en", 1)


def cards(text: str, words: Catalogue) -> dict[str, FormattedText]:
    """Make every kind of card of an article in which everything is that text."""
    version = hostile_version(text)
    document = version.document
    other = make_document("Quite another text.", title="Old", source="b.txt")
    old = replace(version, document=other)
    draft = Understood(addition_of(document), old, alike=(Like(version, 0.9),) * 5)
    return {
        "addition": addition_card(draft, words),
        "new": addition_card(replace(draft, target=None), words),
        "much changed": addition_card(replace(draft, target=much_changed(document)), words),
        "dropped": dropped_card(document, words),
        "added": added_card(Added(AddResult.ADDED, version), words),
        "unchanged": added_card(Added(AddResult.UNCHANGED, version, text), words),
        "article": article_card(version, words),
        "standing": standing_card(version, words, 2),
        "history": history_card([change(text, n) for n in range(30)], words),
        "undone": undone_card(change(text), version, words),
        "sources": sources_page([heading(text, str(n)) for n in range(25)], 1, words).text,
    }


def delivered(message: FormattedText) -> Formatted:
    """Return the message as Telegram keeps it."""
    entities = tuple(
        MessageEntity(type=e.type, offset=e.offset, length=e.length, url=e.url)
        for e in message.entities
    )
    return tidy(message.text, entities)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE, ids=[text[:8] for text in HOSTILE])
def test_every_card_fits_and_is_inert(text: str, words: Catalogue) -> None:
    """However long and active an article's texts are; the bot's own commands stay active."""
    for name, card in cards(text, words).items():
        assert utf16_length(card.text) <= 4096, name
        found = {e.type for e in delivered(card).entities}
        assert not found & (FOUND_BY_TELEGRAM - {"bot_command"}), name
        assert len(card.entities) <= 100, name


def test_a_draft_says_what_was_not_found() -> None:
    """A moderator sees at a glance that publisher and date are missing."""
    document = make_document("One.", "Two.", title="Wall cracks")
    text = addition_card(Understood(addition_of(document)), ENGLISH).text
    assert text.startswith("New article:\n\nWall cracks\n\n")
    assert "I found neither a publisher nor a date." in text
    assert "2 paragraphs kept:\n1. One.\n2. Two." in text


def test_a_new_version_shows_what_it_changes() -> None:
    """Removed words are struck through, inserted ones underlined, the rest is context."""
    old = make_document("Prices rose by 23 per cent in May.", title="Prices", source="b.txt")
    new = make_document("Prices rose by 32 per cent in May.", title="Prices rise", source="b.txt")
    known = Version(DocumentId("7"), 1, State.LIVE, old)
    card = addition_card(Understood(addition_of(new), same_source=known), ENGLISH)
    marked = [(m.kind.value, card.text[m.start : m.end]) for m in card.marks]
    assert marked[2:] == [
        ("strikethrough", "Prices"),
        ("underline", "Prices rise"),
        ("strikethrough", "23"),
        ("underline", "32"),
    ]
    assert "• Prices rose by 23 32 per cent in May." in card.text


def test_what_is_filled_in_keeps_its_marks() -> None:
    """A headline that would call somebody stays text, wherever the language puts it."""
    version = hostile_version("@everyone")
    for words in LANGUAGES.values():
        card = standing_card(version, words)
        (mark,) = card.marks
        assert card.text[mark.start : mark.end] == "@everyone"


def test_nothing_changed_says_why() -> None:
    """The same article, another with the same text, or one that is retracted."""
    live = Version(DocumentId("7"), 1, State.LIVE, make_document("One."))
    retracted = Version(DocumentId("8"), 1, State.RETRACTED, make_document("One."))
    told = [
        added_card(Added(AddResult.UNCHANGED, version, note), ENGLISH).text
        for version, note in ((live, ""), (live, "a twin"), (retracted, "retracted"))
    ]
    assert "says exactly that already" in told[0]
    assert "from a.txt, has this text already" in told[1]
    assert "/restore 8" in told[2]


def test_a_change_says_where_the_article_stands_only_where_that_is_not_clear() -> None:
    """Retracted means retracted; what was taken back may have led anywhere."""
    retracted = change("x")
    undone = replace(retracted, action=Action.UNDO, undoes=3)
    assert "retracted: “x”, article 7, version 1 · x" in change_line(retracted, ENGLISH).text
    told = change_line(undone, ENGLISH).text
    waits = replace(retracted, action=Action.WAIT, brought=4)
    assert "brought, and waits: “x”, article 7, version 4 · x" in change_line(waits, ENGLISH).text
    assert "took back change 3: “x”, article 7, version 1, retracted · x" in told


def test_history_begins_with_the_latest() -> None:
    """Newest first; at the end stands where to see the words that changed."""
    *lines, hint = history_card([change("x", n) for n in range(5)], ENGLISH).text.split("\n\n")
    assert hint.startswith("/history 7 shows")
    assert [line.split(" · ")[0] for line in lines] == ["4", "3", "2", "1", "0"]


def test_no_history_is_said() -> None:
    """An empty list is a sentence."""
    assert history_card([], ENGLISH).text == "Nothing has been changed yet."


def test_a_page_beyond_the_last_is_the_last() -> None:
    """A button from a longer list does not lead astray."""
    live = [heading("About a.txt", str(n)) for n in range(12)]
    page = sources_page(live, 99, ENGLISH)
    assert page.text.text.startswith("12 articles, page 2 of 2:\n\n10. About a.txt")
    assert [button.label for row in page.keyboard for button in row] == ["◀"]


def test_no_articles_are_said() -> None:
    """An empty corpus has no pages."""
    assert sources_page([], 0, ENGLISH) == Card(FormattedText("There are no articles yet."), ())


def cited(document: Document) -> Citation:
    """Cite the first paragraph."""
    start, end = document.spans[0]
    version = Version(DocumentId("7"), 3, State.LIVE, document)
    return Citation(version, document.paragraph(0), start, end, 0, 1.0)


def offered(citation: Citation, *, nearest: bool = False) -> JsonObject:
    """Make the inline result of a quote."""
    return quote_result(ShownQuote(citation, nearest=nearest), BOT, ENGLISH, ButtonCodec(b"key"))


def sent_by(offer: JsonObject) -> str:
    """Return the text that choosing an inline result sends."""
    return str(offer["input_message_content"]["message_text"])


def test_a_nearest_passage_is_called_so_where_it_is_sent() -> None:
    """Sent into a chat, it does not pass for an answer."""
    offer = offered(cited(make_document("One.")), nearest=True)
    text = sent_by(offer)
    assert text.startswith("Nearest passage in the story:\nOne.\n")


def test_an_inline_result_is_known_by_what_it_quotes() -> None:
    """Document, version and offsets make the id, in at most 64 bytes."""
    offer = offered(cited(make_document("One.")))
    assert offer["id"] == "7.3.0.4"


def test_the_title_of_an_inline_result_is_cut_at_a_word() -> None:
    """The list shows the beginning; the message is the whole sentence."""
    sentence = "word " * 100 + "end."
    offer = offered(cited(make_document(sentence)))
    title = offer["title"]
    assert title.endswith("word…")
    assert len(title) <= 120
    text = sent_by(offer)
    assert text.startswith(sentence)


def test_an_abstention_announces_the_nearest_only_where_there_are_any() -> None:
    """The card says what follows it."""
    near = Answer("?", "?", answered=False, confidence=0.1, citations=(), took_ms=1.0)
    assert "description" not in abstention_result(near, ENGLISH)
