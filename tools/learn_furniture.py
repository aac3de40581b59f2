"""Learn phrases of page furniture from dumps: the lines that pages of several sites have alike.

``python tools/learn_furniture.py DATA [--half N]`` writes ``ingest/boilerplate/sightings.tsv``:
language, count of sites, phrase. A line that stands in the labelled story of any page is none.
``--half`` learns from every other page only, so that the rest can be measured on.
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from storybot.ingest.lexicon import LABELS
from storybot.ingest.lines import cut, normalise
from storybot.text.analysis.languages import detect_language

_OUT = Path(__file__).parents[1] / "src/storybot/ingest/boilerplate/sightings.tsv"
_SETS = ("strings.jsonl", "bodies.jsonl", "real.jsonl")
_LEAST_SITES = 3
_LONGEST = 30
"""Words of a line: consent texts and the notes of comment forms are long."""


def main() -> None:
    """Read the dumps and write the phrases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    asked = parser.parse_args()
    pages = [
        json.loads(line)
        for name in _SETS
        for line in (asked.data / "dumps" / name).read_text("utf-8").splitlines()
    ]
    if asked.half is not None:
        pages = pages[asked.half :: 2]
    sites: dict[str, set[str]] = defaultdict(set)
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    story: set[str] = set()
    for page in pages:
        language, site = detect_language(page["dump"][-3000:]), _site(page)
        story.update(line.key for line in cut(normalise(page.get("body") or "")))
        for line in cut(normalise(page["dump"])):
            if line.key and line.length <= _LONGEST and any(map(str.isalpha, line.key)):
                sites[line.key].add(site)
                languages[line.key][language] += 1
    rows = [
        (languages[key].most_common(1)[0][0], len(seen), key)
        for key, seen in sites.items()
        if len(seen) >= _LEAST_SITES and key not in story and key not in LABELS
    ]
    rows.sort(key=lambda row: (row[0], -row[1], row[2]))
    _OUT.write_text("".join(f"{a}\t{b}\t{c}\n" for a, b, c in rows), encoding="utf-8")
    print(f"{len(rows)} phrases of {len(pages)} pages")


def _site(page: dict[str, str]) -> str:
    name = str(page.get("url") or page["id"]).removeprefix("https://").removeprefix("http://")
    return ".".join(name.split("/")[0].split(".")[:2])


if __name__ == "__main__":
    main()
