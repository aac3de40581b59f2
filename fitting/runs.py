"""Turn rankings into runs, which `storybot.evaluation` scores as it does those of the bot."""

from collections.abc import Iterable, Sequence
from itertools import islice

from fitting.collection import Collection
from fitting.figures import Scored
from storybot.answering.answer import THRESHOLD
from storybot.answering.evidence.quotes import quotes_of
from storybot.answering.ranking.located_sentence import LocatedSentence
from storybot.evaluation.dataset import LabelledQuestion
from storybot.evaluation.runs import Asked, RunHit, RunLine

HITS = 10


def run_of(scored: Iterable[Scored], questions: Sequence[LabelledQuestion]) -> list[Asked]:
    """Return the run over the labelled questions; those that found nothing are in it, too."""
    return completed((_asked(one) for one in scored), questions)


def completed(run: Iterable[Asked], questions: Sequence[LabelledQuestion]) -> list[Asked]:
    """Return a run in the order of the labelled questions, with an empty line where it has none."""
    found = {one.question.id: one for one in run}
    return [
        found.get(one.id) or asked(one, 0.0, []) for one in questions if one.answerable is not None
    ]


def asked(question: LabelledQuestion, confidence: float, hits: list[RunHit]) -> Asked:
    """Return what was answered to a question, as `storybot eval` keeps it."""
    answered = bool(hits) and confidence >= THRESHOLD
    line = RunLine(id=question.id, answered=answered, confidence=confidence, hits=hits)
    return Asked(question, line, 0.0)


def hit(collection: Collection, spots: Sequence[LocatedSentence], score: float) -> RunHit:
    """Return the sentences of a quote as one hit."""
    return RunHit(
        doc_id=spots[0].place[0],
        paragraph=spots[0].paragraph,
        text=" ".join(map(collection.quote, spots)),
        score=score,
    )


def _asked(scored: Scored) -> Asked:
    row = scored.judged.row
    quotes = quotes_of(scored.judged.ranking, row.gathered, row.question.terms)
    hits = [hit(row.collection, q.spots, q.score) for q in islice(quotes, HITS)]
    return asked(row.labelled, scored.confidence, hits)
