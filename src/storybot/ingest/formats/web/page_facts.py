"""What a page's data say of its article: title, writers, date, outlet, address."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from lxml.html import HtmlElement

from storybot.ingest.formats.web.html_blocks import blocks
from storybot.ingest.formats.web.json_ld import article_of, names_of, text_of
from storybot.ingest.lines import Line, normalise
from storybot.ingest.metadata.bylines import authors
from storybot.ingest.metadata.dates import find_date
from storybot.ingest.metadata.outlets import outlet_of_address
from storybot.ingest.metadata.urls import date_in_address, host_of

_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "pubdate",
    "publish-date",
    "sailthru.date",
    "parsely-pub-date",
)
_AUTHOR = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_NAME_MOST = 60


@dataclass(frozen=True)
class PageFacts:
    """What is known of an article beside its text; empty where the page does not say."""

    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | date | None = None
    publisher: str = ""
    url: str | None = None


def facts_of(root: HtmlElement, url: str | None) -> PageFacts:
    """Read the data of a page, JSON-LD before meta tags before what is shown."""
    data = article_of(root)
    metas = _metas(root)
    url = url or _address(root, metas)
    guessed = _guessed(root)
    titles = (text_of(data.get("headline")), _heading(root), _bare_title(metas, root))
    return PageFacts(
        title=_clean(next(filter(None, titles), guessed.title)),
        standfirst=_clean(text_of(data.get("description")) or metas.get("og:description", "")),
        authors=_authors(data.get("author"), metas) or guessed.authors,
        published=_when(data, metas)
        or guessed.published
        or (date_in_address(url) if url else None),
        publisher=_publisher(data, metas, url),
        url=url,
    )


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            found.setdefault(key.casefold(), content)
    return found


def _address(root: HtmlElement, metas: dict[str, str]) -> str | None:
    links = (link.get("href", "") for link in root.iter("link") if link.get("rel") == "canonical")
    found = next((url for url in (*links, metas.get("og:url", "")) if host_of(url)), "")
    return found if found.isprintable() and " " not in found else None


def _heading(root: HtmlElement) -> str:
    """Return the only heading of the first rank, or the longest inside the article."""
    heads = [" ".join("".join(h.itertext()).split()) for h in root.iter("h1")]
    heads = [head for head in heads if len(head.split()) > 2]  # noqa: PLR2004
    return heads[0] if len(heads) == 1 else ""


def _bare_title(metas: dict[str, str], root: HtmlElement) -> str:
    shown = metas.get("og:title") or metas.get("twitter:title")
    if not shown:
        shown = next((" ".join("".join(t.itertext()).split()) for t in root.iter("title")), "")
    return _SITE.sub("", shown)


def _clean(text: str) -> str:
    return " ".join(normalise(text).split())


def _authors(said: object, metas: dict[str, str]) -> tuple[str, ...]:
    names = names_of(said) or [metas[key] for key in _AUTHOR if key in metas][:1]
    found: list[str] = []
    for name in names:
        if host_of(name) or "@" in name:
            continue
        found += authors(Line(name)) or ((name,) if len(name) <= _NAME_MOST else ())
    return tuple(dict.fromkeys(map(_clean, found)))


def _when(data: dict[str, object], metas: dict[str, str]) -> datetime | date | None:
    said = [text_of(data.get("datePublished")), *(metas.get(key, "") for key in _PUBLISHED)]
    for text in filter(None, said):
        if when := _as_date(text):
            return when
    return None


def _as_date(text: str) -> datetime | date | None:
    try:
        return (
            date.fromisoformat(text)
            if len(text) <= len("2023-08-30")
            else (datetime.fromisoformat(text))
        )
    except ValueError:
        found = find_date(text)
        return found.when if found else None


def _publisher(data: dict[str, object], metas: dict[str, str], url: str | None) -> str:
    host = host_of(url) if url else ""
    known = outlet_of_address(url) if url else ""
    said = text_of(data.get("publisher")) or metas.get("og:site_name", "")
    return _clean(known if known and known != host else said or known)


def _guessed(root: HtmlElement) -> PageFacts:
    """Let trafilatura look for what the page's data do not say."""
    from trafilatura import extract_metadata  # noqa: PLC0415  half a second to import

    found = extract_metadata(root)
    names = [part.strip() for part in (found.author or "").split(";") if part.strip()]
    people = dict.fromkeys(person for name in names for person in authors(Line(name)))
    return PageFacts(
        title=found.title or "",
        # Beside people, what is no name is what one of them is: "Transport Correspondent".
        authors=tuple(people) or tuple(name for name in names if len(name) <= _NAME_MOST),
        published=_believed(_as_date(found.date), root) if found.date else None,
    )


def _believed(guess: datetime | date | None, root: HtmlElement) -> datetime | date | None:
    """Return a date that was guessed, unless it is a year's first day that the page does not name.

    Of most languages' dates, and of "© 2024", the year alone is read. A story that tells of that
    day is no proof: a wrong date is worse than none.
    """
    if guess is None or (guess.month, guess.day) != (1, 1) or _is_marked_up(guess, root):
        return guess
    lines = (line for line in map(normalise, blocks(root)) if not Line(line).prose)
    dates = (str(found.when)[:10] for line in lines if (found := find_date(line)))
    return guess if str(guess)[:10] in dates else None


def _is_marked_up(day: date, root: HtmlElement) -> bool:
    """Say whether a day stands in an attribute or a script, as programs write it."""
    forms = [day.strftime(form) for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d")]
    scripts = (script.text or "" for script in root.iter("script"))
    values = (value for element in root.iter() for value in element.attrib.values())
    return any(form in said for said in chain(scripts, values) for form in forms)
