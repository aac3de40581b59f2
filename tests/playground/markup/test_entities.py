"""Entities: measured in UTF-16, tidied, and found where Telegram finds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.playground.markup.detection import find_entities
from storybot.playground.markup.entities import Formatted, tidy
from storybot.playground.objects.bot_api_objects import MessageEntity
from storybot.playground.objects.refusal import BotApiError
from storybot.playground.objects.utf16 import utf16_length, utf16_slice


def _entity(kind: str, offset: int, length: int, **details: object) -> MessageEntity:
    return MessageEntity.model_validate(
        {"type": kind, "offset": offset, "length": length, **details}
    )


def _marks(formatted: Formatted) -> list[tuple[str, str]]:
    """Return each entity's type and the text that it marks."""
    return [
        (entity.type, utf16_slice(formatted.text, entity.offset, entity.length))
        for entity in formatted.entities
    ]


def _found(text: str) -> list[tuple[str, str]]:
    return [(kind, text[start:end]) for kind, start, end in find_entities(text)]


def _refusal(text: str, *entities: MessageEntity) -> str:
    with pytest.raises(BotApiError) as refused:
        tidy(text, entities)
    return refused.value.description.removeprefix("Bad Request: ")


def test_offsets_count_utf16_units() -> None:
    """An emoji counts two units, before an entity and in it."""
    assert _marks(tidy("😀 héllo 😀", (_entity("bold", 3, 8),))) == [("bold", "héllo 😀")]


@pytest.mark.parametrize(
    ("offset", "length", "refusal"),
    [
        (9, 1, "entity begins after the end of the text at UTF-16 offset 9"),
        (
            0,
            6,
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 6",
        ),
        (1, 2, "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (
            0,
            1,
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte",
        ),
        (-1, 1, "receive an entity with incorrect offset -1"),
        (0, -1, "receive an entity with incorrect length -1"),
    ],
)
def test_entities_outside_the_text_are_refused(offset: int, length: int, refusal: str) -> None:
    """An entity that leaves the text or cuts a character is refused in Telegram's words."""
    assert _refusal("😀 ab", _entity("bold", offset, length)).startswith(refusal)


def test_blank_ends_are_trimmed() -> None:
    """Blanks go at both ends, and entities move along and shrink."""
    trimmed = tidy("  a bold word \n", (_entity("bold", 4, 10),))
    assert trimmed.text == "a bold word"
    assert _marks(trimmed) == [("bold", "bold word")]


def test_entities_of_blanks_are_dropped() -> None:
    """A mark over blanks alone is no mark."""
    assert tidy("a  b", (_entity("bold", 1, 2),)).entities == ()


def test_control_characters_become_blanks() -> None:
    """Carriage returns and direction marks vanish, other control characters become blanks."""
    tidied = tidy("a\r\nb\tc\u202ed", (_entity("bold", 5, 3),))
    assert tidied.text == "a\nb cd"
    assert _marks(tidied) == [("bold", "cd")]


def test_quotations_do_not_nest() -> None:
    """The inner of two nested quotations is dropped, whichever of the two kinds it is."""
    inner = _entity("expandable_blockquote", 2, 3)
    assert _marks(tidy("abcdefg", (_entity("blockquote", 0, 7), inner))) == [
        ("blockquote", "abcdefg")
    ]


def test_styles_are_united_and_split() -> None:
    """Touching marks of one style become one; crossing styles are cut at the crossing."""
    united = tidy("abcdef", (_entity("bold", 0, 2), _entity("bold", 2, 2)))
    assert _marks(united) == [("bold", "abcd")]
    crossing = tidy("abcdef", (_entity("bold", 0, 4), _entity("italic", 2, 4)))
    assert _marks(crossing) == [("bold", "ab"), ("italic", "cdef"), ("bold", "cd")]


def test_code_holds_no_style() -> None:
    """Inside code there is no bold; around it there is."""
    assert _marks(tidy("abcdef", (_entity("bold", 0, 6), _entity("code", 2, 2)))) == [
        ("bold", "ab"),
        ("code", "cd"),
        ("bold", "ef"),
    ]


def test_a_link_inside_a_quotation_stays() -> None:
    """A quotation may hold links, but none that cross its border."""
    link = {"url": "https://example.org/a"}
    quote = _entity("blockquote", 0, 4)
    assert _marks(tidy("abcdef", (quote, _entity("text_link", 1, 2, **link)))) == [
        ("blockquote", "abcd"),
        ("text_link", "bc"),
    ]
    assert _marks(tidy("abcdef", (quote, _entity("text_link", 3, 3, **link)))) == [
        ("blockquote", "abcd")
    ]


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("example.org", "http://example.org/"),
        ("HTTPS://Example.org?q=1", "https://example.org/?q=1"),
        ("https://example.org/a#:~:text=b%20c", "https://example.org/a#:~:text=b%20c"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
    ],
)
def test_links_are_stored_as_telegram_stores_them(url: str, stored: str) -> None:
    """A link gets a scheme and a path, and keeps its fragment."""
    assert tidy("a", (_entity("text_link", 0, 1, url=url),)).entities[0].url == stored


@pytest.mark.parametrize("url", ["", "nonsense", "javascript://a.b/", "http://localhost/"])
def test_links_that_lead_nowhere_mark_nothing(url: str) -> None:
    """What is no link is dropped in silence."""
    assert tidy("a", (_entity("text_link", 0, 1, url=url),)).entities == ()


def test_mentions_of_nobody_mark_nothing() -> None:
    """A mention by id that names no id is dropped."""
    assert tidy("a", (_entity("text_mention", 0, 1),)).entities == ()


def test_only_a_hundred_entities_are_kept() -> None:
    """Further entities are ignored."""
    entities = tuple(_entity("code", 2 * n, 1) for n in range(120))
    assert len(tidy("a " * 120, entities).entities) == 100


def test_what_telegram_finds_cannot_be_set() -> None:
    """A mention named by the sender counts only where there is one."""
    assert tidy("hello", (_entity("mention", 0, 5),)).entities == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("/ask@story_bot who?", [("bot_command", "/ask@story_bot")]),
        ("and/or a/b 1/2", []),
        ("hi @story_bot!", [("mention", "@story_bot")]),
        ("mail ada@example.org.", [("email", "ada@example.org")]),
        ("@abc @gif", [("mention", "@gif")]),
        ("#news #1 #été", [("hashtag", "#news"), ("hashtag", "#été")]),
        ("$USD 5$", [("cashtag", "$USD")]),
        (
            "see example.org, or (https://a.b/c(d)).",
            [("url", "example.org"), ("url", "https://a.b/c(d)")],
        ),
        ("file.txt e.g. 3.14", []),
        ("t.me/story_bot?start=p_1", [("url", "t.me/story_bot?start=p_1")]),
    ],
)
def test_found_entities(text: str, expected: list[tuple[str, str]]) -> None:
    """Commands, names, tags and links are found as Telegram finds them."""
    assert _found(text) == expected


def test_nothing_is_found_inside_code() -> None:
    """What the sender marked as code is not searched."""
    assert _marks(tidy("/start", (_entity("code", 0, 6),))) == [("code", "/start")]


@pytest.mark.parametrize("text", ["@" * 5000, "a." * 2500, "https://" + "(" * 4000, "#" * 5000])
def test_finding_is_quick_on_hostile_text(text: str) -> None:
    """Repeated beginnings of entities take no more than linear time."""
    assert len(find_entities(text)) < 5000


_KINDS = st.sampled_from(
    ["bold", "italic", "spoiler", "code", "pre", "blockquote", "expandable_blockquote"]
)
_TEXT = st.text(alphabet="ab \n😀é@/._", min_size=1, max_size=30)


@given(_TEXT, st.lists(st.tuples(_KINDS, st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_tidied_text_stays_as_it_is(text: str, wanted: list[tuple[str, int, int]]) -> None:
    """Tidying is idempotent, and what it returns lies inside the text."""
    try:
        once = tidy(text, tuple(_entity(*entity) for entity in wanted))
    except BotApiError:
        return
    assert all(entity.end <= utf16_length(once.text) for entity in once.entities)
    assert tidy(once.text, once.entities) == once
