"""Make the table of related terms: ``python -m fitting.relations WORDNET_DIR OUT.json``.

Synonyms of the first senses, derivations, and direct broader terms, for the words that WordNet's
own tagged texts attest; the dictionary comes in the Debian package wordnet-base, whose licence
permits this. `groups.txt` beside this module adds words that news uses for one another.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from storybot.text.analyzer import analyzer

_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_PART_OF = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
_SENSES = 3
_GROUPED = 0.6

Key = tuple[str, str]
Sense = tuple[list[str], list[list[str]]]


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            yield line.split("|")[0].split()


def _senses(folder: Path) -> dict[Key, Sense]:
    found: dict[Key, Sense] = {}
    for part in _PARTS:
        for fields in _lines(folder / f"data.{part}"):
            count = int(fields[3], 16)
            words = [fields[4 + 2 * i].split("(")[0].lower() for i in range(count)]
            at = 4 + 2 * count
            pointers = [fields[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(fields[at]))]
            found[part, fields[0]] = (words, pointers)
    return found


def _ranks(folder: Path) -> tuple[dict[tuple[str, str, str], int], set[str]]:
    """Return each word's senses in order of use, and the words that tagged texts attest."""
    ranks: dict[tuple[str, str, str], int] = {}
    attested: set[str] = set()
    for part in _PARTS:
        for fields in _lines(folder / f"index.{part}"):
            pointers = int(fields[3])
            if int(fields[5 + pointers]) > 0:
                attested.add(fields[0])
            for rank, offset in enumerate(fields[6 + pointers :]):
                ranks[fields[0], part, offset] = rank
    return ranks, attested


def relations(folder: Path) -> dict[str, dict[str, float]]:  # noqa: C901 - one pass over the format
    """Return related terms with their closeness, for every attested term."""
    senses, (ranks, attested) = _senses(folder), _ranks(folder)
    links: dict[str, dict[str, float]] = defaultdict(dict)

    def put(a: str, b: str, weight: float) -> None:
        if a not in attested or b not in attested:
            return
        for one in analyzer("en").terms(a)[:1]:
            for other in analyzer("en").terms(b)[:1]:
                if one != other:
                    links[one][other] = max(links[one].get(other, 0.0), weight)

    for (part, offset), (words, pointers) in senses.items():
        ranked = [(w, ranks.get((w, part, offset), 9)) for w in words if "_" not in w]
        common = [(w, r) for w, r in ranked if r < _SENSES]
        for a, ra in common:
            for b, rb in common:
                put(a, b, 0.56 if ra + rb == 0 else 0.42 if ra + rb < _SENSES else 0.28)
        for symbol, target, target_part, ends in pointers:
            there = senses[_PART_OF[target_part], target][0]
            if symbol == "+" and ends != "0000":
                a, b = words[int(ends[:2], 16) - 1], there[int(ends[2:], base=16) - 1]
                if ranks.get((a, part, offset), 9) <= _SENSES and "_" not in a + b:
                    put(a, b, 0.56)
                    put(b, a, 0.56)
            elif symbol in ("@", "~") and part in ("noun", "verb"):
                for a, rank in common:
                    for b in there:
                        other = (b, _PART_OF[target_part], target)
                        if rank == 0 and "_" not in b and ranks.get(other, 9) == 0:
                            put(a, b, 0.28)
    for a, b in _grouped():
        links[a][b] = max(links[a].get(b, 0.0), _GROUPED)
    return {term: dict(sorted(links[term].items())) for term in sorted(links)}


def _grouped() -> Iterator[tuple[str, str]]:
    """Yield the pairs of terms that stand in one group."""
    for line in (Path(__file__).parent / "groups.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            terms = dict.fromkeys(analyzer("en").terms(line))
            yield from permutations(terms, 2)


if __name__ == "__main__":
    table = relations(Path(sys.argv[1]))
    Path(sys.argv[2]).write_text(
        json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
    )
