"""Score passages exactly by BM25+, as `rank_bm25.BM25Plus` defines it."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from storybot.model.passages import Hit, PassageId
from storybot.search.opensearch.occurrences import count_occurrences
from storybot.search.opensearch.schema import K1, B

_DELTA = 1.0


def best_hits(
    found: Mapping[PassageId, bytes],
    terms: Sequence[str],
    frequencies: Mapping[str, int],
    passages: int,
    length: int,
    k: int,
) -> list[Hit]:
    """Return the best of passages that were found with their occurrences, best first, ties by id.

    ``length`` is the number of terms of all passages. A term that occurs twice in the query counts
    twice, and every term of the index gives every passage its constant.
    """
    known = [term for term in terms if frequencies[term]]
    if not found or not known or k < 1:
        return []
    numbers = {term: i for i, term in enumerate(dict.fromkeys(known))}
    counts, lengths = count_occurrences(list(found.values()), list(numbers))
    norms = K1 * (1 - B + B * lengths / max(length / passages, 1e-9))
    idf = np.zeros(len(numbers))
    for term in known:
        idf[numbers[term]] += math.log(passages + 1) - math.log(frequencies[term])
    scores = (idf * (_DELTA + counts * (K1 + 1) / (norms[:, None] + counts))).sum(axis=1)
    ids = np.array(list(found))
    order = np.lexsort((ids, -np.round(scores, 9)))[:k]
    held = counts.sum(axis=1) > 0
    return [Hit(PassageId(int(ids[i])), float(scores[i])) for i in order if held[i]]
