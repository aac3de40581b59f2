"""What each group of features and of signs is worth: everything is fitted again without it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from fitting.figures import Scored
from fitting.model import Judged
from fitting.rows import Row
from fitting.validation import judged_across, scored_across
from storybot.answering.abstention.coverage_signs import ARTICLE_NAMES
from storybot.answering.abstention.few_words import NAMES as FEW_NAMES
from storybot.answering.ranking.binding import NAMES as BINDING_NAMES
from storybot.answering.ranking.features import features
from storybot.answering.ranking.related_words import Related
from storybot.answering.ranking.term_matches import match
from storybot.answering.ranking.word_order import NAMES as ORDER_NAMES
from storybot.text.facts.mark_names import listed

_PARTS = [f"{p}_{v}" for p in ("names", "numbers", "rest", "focus") for v in listed(
    "own window passage document titled"
)]  # fmt: skip
FEATURES: dict[str, Sequence[str]] = {
    "the sentence's own words": listed(
        "own held related worst_held bm25_sentence bm25_sentence_share"
    ),
    "neighbours and opening": listed(
        "window previous following lent led opened worst_window bm25_window led_far rest_led_far "
        "names_led_far"
    ),
    "passage and document": listed(
        "passage document bm25_passage bm25_passage_share bm25_passage_best bm25_passage_long "
        "bm25_document passage_rank document_best of_passage"
    ),
    "title": listed("title titled led_titled"),
    "names, numbers, focus and rest apart": _PARTS,
    "order of words": ORDER_NAMES,
    "length and place": listed("length words position opens"),
    "turns of phrase": listed("denies negation pronoun_first link_first asks quotes says"),
    "kind of answer": listed("kind kind_near kind_covered names_new numbers_new number_focus"),
    "slot and binding": BINDING_NAMES,
}
"""Each feature of the ranking in one group."""
_FACTS = ("turns of phrase", "kind of answer", "slot and binding")
"""The groups that are read from what a sentence is seen to hold: names, dates, reasons."""

SIGNS: dict[str, Callable[[str], bool]] = {
    "features of the first sentence": lambda sign: (
        sign.startswith("first_") and sign.removeprefix("first_") not in BINDING_NAMES
    ),
    "slot and binding": lambda sign: (
        sign.startswith("is_")
        or sign == "negative"
        or (sign.startswith("first_") and sign.removeprefix("first_") in BINDING_NAMES)
    ),
    "each of few words": FEW_NAMES.__contains__,
    "what the article says": ARTICLE_NAMES.__contains__,
    "score and margin": set(listed("score margin lead rivals one_document")).__contains__,
    "rare and unknown words": set(
        listed(
            "unknown unknown_terms terms rarity rarest rarest_missing"
        )
    ).__contains__,
    "marks of a near miss": set(
        listed(
            "names_absent numbers_absent year_swapped nobody "
            "rest_absent rest_absent_share head_absent "
            "opposite_clause "
            "unsaid opposite opposite_here denied precise names numbers "
            "kind_absent"
        )
    ).__contains__,
}  # fmt: skip
"""Each sign of the confidence belongs to one group."""


_VIEW = "whole"
"""What the ranking is scored on."""
Left = tuple[str, list[Judged]]
"""What is left out, and the questions judged without it."""


def without_features(rows: Sequence[Row]) -> Iterator[Left]:
    """Leave each group of features out, then all that are read from facts, then the relations."""
    names = rows[0].measured.names
    for group, left_out in FEATURES.items():
        yield group, judged_across(rows, _others(names, left_out), _VIEW)
    facts = [name for group in _FACTS for name in FEATURES[group]]
    everything = "all that is read from facts (the two above)"
    yield everything, judged_across(rows, _others(names, facts), _VIEW)
    yield "table of related words", judged_across([_unrelated(row) for row in rows], view=_VIEW)


def without_signs(judged: Sequence[Judged]) -> Iterator[tuple[str, list[Scored]]]:
    """Leave each group of signs out of the confidence; the ranking stays."""
    for group, belongs in SIGNS.items():
        kept = [
            one._replace(signs={s: v for s, v in one.signs.items() if not belongs(s)})
            for one in judged
        ]
        yield group, scored_across(kept)


def without_second_sentence(judged: Iterable[Judged]) -> Left:
    """Quote the best sentence alone."""
    alone = [one._replace(right=bool(one.row.hits[one.ranking.order[0]])) for one in judged]
    return "second sentence of a quote", alone


def _others(names: Sequence[str], left_out: Iterable[str]) -> list[int]:
    return [i for i, name in enumerate(names) if name not in set(left_out)]


def _unrelated(row: Row) -> Row:
    """Measure a question again with no table of related words; common beginnings still relate."""
    form, gathered, others = row.question.form, row.gathered, row.question.others
    matches = match(form, gathered, Related(form.terms, {}, form.language), others)
    table, _ = features(form, row.measured.weights, gathered, matches)
    measured = row.measured._replace(table=table.astype(np.float32))
    return replace(row, measured=measured)
