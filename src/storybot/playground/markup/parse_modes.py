"""Parse modes: HTML and MarkdownV2 turned into a text and its entities."""

from storybot.playground.markup.entities import Formatted
from storybot.playground.markup.html import parse_html
from storybot.playground.markup.markdown_v2 import parse_markdown
from storybot.playground.markup.marks import MarkupError
from storybot.playground.objects.refusal import bad_request

_MODES = {"html": parse_html, "markdownv2": parse_markdown}


def parse(text: str, parse_mode: str) -> Formatted | None:
    """Return the text without its markup, and its entities; None without a parse mode.

    Raises:
        BotApiError: the markup is wrong, or the mode is none that the playground parses; of
            Telegram's own that is only the old Markdown.
    """
    mode = parse_mode.lower()
    if mode in {"", "none"}:
        return None
    parser = _MODES.get(mode)
    if parser is None:
        raise bad_request("Unsupported parse_mode")
    try:
        return Formatted(*parser(text))
    except MarkupError as error:
        raise bad_request(f"Can't parse entities: {error}") from error
