"""Ask a labelled set the way the bot would, and record the results."""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from storybot.answering.answer import Answerer
from storybot.corpus.corpus import Corpus
from storybot.evaluation.dataset import LabelledDocument, LabelledQuestion
from storybot.model.answers import Answer
from storybot.model.errors import Refused, why_invalid

_BATCH = 200
_STATUS = Path("/proc/self/status")
_PERCENT_99 = 98
"""Index of the 99th percentile among the 99 that cut a sample into hundredths."""


class RunHit(BaseModel):
    """A returned sentence."""

    doc_id: str
    paragraph: int
    """From 0, in the document as the set has it."""
    text: str
    score: float


class RunLine(BaseModel):
    """The result of one question."""

    id: str
    answered: bool
    confidence: float
    hits: list[RunHit]


class Asked(NamedTuple):
    """A question, its result, and the time it took."""

    question: LabelledQuestion
    line: RunLine
    took_ms: float


async def add_documents(
    corpus: Corpus, docs: Sequence[LabelledDocument], progress: Callable[[int], None]
) -> float:
    """Add the documents of a set and return the seconds it took."""
    started = time.perf_counter()
    for i in range(0, len(docs), _BATCH):
        batch = docs[i : i + _BATCH]
        documents = [document for doc in batch if (document := doc.document())]
        await corpus.add(documents, actor="eval", twins=True)
        progress(len(batch))
    return time.perf_counter() - started


async def ask_all(
    answerer: Answerer,
    docs: Sequence[LabelledDocument],
    questions: Sequence[LabelledQuestion],
    k: int,
    progress: Callable[[int], None],
) -> list[Asked]:
    """Ask every question and return up to ``k`` hits for each."""
    numbers = {doc.id: doc.numbers() for doc in docs}
    asked = []
    for question in questions:
        answer = await answerer.answer(question.question, k)
        asked.append(Asked(question, _line(question, answer, numbers), answer.took_ms))
        progress(1)
    return asked


def _line(question: LabelledQuestion, answer: Answer, numbers: dict[str, list[int]]) -> RunLine:
    return RunLine(
        id=question.id,
        answered=answer.answered,
        confidence=round(answer.confidence, 6),
        hits=[
            RunHit(
                doc_id=(doc := citation.version.document.source),
                paragraph=numbers[doc][citation.paragraph],
                text=citation.text,
                score=round(citation.score, 6),
            )
            for citation in answer.citations
        ],
    )


def costs(asked: Sequence[Asked], passages: int, index_seconds: float) -> dict[str, Any]:
    """Summarise the cost of a run: counts, times and memory."""
    times = sorted(one.took_ms for one in asked)
    hundredths = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    return {
        "questions": len(asked),
        "passages": passages,
        "index_seconds": round(index_seconds, 3),
        "query_ms": {
            "p50": round(statistics.median(times), 3) if times else 0.0,
            "p99": round(hundredths[_PERCENT_99], 3) if times else 0.0,
        },
        "max_rss_mb": round(_max_rss_mb(), 1),
    }


def read_run(path: Path) -> dict[str, RunLine]:
    """Read the lines of an earlier run, by question.

    Raises:
        Refused: the file cannot be read, or is not a run.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [RunLine.model_validate_json(line) for line in lines if line.strip()]
    except OSError as error:
        raise Refused(f"Cannot read the run {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is no run: it is not text in UTF-8.") from error
    except ValidationError as error:
        raise Refused(f"{path} is no run: {why_invalid(error)}.") from error
    return {line.id: line for line in found}


def _max_rss_mb() -> float:
    """Return the largest resident set of this process.

    Linux's `getrusage` counts what the process that started this one had; macOS counts bytes.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
