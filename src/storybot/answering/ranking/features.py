"""Turn matches into ranking features: a row per candidate sentence.

Each feature is a plain share or count, so that a person can read a table of weights.
"""

from collections.abc import Mapping

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import (
    Ints,
    Matrix,
    Vector,
    most_by,
    numbered,
    row_sums,
    shares,
)
from storybot.answering.ranking.binding import binding_features
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.context import context_features
from storybot.answering.ranking.term_matches import (
    AFTER,
    BEFORE,
    DOCUMENT,
    EARLIER,
    OPENING,
    OWN,
    PASSAGE,
    Hits,
    Matches,
)
from storybot.answering.ranking.word_order import DEFINING, word_order_features
from storybot.answering.ranking.word_order import NAMES as ORDER_NAMES
from storybot.search.excerpt import SentenceField
from storybot.text.aliases import Aliases
from storybot.text.facts.mark_names import Mark, Pattern, listed

_ALIASES = Aliases()
"""Countries, peoples and bodies: no answers to who."""
_BESIDE, _FURTHER, _OPENING = 0.8, 0.7, 0.5
"""Weight of a term in the previous sentence, the one before that, or the first of the paragraph."""
_SHOWN_APART = ("own", "window", "passage", "document", "titled")
"""How parts of the question are looked for; related words count as the sentence's own there."""
_AROUND = ("led_far", "rest_led_far", "names_led_far")
_COVERAGE = (
    *listed(
        "own held window passage document titled led led_titled opened worst_held worst_window "
        "title previous following lent related"
    ),
    *_AROUND,
)
_K1 = 1.2

_WANTED: dict[str, dict[int, float]] = {
    "who": {
        Mark.LONG_NAME: 1.0, Mark.NAME: 0.7, Mark.FIRST_NAME: 0.4, Mark.OFFICE: 0.3, Mark.TRADE: 0.2
    },
    "when": {
        Mark.YEAR: 1.0, Mark.MONTH: 1.0, Mark.DECADE: 1.0, Mark.DAY: 0.9, Mark.MOMENT: 0.35,
        Mark.DURATION: 0.3, Mark.ORDINAL: 0.3,
    },
    "when_x": {
        Mark.YEAR: 1.0, Mark.MONTH: 0.8, Mark.DAY: 0.8, Mark.DECADE: 0.8, Mark.DURATION: 0.3,
        Mark.ORDINAL: 0.2,
    },
    "where": {
        Mark.LOCATED: 1.0, Mark.NAME: 0.6, Mark.PLACE_WORD: 0.5, Mark.LONG_NAME: 0.5,
        Mark.NATION: 0.3,
    },
    "where_x": {
        Mark.LOCATED: 1.0, Mark.NAME: 0.8, Mark.LONG_NAME: 0.7, Mark.FIRST_NAME: 0.5,
        Mark.NATION: 0.5, Mark.PLACE_WORD: 0.3,
    },
    "how_many": {Mark.NUMBER: 1.0, Mark.NUMBER_WORD: 0.9, Mark.YEAR: 0.2},
    "how_much": {Mark.MONEY: 1.0, Mark.NUMBER: 0.9, Mark.PERCENT: 0.9, Mark.NUMBER_WORD: 0.5},
    "number_x": {Mark.PERCENT: 1.0, Mark.NUMBER: 0.9, Mark.NUMBER_WORD: 0.6, Mark.MONEY: 0.6},
    "how_long": {
        Mark.DURATION: 1.0, Mark.UNIT: 0.6, Mark.NUMBER: 0.5, Mark.NUMBER_WORD: 0.5, Mark.YEAR: 0.4
    },
    "how_old": {Mark.NUMBER: 1.0, Mark.NUMBER_WORD: 0.5, Mark.YEAR: 0.4},
    "how_adj": {Mark.NUMBER: 1.0, Mark.UNIT: 1.0, Mark.NUMBER_WORD: 0.5, Mark.DURATION: 0.5},
}  # fmt: skip
_WANTED_PATTERNS: dict[str, dict[Pattern, float]] = {
    "why": {Pattern.REASON: 1.0, Pattern.PURPOSE: 0.4},
    "how": {Pattern.MEANS: 0.6, Pattern.PURPOSE: 0.2},
    "who": {Pattern.APPOSITION: 0.2},
    "how_old": {Pattern.AGE: 1.0},
    "how_much": {Pattern.MONEY_SIGN: 1.0},
}
_SHOWN = (
    Pattern.NEGATION, Pattern.PRONOUN_FIRST, Pattern.LINK_FIRST, Pattern.ASKS, Pattern.QUOTES,
    Pattern.SAYS,
)  # fmt: skip


def features(
    form: AnswerType, idf: Vector, candidates: Candidates, matches: Matches
) -> tuple[Matrix, list[str]]:
    """Return a row per candidate, and the names of the columns."""
    defining = candidates.table.numbers(DEFINING)
    order = word_order_features(form, matches, idf, defining)
    table = _coverage(form, idf, matches)
    around = {name: table.pop(name) for name in _AROUND}
    table |= _bm25(idf, candidates, matches)
    table |= dict(zip(ORDER_NAMES, order.T, strict=True))
    table |= _shape(form, candidates, matches)
    table |= _wanted(form, candidates, matches, idf, table["led"])
    table |= around
    table |= context_features(form, candidates, matches, table["led_titled"])
    table |= binding_features(form, candidates, matches)
    columns = np.concatenate(list(table.values()), dtype=float)
    return columns.reshape(len(table), -1).T.copy(), list(table)


def _coverage(form: AnswerType, idf: Vector, m: Matches) -> dict[str, Vector]:
    """Return how much of the question is said, the further one looks around, and of its parts.

    The parts are names, numbers, the head noun and the rest; −1 if there are none. The answer's
    sentence often omits names from the sentences before it: "His place goes to Lavrov" answers who
    replaces whom two sentences later.
    """
    present, held, title = m.present, m.holds, m.title
    own, before, after = present[OWN], present[BEFORE] * _BESIDE, present[AFTER]
    titled, led = np.maximum(held, title), np.maximum(held, before)
    further = np.maximum(_FURTHER * present[EARLIER], _OPENING * present[OPENING])
    views = {
        "names_led_far": np.maximum(titled, present[BEFORE : OPENING + 1].max(axis=0)),
        "held": held,
        "window": np.maximum(own, np.maximum(present[BEFORE], after)),
        "passage": present[PASSAGE],
        "document": present[DOCUMENT],
        "titled": titled,
        "led": led,
        "led_titled": np.maximum(led, title),
        "opened": np.maximum(held, present[OPENING]),
        "own": own,
        "title": title,
        "previous": present[BEFORE],
        "following": after,
        "lent": np.maximum(before - held, 0),
        "related": np.maximum(held - own, 0),
        "led_far": np.maximum(led, further),
    }
    said, size = np.concatenate(list(views.values())), len(held)
    number = np.array([float(any(map(str.isdigit, t))) for t in form.terms])
    rest = (1 - m.named) * (1 - number) * (1 - form.focus)
    parts = {"names": m.named, "numbers": number, "rest": rest, "focus": form.focus}
    of = {
        f"{part}_{view}": column
        for part, mask in parts.items()
        for view, column in zip(
            _SHOWN_APART,
            shares(said[size : (1 + len(_SHOWN_APART)) * size], idf * mask, size)
            if mask.any()
            else np.full((len(_SHOWN_APART), size), -1.0),
            strict=True,
        )
    }
    found = dict(zip(views, shares(said, idf, size), strict=True))
    found["names_led_far"] = shares(said[:size], idf * m.named, size)[0]
    found["rest_led_far"] = shares(said[-size:], idf * (1 - m.named), size)[0]
    unsaid = (1 - np.array([held, np.maximum(held, views["window"])])) * idf
    worst = unsaid.max(axis=2) / (float(idf.max()) or 1.0)
    found["worst_held"], found["worst_window"] = worst
    return {name: found[name] for name in _COVERAGE} | of


def _saturated(counts: Matrix, length: Vector, mean: float, b: float) -> Matrix:
    norm = _K1 * (1 - b + b * length / mean)
    return counts * (_K1 + 1) / (counts + norm[:, None])


def _bm25(idf: Vector, candidates: Candidates, m: Matches) -> dict[str, Vector]:
    passage = candidates.scores[candidates.passage]
    total = float(idf.sum()) or 1.0
    length = m.lengths
    near = m.near[OWN] + 0.4 * (m.near[BEFORE] + m.near[AFTER])
    own = _saturated(m.near[OWN], length, 12, 0.3) @ idf
    return {
        "bm25_sentence": own,
        "bm25_sentence_share": own / total,
        "bm25_window": _saturated(near, 1.8 * length, 20, 0.5) @ idf / total,
        "bm25_passage": passage,
        "bm25_passage_share": passage / total,
        "bm25_passage_best": passage / (float(passage.max()) or 1.0),
        "bm25_passage_long": _saturated(m.near[PASSAGE], m.passage_lengths, 40, 0.5) @ idf / total,
        "bm25_document": m.near[DOCUMENT] / (m.near[DOCUMENT] + 3) @ idf / total,
        "passage_rank": np.minimum(candidates.passage * 1.0, 40),
    }


def _patterns(candidates: Candidates) -> Ints:
    patterns: Ints = candidates.excerpt.sentences[candidates.sentences, SentenceField.PATTERNS]
    return patterns


def _shape(form: AnswerType, candidates: Candidates, m: Matches) -> dict[str, Vector]:
    patterns = _patterns(candidates)[:, None] >> np.arange(len(Pattern)) & 1
    patterns = patterns.astype(float)
    position = candidates.position.astype(float)
    table = {
        "length": np.log1p(m.lengths),
        "words": m.words.counts.astype(float),
        "position": np.minimum(position, 10),
        "opens": (position == 0) * 1.0,
        "denies": np.abs(patterns[:, Pattern.NEGATION] - form.negative),
    }
    return table | {p.name.lower(): patterns[:, p] for p in _SHOWN}


def _wanted(
    form: AnswerType, candidates: Candidates, m: Matches, idf: Vector, led: Vector
) -> dict[str, Vector]:
    """Return whether the sentence contains the expected type of answer, and near what."""
    weights: Mapping[int, float] = _WANTED.get(form.kind, {})
    share = idf / (float(idf.sum()) or 1.0)
    kind = near = np.zeros(len(led))
    if weights:
        at, weight = _held_wanted(form, candidates, m, weights)
        owner = m.words.owner[at]
        kind = most_by(owner, weight, len(kind))
        nearest = weight * _nearness(m.words.place[at], owner, m.hits, share)
        near = most_by(owner, nearest, len(kind))
    for pattern, worth in _WANTED_PATTERNS.get(form.kind, {}).items():
        kind = np.maximum(kind, worth * (_patterns(candidates) >> pattern & 1))
    return {
        "kind": kind,
        "kind_near": near,
        "kind_covered": kind * led,
        "names_new": m.shows(Mark.NAME) + m.shows(Mark.LONG_NAME),
        "numbers_new": m.shows(Mark.NUMBER) + m.shows(Mark.YEAR),
    }


def _held_wanted(
    form: AnswerType, candidates: Candidates, m: Matches, weights: Mapping[int, float]
) -> tuple[Ints, Vector]:
    """Return the words of the expected type that are new to the question, with their weight."""
    wanted = sum(1 << mark for mark in weights)
    at = np.flatnonzero((m.words.bits & wanted != 0) & (m.words.asked < 0))
    if form.kind == "who":
        distinct, which = numbered(m.words.number[at])
        names = candidates.table.texts(np.array(distinct, int))
        at = at[~np.array([_ALIASES.knows(name, "en") for name in names], bool)[which]]
    bits = m.words.bits[at]
    return at, np.max([w * (bits >> mark & 1) for mark, w in weights.items()], axis=0)


def _nearness(places: Ints, owner: Ints, hits: Hits, share: Vector) -> Vector:
    """Weigh the question's terms by their distance to a word."""
    one, hit = hits.by_candidate.beside(owner)
    closeness = 4 / (4 + np.abs(hits.place[hit] - places[one]))
    near = most_by(one * len(share) + hits.term[hit], closeness, len(places) * len(share))
    return row_sums(near.reshape(-1, len(share)) * share)
