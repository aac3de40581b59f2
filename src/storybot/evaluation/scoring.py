"""Score a run against labelled questions.

A returned sentence is a hit if it comes from the right document and covers at least 80 % of the
gold sentence's words while being at most 2.5 times as long plus 6 words, or if at least 90 % of it
lies inside the gold sentence and covers 45 % of that; and, if the question has answer strings, one
of them occurs in it. So two sentences can be a hit, and a paragraph cannot.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from storybot.evaluation.dataset import Gold, LabelledQuestion

_WORD = re.compile(r"[^\W_]+")

COVER, LONGER, SLACK = 0.8, 2.5, 6
INSIDE, INSIDE_COVER = 0.9, 0.45


def tokens(text: str) -> list[str]:
    """Words of ``text``: NFKC, lower case, punctuation off."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def covers(returned: Sequence[str], gold: Sequence[str]) -> bool:
    """Return whether the returned tokens are the gold sentence's, by either rule of length."""
    if not returned or not gold:
        return False
    common = sum((Counter(returned) & Counter(gold)).values())
    whole = common >= COVER * len(gold) and len(returned) <= LONGER * len(gold) + SLACK
    part = common >= INSIDE * len(returned) and common >= INSIDE_COVER * len(gold)
    return whole or part


def is_hit(question: LabelledQuestion, doc: str, text: str) -> bool:
    """Return whether a returned text answers a question."""
    returned = tokens(text)
    if question.answers and not question.no_answer_filter and not holds_answer(question, text):
        return False
    return any(_is_gold(gold, question.doc_id, doc, returned) for gold in question.gold_sentences)


def holds_answer(question: LabelledQuestion, text: str) -> bool:
    """Return whether one of the answer strings occurs in a text."""
    plain = " ".join(tokens(text))
    wanted = [" ".join(tokens(answer)) for answer in question.answers]
    return any(answer and answer in plain for answer in wanted)


def _is_gold(gold: Gold, gold_doc: str | None, doc: str, returned: Sequence[str]) -> bool:
    return (gold.doc_id or gold_doc) == doc and covers(returned, tokens(gold.text))


def question_scores(marks: Sequence[Sequence[bool]]) -> dict[str, list[float]]:
    """P@1, R@3, R@10 and MRR@10 of each answerable question; see `ranking_metrics`."""
    first = [next((i for i, hit in enumerate(m[:10]) if hit), 10) for m in marks]
    return {
        "P@1": [float(i < 1) for i in first],
        "R@3": [float(i < 3) for i in first],  # noqa: PLR2004
        "R@10": [float(i < 10) for i in first],  # noqa: PLR2004
        "MRR@10": [1 / (i + 1) if i < 10 else 0.0 for i in first],  # noqa: PLR2004
    }


def ranking_metrics(marks: Sequence[Sequence[bool]]) -> dict[str, float]:
    """P@1, R@3, R@10 and MRR@10 over answerable questions, one list of marks (best first) each."""
    return {name: sum(s) / max(len(s), 1) for name, s in question_scores(marks).items()}


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Chance that a positive's confidence is above a negative's; a tie counts half."""
    if not positive or not negative:
        return float("nan")
    ranked = sorted([(c, 1) for c in positive] + [(c, 0) for c in negative])
    total, i = 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        total += sum(mark for _, mark in ranked[i:j]) * (i + j + 1) / 2
        i = j
    n, m = len(positive), len(negative)
    return (total - n * (n + 1) / 2) / (n * m)


def answering_f1(rows: Sequence[tuple[float, bool, bool]], threshold: float) -> float:
    """F1 of answering; a row is (confidence, answerable, first is a hit).

    An answer is right when the question is answerable and the first sentence a hit.
    """
    answered = [row for row in rows if row[0] >= threshold]
    right = sum(answerable and hit for _, answerable, hit in answered)
    wanted = sum(answerable for _, answerable, _ in rows)
    return 2 * right / (len(answered) + wanted) if answered and wanted else 0.0


def best_threshold(rows: Sequence[tuple[float, bool, bool]]) -> float:
    """Threshold with the highest F1 on a tuning part."""
    ordered = sorted(rows, key=lambda row: -row[0])
    wanted = sum(row[1] for row in rows)
    best, best_at, right = 0.0, 1.0, 0
    for n, (confidence, answerable, hit) in enumerate(ordered, 1):
        right += answerable and hit
        f1 = 2 * right / (n + wanted)
        if f1 > best:
            best, best_at = f1, confidence
    return best_at
