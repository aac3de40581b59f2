"""Fit `bench.corpus.Model` to real text: ``python -m bench.fit FOLDER``.

FOLDER holds a ``docs.jsonl`` as ``storybot eval`` reads it. What is printed was written into
`bench.corpus` by hand, rounded; it need not be fitted again for another run of the benchmark.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from numpy.typing import NDArray

from bench.corpus import Model, draw_stretches
from storybot.text.analysis.analyzer import analyzer
from storybot.text.segmentation.sentences import split_sentences

_WORDS = 80
"""Words that adjacent sentences make a passage of, at most."""

_RANKS = np.array([3, 10, 30, 100, 300, 1000, 3000])
_SHORT = 15
"""Terms below which a passage says little about repetition."""

_TRIALS = 3_000

Article = list[list[int]]
"""Passages of one article, as numbers of words."""


class Shape(NamedTuple):
    """What the model is to have in common with the text."""

    words: float
    """Different words in all."""
    distinct: float
    """Share of a passage's words that are not repeats within it."""
    neighbour: float
    """Share of a passage's words that the next passage of the article has too."""
    stranger: float
    """Share that a passage picked from anywhere has too."""
    frequencies: NDArray[np.float64]
    """Share of all running words that the words of some ranks make up."""

    def distance(self, other: "Shape") -> float:
        """Compare on logarithmic scales; repetition counts most."""
        pairs = zip(self[:4], other[:4], (2, 6, 3, 2), strict=True)
        apart = sum(weight * np.log(own / its) ** 2 for own, its, weight in pairs)
        return float(apart + np.square(np.log(self.frequencies / other.frequencies)).sum())


def read_articles(folder: Path) -> list[Article]:
    """Read, analyse and cut the articles of a folder."""
    numbers: dict[str, int] = {}
    articles: list[Article] = []
    for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        passages = [p for text in json.loads(line)["paragraphs"] for p in _passages(text)]
        numbered = [[numbers.setdefault(w, len(numbers)) for w in p] for p in passages if p]
        articles.append(numbered)
    return articles


def _passages(paragraph: str) -> Iterator[list[str]]:
    terms, words = list[str](), 0
    for start, end in split_sentences(paragraph, "en"):
        sentence = paragraph[start:end]
        length = len(sentence.split())
        if words and words + length > _WORDS:
            yield terms
            terms, words = [], 0
        terms.extend(analyzer("en").terms(sentence))
        words += length
    yield terms


def shape(articles: Sequence[Article]) -> Shape:
    """Measure what the model is fitted to."""
    passages = [passage for article in articles for passage in article]
    counts = Counter(word for passage in passages for word in passage)
    ordered = np.array(sorted(counts.values(), reverse=True), dtype=float)
    long = [passage for passage in passages if len(passage) >= _SHORT]
    random = np.random.default_rng(0)
    neighbours, strangers = list[float](), list[float]()
    for one, other in (pair for article in articles for pair in pairwise(article)):
        if min(len(one), len(other)) >= _SHORT:
            neighbours.append(_common(one, other))
            strangers.append(_common(one, passages[random.integers(len(passages))]))
    return Shape(
        len(ordered),
        float(np.mean([len(set(passage)) / len(passage) for passage in long])),
        float(np.mean(neighbours)),
        float(np.mean(strangers)),
        ordered[np.minimum(_RANKS, len(ordered)) - 1] / ordered.sum(),
    )


def _common(one: list[int], other: list[int]) -> float:
    return len(set(one) & set(other)) / len(set(one))


def imitate(articles: Sequence[Article], model: Model) -> list[Article]:
    """Draw articles of the same lengths from a model."""
    random = np.random.default_rng(0)
    lengths = [[len(passage) for passage in article] for article in articles]
    words = draw_stretches(random, np.array([sum(each) for each in lengths]), model)
    flat = iter(words.tolist())
    return [[[next(flat) for _ in range(n)] for n in each] for each in lengths]


def candidates(trials: int) -> Iterator[Model]:
    """Draw models at random, always the same ones."""
    random = np.random.default_rng(1)
    for _ in range(trials):
        yield Model(
            exponent=random.uniform(1.1, 1.9),
            shift=np.exp(random.uniform(np.log(20), np.log(400))),
            own_share=random.uniform(0.2, 0.6),
            own_words=int(np.exp(random.uniform(np.log(15), np.log(150)))),
        )


def fit(articles: Sequence[Article], trials: int = _TRIALS) -> Model:
    """Return the best of many models drawn at random."""
    wanted = shape(articles)
    return min(
        candidates(trials), key=lambda model: wanted.distance(shape(imitate(articles, model)))
    )


def main() -> None:
    """Fit a folder and print the model, with what it has in common with the text."""
    articles = read_articles(Path(sys.argv[1]))
    model = fit(articles)
    lengths = [len(passage) for article in articles for passage in article]
    click.echo(model)
    click.echo(f"text  {shape(articles)}")
    click.echo(f"model {shape(imitate(articles, model))}")
    click.echo(f"terms {np.percentile(lengths, [1, 5, 25, 50, 75, 95, 99])}")


if __name__ == "__main__":
    main()
