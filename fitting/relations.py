"""Make the tables of related and of opposite terms: ``python -m fitting.relations [WORDNET_DIR]``.

Synonyms of the first senses, derivations, and direct broader terms, for the words that WordNet's
own tagged texts attest; the dictionary comes in the Debian package wordnet-base, whose licence
permits this. `groups/` beside this module adds words that news and its readers use for one another
and that a dictionary keeps apart, in a file a language, a group a line: verbs with the nouns made
from them, everyday words with those of reports. Without WORDNET_DIR the English table that is
shipped is kept, and the groups are set anew.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, permutations
from pathlib import Path

from fitting.wordnet import Synset, SynsetId, WordNet
from storybot.answering.ranking.related_words import RelationTable
from storybot.text.analysis.analyzer import analyzer

_OUT = Path(__file__).parents[1] / "src" / "storybot" / "answering"
_RELATIONS = _OUT / "ranking" / "relations"
_SENSES = 3
_FIRST, _CLOSE, _BROADER, _GROUPED = 0.56, 0.42, 0.28, 0.6
"""Closeness of first senses and derivations, of second senses, of broader terms, of a group."""

Link = tuple[str, str, float]
Links = dict[str, dict[str, float]]
"""For a term, its related ones with the closeness of each."""


def by_language(english: Links) -> dict[str, Links]:
    """Add the groups to what a dictionary relates, and sort everything."""
    tables: dict[str, Links] = {"en": english}
    for language, one, other in _grouped():
        _link(tables.setdefault(language, {}), one, other, _GROUPED)
    return {
        language: {term: dict(sorted(links[term].items())) for term in sorted(links)}
        for language, links in tables.items()
    }


def relations(wordnet: WordNet) -> Links:
    """Return related terms with their closeness, for every attested term."""
    links: Links = defaultdict(dict)
    found = (
        link
        for id, synset in wordnet.synsets.items()
        for link in chain(_synonyms(wordnet, id, synset), _derived_and_broader(wordnet, id, synset))
    )
    for a, b, closeness in found:
        if {a, b} <= wordnet.attested:
            _link(links, _term(a), _term(b), closeness)
    return links


def opposites(wordnet: WordNet) -> dict[str, list[str]]:
    """Return the antonyms of every attested term."""
    found: dict[str, set[str]] = defaultdict(set)
    for synset in wordnet.synsets.values():
        for pointer in synset.pointers:
            if pointer.symbol == "!" and pointer.words:
                a = synset.words[pointer.words[0]]
                b = wordnet.synsets[pointer.synset].words[pointer.words[1]]
                one, other = _only_term(a), _only_term(b)
                if {a, b} <= wordnet.attested and one and other and one != other:
                    found[one].add(other)
    return {term: sorted(found[term]) for term in sorted(found)}


def _synonyms(wordnet: WordNet, id: SynsetId, synset: Synset) -> Iterator[Link]:
    ranks = {w: r for w in synset.words if "_" not in w and (r := wordnet.rank(w, id)) < _SENSES}
    for a, b in permutations(ranks, 2):
        rank = ranks[a] + ranks[b]
        yield a, b, _FIRST if rank == 0 else _CLOSE if rank < _SENSES else _BROADER


def _derived_and_broader(wordnet: WordNet, id: SynsetId, synset: Synset) -> Iterator[Link]:
    for pointer in synset.pointers:
        there = wordnet.synsets[pointer.synset].words
        if pointer.symbol == "+" and pointer.words:
            a, b = synset.words[pointer.words[0]], there[pointer.words[1]]
            if wordnet.rank(a, id) <= _SENSES and "_" not in a + b:
                yield a, b, _FIRST
                yield b, a, _FIRST
        elif pointer.symbol in ("@", "~") and id[0] in ("noun", "verb"):
            yield from (
                (a, b, _BROADER)
                for a in synset.words
                for b in there
                if "_" not in a + b and wordnet.rank(a, id) == wordnet.rank(b, pointer.synset) == 0
            )


def _link(links: Links, one: str, other: str, closeness: float) -> None:
    if one and other and one != other:
        of = links.setdefault(one, {})
        of[other] = max(of.get(other, 0.0), closeness)


def _term(word: str) -> str:
    return next(iter(analyzer("en").terms(word)), "")


def _only_term(word: str) -> str:
    terms = analyzer("en").terms(word)
    return terms[0] if len(terms) == 1 else ""


def _grouped() -> Iterator[tuple[str, str, str]]:
    """Yield the pairs of terms that stand in one group, with their language."""
    for path in sorted((Path(__file__).parent / "groups").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            terms = dict.fromkeys(analyzer(path.stem).terms(line))
            yield from ((path.stem, *pair) for pair in permutations(terms, 2))


def _write(tables: dict[str, Links]) -> None:
    """Write the tables as `RelationTable` reads them: a term, then others with their closeness."""
    for language, links in tables.items():
        lines = [
            " ".join([term, *(f"{other} {closeness}" for other, closeness in others.items())])
            for term, others in links.items()
        ]
        (_RELATIONS / f"{language}.txt").write_text("\n".join([*lines, ""]), "utf-8")


def _shipped(language: str) -> Links:
    table = RelationTable((_RELATIONS / f"{language}.txt").read_text("utf-8"))
    return {term: dict(others) for term, others in table.items()}


if __name__ == "__main__":
    if sys.argv[1:]:
        dictionary = WordNet(Path(sys.argv[1]))
        english = relations(dictionary)
        text = json.dumps(opposites(dictionary), ensure_ascii=False, separators=(",", ":"))
        (_OUT / "abstention/opposites.json").write_text(f"{text}\n", "utf-8")
    else:
        english = _shipped("en")
    _write(by_language(english))
