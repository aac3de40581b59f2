"""Parse modes: HTML and MarkdownV2 as Telegram reads and refuses them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.playground.markup.entities import Formatted, tidy
from storybot.playground.markup.parse_modes import parse
from storybot.playground.objects.bot_api_objects import User
from storybot.playground.objects.refusal import BotApiError
from storybot.playground.objects.utf16 import utf16_length, utf16_slice


def _marks(formatted: Formatted) -> list[tuple[str, str]]:
    """Return each entity's type and the text that it marks."""
    return [
        (entity.type, utf16_slice(formatted.text, entity.offset, entity.length))
        for entity in formatted.entities
    ]


@pytest.mark.parametrize(
    ("html", "text", "marks"),
    [
        ("a <b>b</b> &lt;c&gt; &amp;&quot;&#33;&#x21;", 'a b <c> &"!!', [("bold", "b")]),
        ("<i>a<u>b</u></i>", "ab", [("italic", "a"), ("italic", "b"), ("underline", "b")]),
        ("<a href='https://example.org/'>x</a>", "x", [("text_link", "x")]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")]),
        ("<code>x</code>", "x", [("code", "x")]),
        ("<blockquote expandable>x</blockquote>y", "xy", [("expandable_blockquote", "x")]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", "x")]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x")]),
        ("<B>x</b>", "x", [("bold", "x")]),
        ("a &nbsp; b", "a &nbsp; b", []),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", [("bold", "x")]),
        ("<pre>a <code>b</code></pre>", "a b", [("pre", "a b")]),
        ("<a href=x.org>x</a>", "x", [("text_link", "x")]),
        ("<a>x.org</a>", "x.org", [("text_link", "x.org")]),
        ("<tg-emoji emoji-id='5'>👍</tg-emoji>", "👍", [("custom_emoji", "👍")]),
        ("&#xd800;&#0;", "&#xd800;&#0;", []),
    ],
)
def test_html(html: str, text: str, marks: list[tuple[str, str]]) -> None:
    """Telegram's HTML becomes a text and its marks."""
    parsed = parse(html, "HTML")
    assert parsed
    tidied = tidy(*parsed)
    assert (tidied.text, _marks(tidied)) == (text, marks)


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é<p>", 'Unsupported start tag "p" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>", "Unexpected end of name token at byte offset 8"),
        ("<a =>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href>x</a>", "Expected equal sign in declaration of an attribute of the tag"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_refusals(html: str, refusal: str) -> None:
    """Wrong HTML is refused in Telegram's words."""
    with pytest.raises(BotApiError) as refused:
        parse(html, "HTML")
    assert refused.value.description.startswith(f"Bad Request: can't parse entities: {refusal}")


def test_language_of_a_code_block() -> None:
    """A block of code keeps its language, in both markups."""
    for markup, mode in (
        ('<pre><code class="language-py">x</code></pre>', "HTML"),
        ("```py\nx```", "MarkdownV2"),
    ):
        parsed = parse(markup, mode)
        assert parsed
        assert [entity.language for entity in parsed.entities] == ["py"]


def test_people_are_mentioned_by_their_link() -> None:
    """A tg://user link names a person without a username."""
    for markup, mode in (
        ('<a href="tg://user?id=7">x</a>', "HTML"),
        ("[x](tg://user?id=7)", "MarkdownV2"),
    ):
        parsed = parse(markup, mode)
        assert parsed
        assert parsed.entities[0].user == User(id=7)


@pytest.mark.parametrize(
    ("markdown", "text", "marks"),
    [
        (
            "*a* _b_ __c__ ~d~ ||e||",
            "a b c d e",
            [
                ("bold", "a"),
                ("italic", "b"),
                ("underline", "c"),
                ("strikethrough", "d"),
                ("spoiler", "e"),
            ],
        ),
        (r"1\. a\-b \\ \!", r"1. a-b \ !", []),
        ("[x](https://example.org/\\))", "x", [("text_link", "x")]),
        ("`a_b*c`", "a_b*c", [("code", "a_b*c")]),
        ("```\na_b\n```", "a_b", [("pre", "a_b")]),
        ("![👍](tg://emoji?id=5)", "👍", [("custom_emoji", "👍")]),
        (r"[x\.org]", "x.org", [("text_link", "x.org")]),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", "a\nb\n")]),
        ("**>a\n>b||", "a\nb", [("expandable_blockquote", "a\nb")]),
        ("_a *b*_", "a b", [("italic", "a "), ("bold", "b"), ("italic", "b")]),
    ],
)
def test_markdown(markdown: str, text: str, marks: list[tuple[str, str]]) -> None:
    """MarkdownV2 becomes a text and its marks."""
    parsed = parse(markdown, "MarkdownV2")
    assert parsed
    tidied = tidy(*parsed)
    assert (tidied.text, sorted(_marks(tidied))) == (text, sorted(marks))


@pytest.mark.parametrize(
    ("markdown", "refusal"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("é*a", "Can't find end of Bold entity at byte offset 2"),
        ("_a", "Can't find end of Italic entity at byte offset 0"),
        ("```a", "Can't find end of Pre entity at byte offset 0"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![a](b)", "Custom emoji URL must have scheme tg"),
        ("![a](b", "Can't find end of a custom emoji URL at byte offset 5"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
        (">*a\nb", "Can't find end of Bold entity at byte offset 1"),
    ],
)
def test_markdown_refusals(markdown: str, refusal: str) -> None:
    """Wrong MarkdownV2 is refused in Telegram's words."""
    with pytest.raises(BotApiError) as refused:
        parse(markdown, "MarkdownV2")
    assert refused.value.description == f"Bad Request: can't parse entities: {refusal}"


@given(st.text(alphabet="ab_*[]()~`>#+-=|{}.!\\\n<&;/\"'é😀 ", max_size=40))
def test_markup_is_parsed_or_refused(text: str) -> None:
    """Whatever comes, the parsers return entities inside the text or refuse it."""
    for mode in ("HTML", "MarkdownV2"):
        try:
            parsed = parse(text, mode)
        except BotApiError:
            continue
        assert parsed
        assert all(entity.end <= utf16_length(parsed.text) for entity in parsed.entities)
