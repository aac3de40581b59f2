"""Turn matches into ranking features: a row per candidate sentence.

Each feature is a plain share or count, so that a person can read a table of weights. The arrays are
small, and calls take most of the time: what is alike is worked out at once.
"""

from collections.abc import Mapping
from itertools import accumulate

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Matrix, Vector
from storybot.answering.ranking.binding import NAMES as BINDING_NAMES
from storybot.answering.ranking.binding import Said, binding_features, head_words, rarity_of
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.context import KIND_NAMES, context_features, kind_features
from storybot.answering.ranking.context import NAMES as CONTEXT_NAMES
from storybot.answering.ranking.term_matches import (
    AFTER,
    BEFORE,
    DOCUMENT,
    EARLIER,
    OPENING,
    OWN,
    PASSAGE,
    Matches,
)
from storybot.answering.ranking.word_order import NAMES as ORDER_NAMES
from storybot.answering.ranking.word_order import word_order_features
from storybot.text.facts.mark_names import Mark, Pattern, listed

_BESIDE = 0.8
"""Weight of a term in the previous sentence."""
_FARTHER = np.array([0.7, 0.5])[:, None, None]
"""Weights of one in the sentence before that, and in the first of the paragraph."""
_K1 = 1.2
_TOP = 5.0
"""About the greatest rarity of a word."""

_SHOWN = (
    Pattern.NEGATION, Pattern.PRONOUN_FIRST, Pattern.LINK_FIRST, Pattern.ASKS, Pattern.QUOTES,
    Pattern.SAYS,
)  # fmt: skip
_SHOWN_BITS = np.array(_SHOWN, np.int32)[:, None]
_NEW_NAMES, _NEW_NUMBERS = (Mark.NAME, Mark.LONG_NAME), (Mark.NUMBER, Mark.YEAR)
_NEW_BITS = np.array([_NEW_NAMES, _NEW_NUMBERS], np.int32).T[:, :, None]
_WINDOW, _HELD, _TITLED, _LED, _LED_TITLED, _NAMED_FAR = range(DOCUMENT + 1, 13)
_TITLE, _OPENED, _LENT, _RELATED, _LED_FAR = range(13, 18)
_AROUND, _WORST = 18, 19
"""Where terms are looked for beside the places of `Matches.near`, with which the views begin."""
_SHARED = _AROUND
"""Views of which the share of the question is a feature."""
_APART, _OF_NAMES = slice(PASSAGE, _TITLED + 1), slice(PASSAGE, _NAMED_FAR + 1)
"""The views in which parts of the question are looked for; for names, one more."""
_UNSAID = np.array([_HELD, _WORST, _HELD, _AROUND])
_COUNTED = np.array([OWN, OWN, PASSAGE, DOCUMENT])
_LENGTHENED = np.array([[0.3], [0.5], [0.5], [0.0]])
_MEAN = np.array([[12.0], [20.0], [40.0], [1.0]])
_SATURATED = np.array([_K1 + 1, _K1 + 1, _K1 + 1, 1.0])[:, None, None]
"""Of BM25: where it counts, what a length counts there, the mean of lengths, what much counts."""
_UNUSED = "-"


def _of_part(part: str) -> tuple[str, ...]:
    # Related words count as the sentence's own there.
    return tuple([f"{part}_{view}" for view in listed("passage document window own titled")])


_BLOCKS = {
    "views": listed(
        "own previous - - following passage document window held titled led led_titled - title"
        " opened lent related led_far"
    ),
    "names": (*_of_part("names"), _UNUSED, _UNUSED, "names_led_far"),
    "numbers": _of_part("numbers"),
    "rest": _of_part("rest"),
    "focus": _of_part("focus"),
    "rest_led_far": ("rest_led_far",),
    "worst": ("worst_held", "worst_window"),
    "bm25": listed(
        "bm25_passage_share bm25_sentence_share bm25_window bm25_passage_long bm25_document"
        " bm25_sentence bm25_passage bm25_passage_best passage_rank"
    ),
    "order": ORDER_NAMES,
    "shape": (*listed("length words position opens denies"), *(p.name.lower() for p in _SHOWN)),
    "kind": KIND_NAMES,
    "covered": ("kind_covered",),
    "new": listed("names_new numbers_new"),
    "context": CONTEXT_NAMES,
    "binding": BINDING_NAMES,
}
"""The features in the order in which they are worked out."""
NAMES = (
    *listed(
        "own held window passage document titled led led_titled opened worst_held worst_window "
        "title previous following lent related"
    ),
    *(
        f"{part}_{view}"
        for part in ("names", "numbers", "rest", "focus")
        for view in listed("own window passage document titled")
    ),
    *listed(
        "bm25_sentence bm25_sentence_share bm25_window bm25_passage bm25_passage_share"
        " bm25_passage_best bm25_passage_long bm25_document passage_rank"
    ),
    *ORDER_NAMES,
    *_BLOCKS["shape"],
    *KIND_NAMES,
    "kind_covered",
    *_BLOCKS["new"],
    *listed("led_far rest_led_far names_led_far"),
    *CONTEXT_NAMES,
    *BINDING_NAMES,
)
"""The features in the order of their weights."""
_ROWS = [name for names in _BLOCKS.values() for name in names]
_ORDER = np.array([_ROWS.index(name) for name in NAMES])
_ENDS = dict(zip(_BLOCKS, accumulate(map(len, _BLOCKS.values())), strict=True))
_AT = {block: slice(end - len(_BLOCKS[block]), end) for block, end in _ENDS.items()}


def features(
    form: AnswerType, idf: Vector, candidates: Candidates, m: Matches
) -> tuple[Matrix, tuple[str, ...]]:
    """Return a row per candidate, and the names of the columns."""
    rows = np.empty((len(_ROWS), len(m.lengths)))
    views = _views(m)
    table = {block: rows[at] for block, at in _AT.items()}
    said = _unsaid(form, idf, views, table["worst"])
    _coverage(form, idf, m, views, table)
    _bm25(idf, candidates, m, table["bm25"])
    word_order_features(form, m, idf, table["order"])
    _shape(form, candidates, m, table["shape"])
    kind_features(form, candidates, m, idf, table["kind"])
    np.multiply(table["kind"][0], table["views"][_LED], out=table["covered"][0])
    one, other = m.new_marks >> _NEW_BITS & 1
    np.add(one, other, out=table["new"])
    context_features(form, candidates, m, table["views"][_LED_TITLED], table["context"])
    binding_features(form, candidates, m, said, table["binding"])
    return rows.T.take(_ORDER, axis=1), NAMES


def _views(m: Matches) -> Matrix:
    """Return how far each term is said by each candidate, the further one looks around.

    The answer's sentence often omits names from the sentences before it: "His place goes to Lavrov"
    answers who replaces whom two sentences later.
    """
    views = np.empty((_WORST + 1, *m.title.shape))
    np.greater(m.near, 0, out=views[: DOCUMENT + 1])
    own, before, after = views[OWN], views[BEFORE], views[AFTER]
    window = np.maximum(own, before, out=views[_WINDOW])
    np.maximum(window, after, out=window)
    held = np.maximum(own, m.related, out=views[_HELD])
    beside = np.multiply(before, _BESIDE, out=views[_LENT])
    led = np.maximum(held, beside, out=views[_LED])
    beside -= held
    np.maximum(beside, 0, out=beside)
    # Both with the title.
    np.maximum(views[_HELD : _LED + 1 : 2], m.title, out=views[_TITLED : _LED_TITLED + 1 : 2])
    far = np.maximum(views[_TITLED], before, out=views[_NAMED_FAR])
    np.maximum(far, views[EARLIER], out=far)
    np.maximum(far, views[OPENING], out=far)
    np.maximum(far, after, out=views[_AROUND])
    views[_TITLE] = m.title
    np.maximum(held, views[OPENING], out=views[_OPENED])
    np.subtract(held, own, out=views[_RELATED])
    farther = views[EARLIER : OPENING + 1] * _FARTHER
    led_far = np.maximum(led, farther[0], out=views[_LED_FAR])
    np.maximum(led_far, farther[1], out=led_far)
    np.maximum(held, window, out=views[_WORST])
    return views


def _coverage(
    form: AnswerType, idf: Vector, m: Matches, views: Matrix, table: Mapping[str, Matrix]
) -> None:
    """Write how much of the question is said, and of its parts.

    The parts are names, numbers, the head noun and the rest; −1 if there are none.
    """
    number = np.array([float(any(map(str.isdigit, term))) for term in form.terms])
    unnamed = 1 - m.named
    _share(views[:_SHARED], idf, table["views"])
    _share(views[_LED_FAR:_AROUND], idf * unnamed, table["rest_led_far"])
    if m.named.any():
        _share(views[_OF_NAMES], idf * m.named, table["names"])
    else:
        table["names"][:-1], table["names"][-1] = -1.0, 0.0
    rest = unnamed * (1 - number) * (1 - form.focus)
    for part, mask in (("numbers", number), ("rest", rest), ("focus", form.focus)):
        if mask.any():
            _share(views[_APART], idf * mask, table[part])
        else:
            table[part][:] = -1.0


def _share(views: Matrix, weights: Vector, table: Matrix) -> None:
    """Write the share of the weights that each view of a candidate says, 0 to 1."""
    total = float(np.add.reduce(weights))
    if total:
        said = views.reshape(-1, len(weights)) @ weights
        np.divide(said.reshape(table.shape), total, out=table)
    else:
        table[:] = 0.0


def _unsaid(form: AnswerType, idf: Vector, views: Matrix, worst: Matrix) -> Said:
    """Write what goes unsaid of most weight; return how far words are said by their rarity."""
    rarity = rarity_of(form, head_words(form))
    share = rarity / (float(np.add.reduce(rarity)) or 1.0)
    # A table for each term: the most of short rows takes thrice as long as that of long ones.
    unsaid = views.take(_UNSAID, axis=0).transpose(2, 0, 1).copy()
    np.subtract(1, unsaid, out=unsaid)
    unsaid *= np.array([idf, idf, rarity, rarity]).T[:, :, None]
    most = np.maximum.reduce(unsaid)
    np.divide(most[:2], max(idf.tolist()) or 1.0, out=worst)
    said = views[_HELD : _AROUND + 1 : _AROUND - _HELD]
    most[:2] = said @ share
    most[2:] /= _TOP
    return Said(said, most, share)


def _bm25(idf: Vector, candidates: Candidates, m: Matches, table: Matrix) -> None:
    passage = candidates.scores[candidates.passage]
    # The sentence, it with those beside, the passage, and last the document, by counts alone.
    counts = m.near.take(_COUNTED, axis=0)
    counts[1] += 0.4 * (m.near[BEFORE] + m.near[AFTER])
    norm = np.array([m.lengths, 1.8 * m.lengths, m.passage_lengths, m.lengths])
    norm *= _LENGTHENED
    norm /= _MEAN
    norm += 1 - _LENGTHENED
    norm *= _K1
    norm[3] = 3
    saturated = counts * _SATURATED / (counts + norm[:, :, None])
    scores = saturated.reshape(-1, len(idf)) @ idf
    table[0], table[1:5] = passage, scores.reshape(4, -1)
    table[5] = table[1]
    table[:5] /= float(np.add.reduce(idf)) or 1.0
    table[6] = passage
    np.divide(passage, max(passage.tolist()) or 1.0, out=table[7])
    np.minimum(candidates.passage, 40, out=table[8])


def _shape(form: AnswerType, candidates: Candidates, m: Matches, table: Matrix) -> None:
    np.log1p(m.lengths, out=table[0])
    table[1] = m.words.counts
    np.minimum(candidates.position, 10, out=table[2])
    np.equal(table[2], 0, out=table[3])
    table[5:] = m.patterns >> _SHOWN_BITS & 1
    np.not_equal(table[5], form.negative, out=table[4])
