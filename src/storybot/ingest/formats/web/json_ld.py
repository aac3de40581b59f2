"""Read what a page says of its article in JSON-LD, the form that search engines ask for."""

import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_TYPES = """
Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle
OpinionNewsArticle ReviewNewsArticle BlogPosting LiveBlogPosting SocialMediaPosting Report
AdvertiserContentArticle SatiricalArticle ScholarlyArticle TechArticle
"""
_ARTICLES = frozenset(_ARTICLE_TYPES.split())
_LONGEST = 500_000
_DEEPEST = 12


def article_of(root: HtmlElement) -> dict[str, Any]:
    """Return what a page says of its article; empty where it says nothing."""
    found = (
        item
        for script in root.iter("script")
        if script.get("type", "").partition(";")[0].strip().casefold() == "application/ld+json"
        for item in _items(_load(script.text or ""), 0)
    )
    articles = [item for item in found if not _ARTICLES.isdisjoint(types_of(item))]
    return max(
        articles, key=lambda item: ("headline" in item) + ("datePublished" in item), default={}
    )


def types_of(item: dict[str, Any]) -> set[str]:
    """Return the types of an item, without the address of the vocabulary."""
    kinds = item.get("@type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return {str(kind).rpartition("/")[2] for kind in kinds} if isinstance(kinds, list) else set()


def text_of(value: object) -> str:
    """Return a value's text, or its name where it is a thing; empty for anything else."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def names_of(value: object) -> list[str]:
    """Return the names of the people or houses in a value."""
    values = value if isinstance(value, list) else [value]
    return [name for name in map(text_of, values) if name and "://" not in name]


def _load(text: str) -> object:
    if len(text) > _LONGEST:
        return None
    try:
        return json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None


def _items(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _items(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _items(value.get(key), depth + 1)
