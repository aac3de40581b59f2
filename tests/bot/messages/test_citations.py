"""Answers as Telegram messages: word for word, within limits, and unable to ping anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageEntityType as Kind

from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue
from storybot.bot.messages.citations import (
    abstention_message,
    paragraph_message,
    quote_message,
    shortened,
)
from storybot.bot.messages.formatted_text import FormattedText, TextEntity, escape_autolinks, linked
from storybot.model.answers import Answer, Citation
from storybot.model.documents import Document, DocumentId, Span, State, Version
from storybot.playground.markup.entities import Formatted, tidy
from storybot.playground.objects.bot_api_objects import FOUND_BY_TELEGRAM, MessageEntity
from storybot.playground.objects.utf16 import utf16_length, utf16_slice
from worlds.articles import make_document

BOT = "story_bot"
ACTIVE = [
    "@everyone",
    "@mayor_of_york",
    "#breaking",
    "#новости",
    "$TSLA",
    "/undo",
    "/undo@story_bot",
    "https://evil.example/?a=b",
    "t.me/joinchat",
    "tg://resolve?domain=x",
    "bank.co.uk.",
    "почта.рф",
    "press@paper.example.org",
]
WORDS = [
    *ACTIVE,
    "(",
    ")",
    "“",
    "”",
    ",",
    ".",
    ":",
    "-",
    "the",
    "mayor",
    "😀",
    "𝛙",
    "#1",
    "1/2",
    "\n",
]


def version(document: Document) -> Version:
    """Make a document the first version of article 7."""
    return Version(DocumentId("7"), 1, State.LIVE, document)


def citation(text: str, *, index: int = 0, matches: tuple[Span, ...] = (), **more: str) -> Citation:
    """Cite a whole paragraph of an article that has no others."""
    document = make_document(text, **more)
    start, end = document.spans[index]
    return Citation(version(document), text, start, end, index, 1.0, matches)


def delivered(message: FormattedText) -> Formatted:
    """Return the message as Telegram keeps it: cleaned, and with what it marks by itself."""
    entities = tuple(
        MessageEntity(type=e.type, offset=e.offset, length=e.length, url=e.url)
        for e in message.entities
    )
    return tidy(message.text, entities)


def marked(message: FormattedText, kind: Kind) -> list[str]:
    """Return what is marked in a way, by Telegram's own count."""
    return [
        utf16_slice(message.text, e.offset, e.length) for e in message.entities if e.type == kind
    ]


def test_an_answer_is_the_quote_and_its_source() -> None:
    """The quote stands in a block, matches in bold; under it title, publisher, day, paragraph."""
    cited = citation(
        "Vera Lind opened the bridge 😀.",
        matches=(Span(0, 4), Span(21, 27)),
        title="Bridge opens",
        publisher="The Post",
        published="2024-05-06",
        url="https://example.com/bridge",
    )
    message = quote_message(cited, BOT, ENGLISH)
    assert message.text == (
        "Vera Lind opened the bridge 😀.\nBridge opens · The Post · 6 May 2024 · ¶ 1"
    )
    assert marked(message, Kind.BLOCKQUOTE) == ["Vera Lind opened the bridge 😀."]
    assert marked(message, Kind.BOLD) == ["Vera", "bridge"]
    assert {e.url for e in message.entities if e.url} == {
        "https://example.com/bridge",
        "https://t.me/story_bot?start=c_7_1_0_30",
    }


def test_the_link_opens_the_page_at_the_sentence() -> None:
    """A citation's own link goes before the address of the page."""
    document = make_document("A b.", url="https://example.com/")
    cited = Citation(version(document), "A b.", 0, 4, 0, 1.0, link="https://example.com/#:~:text=A")
    urls = [e.url for e in quote_message(cited, BOT, ENGLISH).entities]
    assert "https://example.com/#:~:text=A" in urls


def test_a_date_with_a_time_is_shown_as_a_day() -> None:
    """The hour of publication is no part of a source line."""
    cited = citation("A.", published=datetime(2024, 5, 6, 23, 5, tzinfo=UTC).isoformat())
    assert "6 May 2024 ·" in quote_message(cited, BOT, ENGLISH).text


def test_one_moment_may_be_on_two_days() -> None:
    """The day is that of the page's own time zone, whatever was written before."""
    evening = datetime(2024, 5, 6, 23, 5, tzinfo=UTC)
    morning = evening.astimezone(timezone(timedelta(hours=3)))
    assert [ENGLISH.day(time) for time in (evening, morning)] == ["6 May 2024", "7 May 2024"]


def test_a_date_is_written_as_the_language_does() -> None:
    """Only the bot's own words change; the quote and the headline stay."""
    cited = citation("Ein Satz.", title="Titel", published="2024-05-06")
    lines = {code: quote_message(cited, BOT, words).text for code, words in LANGUAGES.items()}
    assert "6. Mai 2024" in lines["de"]
    assert "6 мая 2024" in lines["ru"]
    assert all(line.startswith("Ein Satz.\nTitel · ") for line in lines.values())


def abstained(*nearest: Citation, confidence: float = 0.3, **more: Any) -> Answer:
    """Abstain; the last word of each quote is what it shares with the question."""
    shared = [
        replace(c, matches=(Span(len(c.text) - len(c.text.split()[-1]), len(c.text)),))
        for c in nearest
    ]
    return Answer("?", "?", False, confidence, tuple(shared), **more)  # noqa: FBT003


def test_an_abstention_shows_nothing_that_shares_only_ordinary_words() -> None:
    """Nor what is so far from the question that it was never of use."""
    ordinary, telling = citation("It was a good day"), citation("It was in Zanzibar")
    assert "good day" not in abstention_message(abstained(ordinary), BOT, ENGLISH).text
    assert "Zanzibar" in abstention_message(abstained(telling), BOT, ENGLISH).text
    far = abstained(telling, confidence=0.01)
    assert abstention_message(far, BOT, ENGLISH).text == "The story does not say."


@pytest.mark.parametrize(
    ("language", "ordinary", "telling"),
    [
        ("en", "It was a good day", "It was a lighthouse"),
        ("de", "Das war ein gutes Jahr", "Da stand ein Leuchtturm"),
        ("es", "Fue un buen año", "Había un faro en Zanzíbar"),
        ("fr", "Ce fut une bonne année", "Il y avait un archipel"),
        ("ru", "Это был хороший год", "Там стоял маяк"),
        ("tr", "Bu iyi bir zaman", "Orada vardı Zanzibar"),
        ("uk", "Це був добрий рік", "Там стояв маяк"),
    ],
)
def test_which_words_are_ordinary_is_known_of_each_language(
    language: str, ordinary: str, telling: str
) -> None:
    """By how common they are; a name is never ordinary."""
    shown = [
        abstention_message(abstained(citation(text, language=language)), BOT, ENGLISH).text
        for text in (ordinary, telling)
    ]
    assert (ordinary in shown[0], telling in shown[1]) == (False, True)


def test_a_well_known_name_is_telling() -> None:
    """However often a language speaks of it."""
    near = citation("Next year he will be in China")
    assert "China" in abstention_message(abstained(near), BOT, ENGLISH).text


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_an_abstention_says_why_a_quote_is_no_answer(words: Catalogue) -> None:
    """In the bot's own language, above the quote."""
    near = citation("Carl Reed won the race of Zanzibar in 1994")
    asked = replace(abstained(near), asked="Who won the race of Zanzibar in 1998?")
    lead = abstention_message(asked, BOT, words).text.splitlines()[-3]
    assert "1994" in lead
    assert "1998" in lead
    missing = replace(abstained(near), asked="Did Ben Carver win the race of Zanzibar in 1994?")
    assert "Ben Carver" in abstention_message(missing, BOT, words).text


def test_an_abstention_says_in_which_languages_the_articles_are() -> None:
    """Where the question is in none of them."""
    text = abstention_message(abstained(written_in=("de", "en")), BOT, ENGLISH).text
    assert "English and German" in text


def test_other_articles_that_say_the_same_are_named_with_links() -> None:
    """They stand below the source."""
    other = citation("Same.", title="Elsewhere", url="https://example.org/x").version
    message = quote_message(replace(citation("Same."), also_in=(other,)), BOT, ENGLISH)
    assert message.text.endswith("Also in Elsewhere")
    assert "https://example.org/x" in {e.url for e in message.entities}


def test_a_long_quote_is_folded() -> None:
    """Beyond a phone's screen it opens at a touch."""
    kinds = {e.type for e in quote_message(citation("word " * 199 + "end"), BOT, ENGLISH).entities}
    assert Kind.EXPANDABLE_BLOCKQUOTE in kinds


def test_an_abstention_names_the_nearest_as_such() -> None:
    """Without an answer it says so first, and at most two quotes stand under another name."""
    quotes = [citation(f"Sentence {n} of Zanzibar.", source=f"{n}.txt") for n in range(5)]
    text = abstention_message(abstained(*quotes), BOT, ENGLISH).text
    assert text.startswith(
        "The story does not say.\n\nThe closest I found, though it may not answer:\n"
    )
    assert [f"Sentence {n} of" in text for n in range(5)] == [True, True, False, False, False]


def test_an_abstention_without_passages_is_one_sentence() -> None:
    """Where nothing is near, nothing is named."""
    assert abstention_message(abstained(), BOT, ENGLISH).text == "The story does not say."


def test_nearest_passages_go_when_space_is_short() -> None:
    """What does not fit into 4,096 UTF-16 units is left out whole, and a shorter one taken."""
    long = citation("😀" * 1780 + " Zanzibar", source="a")
    quotes = [
        long,
        citation("😀" * 1781 + " Zanzibar", source="b"),
        citation("Zanzibar.", source="c"),
    ]
    message = abstention_message(abstained(*quotes), BOT, ENGLISH)
    assert long.text in message.text
    assert quotes[1].text not in message.text
    assert "Zanzibar." in message.text
    assert utf16_length(message.text) <= 4096


def test_a_sentence_too_long_for_a_message_is_not_cut() -> None:
    """The message says where the sentence stands, and quotes none of it."""
    message = quote_message(citation("word " * 1000), BOT, ENGLISH)
    assert message.text.startswith("This sentence is too long for one message")
    assert "¶ 1" in message.text
    assert "word" not in message.text


def test_a_quote_is_shown_bold_in_its_paragraph() -> None:
    """The view behind a start link quotes the whole paragraph."""
    document = make_document("One. Two two. Three.")
    message = paragraph_message(
        Citation(version(document), "Two two.", 5, 13, 0, 0.0), BOT, ENGLISH
    )
    assert marked(message, Kind.BLOCKQUOTE) == ["One. Two two. Three."]
    assert marked(message, Kind.BOLD) == ["Two two."]


def test_a_very_long_paragraph_is_folded() -> None:
    """Any other is in sight, for three lines of it may not even hold the quote."""
    for times, kind in ((250, Kind.EXPANDABLE_BLOCKQUOTE), (150, Kind.BLOCKQUOTE)):
        text = "Two two. " + " ".join(["One."] * (times - 10))
        citation = Citation(version(make_document(text)), "Two two.", 0, 8, 0, 0.0)
        assert marked(paragraph_message(citation, BOT, ENGLISH), kind) == [text]


def test_of_an_endless_paragraph_only_whole_sentences_are_shown() -> None:
    """Even a start link that names half a sentence gets the whole one."""
    document = make_document("One is here. " + "Two two two. " * 400 + "End.")
    message = paragraph_message(Citation(version(document), "is", 4, 6, 0, 0.0), BOT, ENGLISH)
    assert marked(message, Kind.BLOCKQUOTE) == ["One is here."]


@pytest.mark.parametrize("word", ACTIVE)
def test_a_quote_cannot_ping_or_link(word: str) -> None:
    """A name, tag, command or address in a quote or its source is text and nothing else."""
    cited = citation(f"Ask {word} about it.", title=f"Of {word}", publisher=word)
    kinds = {e.type for e in delivered(quote_message(cited, BOT, ENGLISH)).entities}
    assert not kinds & FOUND_BY_TELEGRAM
    assert Kind.CODE in kinds


def test_plain_prose_stays_as_it_is() -> None:
    """Numbers, abbreviations, fractions and times are not set apart."""
    text = "At 8.49 p.m. the U.S. paid $1.2bn for no. 1/2 and #1, he/she said; see 3.5.23."
    assert escape_autolinks(text).marks == ()


def test_bold_stops_where_code_begins() -> None:
    """Telegram allows nothing inside code, so bold is cut around it."""
    message = escape_autolinks("By @mayor now", [Span(0, 13)])
    assert message.marks == (
        TextEntity(Kind.BOLD, 0, 3),
        TextEntity(Kind.CODE, 3, 9),
        TextEntity(Kind.BOLD, 9, 13),
    )


def test_a_heap_of_names_cannot_use_up_the_entities() -> None:
    """Telegram ignores marks beyond 100, so many names are made inert by one mark."""
    message = escape_autolinks("@someone " * 200)
    assert [mark.kind for mark in message.marks] == [Kind.CODE]
    assert not {e.type for e in delivered(message).entities} & FOUND_BY_TELEGRAM


def test_only_web_addresses_become_links() -> None:
    """A title is not linked to what is no web page."""
    assert linked("Title", "javascript:alert(1)").marks == ()
    assert linked("Title", "https://example.com").marks[0].url == "https://example.com"


def test_offsets_are_counted_in_utf16_units() -> None:
    """A mark after an emoji lies two units further on, as Telegram counts."""
    first, second = (
        FormattedText("😀 ") + escape_autolinks("a 𝛙 b", [Span(0, 1), Span(4, 5)])
    ).entities
    assert (first.offset, first.length) == (3, 1)
    assert (second.offset, second.length) == (8, 1)


def test_a_title_is_cut_at_a_word() -> None:
    """What is cut for display says so."""
    assert shortened("One two three", 8) == "One two…"
    assert shortened("One two", 8) == "One two"
    assert shortened("Onetwothree", 8) == "Onetwot…"


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map("".join),
)


@given(texts.filter(str.strip), texts, st.lists(st.integers(-9, 300), unique=True).map(sorted))
def test_every_entity_is_in_range_and_every_quote_verbatim(
    text: str, title: str, borders: list[int]
) -> None:
    """Whatever an article holds, the block quote is its words, and marks fit and lie apart."""
    matches = tuple(map(Span, borders[::2], borders[1::2]))
    message = quote_message(citation(text, matches=matches, title=title), BOT, ENGLISH)
    units = utf16_length(message.text)
    assert marked(message, Kind.BLOCKQUOTE) == [text]
    assert all(
        e.offset >= 0 and e.length > 0 and e.offset + e.length <= units for e in message.entities
    )
    inner = sorted((m.start, m.end) for m in message.marks if m.kind in {Kind.CODE, Kind.BOLD})
    assert all(first[1] <= second[0] for first, second in pairwise(inner))


@given(texts.filter(str.strip))
def test_no_text_becomes_active(text: str) -> None:
    """Telegram finds nothing to mark in a quote, whatever it holds."""
    quote = escape_autolinks(text).within(Kind.BLOCKQUOTE)
    if not tidy_text(quote):
        return
    kinds = {e.type for e in delivered(quote).entities}
    assert not kinds & FOUND_BY_TELEGRAM


def tidy_text(message: FormattedText) -> str:
    """Return what is left of a text that Telegram takes unprintable characters out of."""
    return "".join(c for c in message.text if c.isprintable()).strip()
