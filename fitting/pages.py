"""Measure how page dumps are read: story, title, writers and date, beside other programs.

``python -m fitting.pages DATA`` prints the table; DATA holds ``dumps/strings.jsonl`` and
``dumps/bodies.jsonl``. jusText and trafilatura get the lines of a dump as paragraphs of HTML. Of
titles, writers and dates it says how many stand on their page, where a copy could be read at all,
and what was reached on the third of the pages that is held back from whoever makes rules. Last it
pastes the articles of the newsroom, and of the sets in DATA, alone, and counts which lose a line.
"""

import hashlib
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from fitting.newsroom import read_newsroom
from storybot.ingest.lines import Line
from storybot.ingest.metadata.dates import find_date
from storybot.ingest.reading import read_text
from storybot.model.documents import Document
from storybot.model.errors import Refused

Page = Mapping[str, Any]
Reader = Callable[[Page], str]


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1]) / "dumps"
    strings, bodies = _load(folder / "strings.jsonl"), _load(folder / "bodies.jsonl")
    for name, read in READERS.items():
        kept, lost, junk = strings_score(strings, read)
        precision, recall = kept / max(1, kept + junk), kept / max(1, kept + lost)
        mean = sum(body_f1(read(page), page["body"]) for page in bodies) / len(bodies)
        found = 2 * precision * recall / max(1e-9, precision + recall)
        figures = f"strings P {precision:.3f} R {recall:.3f} F1 {found:.3f}   bodies F1 {mean:.3f}"
        print(f"{name:<12} {figures}")  # noqa: T201  the command's output
    pages = [*strings, *bodies]
    held = [page for page in pages if is_held_back(page)]
    for said, chosen in (("", pages), (", held back", held)):
        for name, (right, stand, of) in heads_score(chosen).items():
            share = f"({right / max(1, of):.3f}); {stand} stand on their page"
            print(f"{name + said:<18} {right} of {of} right {share}")  # noqa: T201
    for name, texts in clean_texts(Path(sys.argv[1])).items():
        lost = sum(map(loses_a_line, texts))
        print(f"pasted alone, {name}: {lost} of {len(texts)} lose a line")  # noqa: T201


def strings_score(pages: Iterable[Page], read: Reader) -> tuple[int, int, int]:
    """Count the strings that stayed and must, went and must not, and stayed and must not."""
    kept = lost = junk = 0
    for page in pages:
        text = _plain(read(page))
        stayed = sum(_plain(string) in text for string in page["with"])
        kept, lost = kept + stayed, lost + len(page["with"]) - stayed
        junk += sum(_plain(string) in text for string in page["without"])
    return kept, lost, junk


def body_f1(found: str, gold: str) -> float:
    """Score a text by the words that it shares with another."""
    a, b = (Counter(re.findall(r"\w+", text.casefold())) for text in (found, gold))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def is_held_back(page: Page) -> bool:
    """Return whether a page is of the third that nobody reads while rules are made."""
    return hashlib.sha1(str(page["id"]).encode(), usedforsecurity=False).digest()[0] % 3 == 0


def heads_score(pages: Iterable[Page]) -> dict[str, tuple[int, int, int]]:
    """Count right titles, writers and dates, those that stand on their page, and all said.

    A title counts only where the page shows it.
    """
    right: Counter[str] = Counter()
    stand: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for page in pages:
        document = _document(page)
        for part in ("title", "author", "date"):
            said = page[part]
            said = "; ".join(said) if isinstance(said, list) else said
            if said and (part != "title" or _plain(said) in _plain(page["dump"])):
                of[part] += 1
                stand[part] += _stands(part, page["dump"], said)
                right[part] += document is not None and _agrees(part, document, said)
    return {part: (right[part], stand[part], of[part]) for part in of}


def _stands(part: str, dump: str, said: str) -> bool:
    """Return whether a title has a line, each writer is named, or a line has that date."""
    lines = [Line(_plain(line)).bare for line in dump.split("\n") if line.strip()]
    if part == "title":
        return Line(_plain(said)).bare in lines
    if part == "author":
        return all(name in _plain(dump) for name in _names(said))
    return any((found := find_date(line)) and str(found.when)[:10] == said[:10] for line in lines)


def clean_texts(data: Path) -> dict[str, list[str]]:
    """Return articles without a page around them: the newsroom's, and of each set its documents."""
    articles = [(one.title, "\n\n".join(one.paragraphs)) for one in read_newsroom()]
    sets = [*sorted(path for path in data.glob("*/docs.jsonl"))]
    bodies = ["\n\n".join(page["paragraphs"]) for path in sets for page in _load(path)]
    headed = [f"{title}\n\n{text}" for title, text in articles]
    return {"newsroom": [*headed, *(text for _, text in articles)], "sets": bodies}


def loses_a_line(text: str) -> bool:
    """Return whether anything of a text is left out."""
    try:
        return bool(read_text(text, source="paste").dropped)
    except Refused:
        return True


def _agrees(part: str, document: Document, said: str) -> bool:
    if part == "title":
        return _plain(document.title) == _plain(said)
    if part == "author":
        return _names(said) == {_plain(name) for name in document.authors}
    return str(document.published or "")[:10] == said[:10]


def _names(said: str) -> set[str]:
    return {_plain(name) for name in re.split(r"[;,]| and ", said) if name.strip()}


def _plain(text: str) -> str:
    """Fold white space, and take out soft hyphens, which no reader sees."""
    return " ".join(text.replace("\u00ad", "").split())


def _document(page: Page) -> Document | None:
    try:
        return read_text(page["dump"], source=str(page["id"]))
    except Refused:
        return None


def _storybot(page: Page) -> str:
    document = _document(page)
    return document.text if document else ""


def _paragraphs(page: Page) -> str:
    lines = (line.strip() for line in page["dump"].split("\n"))
    text = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return f"<html><body>{text}</body></html>"


def _justext(page: Page) -> str:
    import justext  # noqa: PLC0415  installed with trafilatura

    words = frozenset().union(
        *(justext.get_stoplist(name) for name in ("English", "German", "French"))
    )
    found = justext.justext(_paragraphs(page), words)
    return "\n".join(part.text for part in found if not part.is_boilerplate)


def _trafilatura(page: Page) -> str:
    from trafilatura import extract  # noqa: PLC0415  half a second to import

    return extract(_paragraphs(page), favor_precision=True, include_comments=False) or ""


READERS: dict[str, Reader] = {
    "storybot": _storybot,
    "jusText": _justext,
    "trafilatura": _trafilatura,
    "raw": lambda page: str(page["dump"]),
}


def _load(path: Path) -> list[Page]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
