"""A labelled set on disk: documents, questions, and their gold sentences."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storybot.model.documents import Document, Span
from storybot.model.errors import Refused, why_invalid
from storybot.text.analysis.languages import detect_language

_GAP = "\n\n"
NEAR_MISSES = (
    "adversarial", "near_miss", "swapped_name", "swapped_noun", "swapped_year", "swapped_place",
    "swapped_unit", "negated", "opposite_verb", "nothing_said", "other_slot",
)  # fmt: skip
"""Kinds of question that nearly hit: whole, or by what they change."""
LabelledLine = TypeVar("LabelledLine", bound=BaseModel)


class LabelledDocument(BaseModel):
    """A line of ``docs.jsonl``."""

    id: str
    title: str = ""
    paragraphs: list[str]
    language: str | None = None

    def document(self) -> Document | None:
        """Convert to a document whose source is its id; None if it has no text."""
        spans, parts, end = [], [], 0
        for paragraph in filter(str.strip, self.paragraphs):
            spans.append(Span(end, end + len(paragraph)))
            parts.append(paragraph)
            end += len(paragraph) + len(_GAP)
        if not spans:
            return None
        text = _GAP.join(parts)
        return Document(
            source=self.id,
            title=self.title,
            text=text,
            spans=tuple(spans),
            language=self.language or detect_language(text),
        )

    def numbers(self) -> list[int]:
        """Return the index in `paragraphs` of each non-blank paragraph, in document order."""
        return [i for i, paragraph in enumerate(self.paragraphs) if paragraph.strip()]


class Gold(BaseModel):
    """A sentence that answers."""

    model_config = ConfigDict(extra="ignore")

    text: str
    paragraph: int | None = None
    doc_id: str | None = None


class LabelledQuestion(BaseModel):
    """A line of ``questions.jsonl``; without labels it is asked, and not scored."""

    model_config = ConfigDict(extra="ignore")

    id: str
    question: str
    doc_id: str | None = None
    gold_sentences: list[Gold] = Field(default_factory=list)
    answers: list[str] = Field(default_factory=list)
    answerable: bool | None = None
    kind: str = ""
    no_answer_filter: bool = False
    """The answers are free text: a sentence need not contain one."""


def read_docs(folder: Path) -> list[LabelledDocument]:
    """Read the documents of a set.

    Raises:
        Refused: the file is not there or a line is not of its form.
    """
    return list(_read(folder / "docs.jsonl", LabelledDocument))


def read_questions(folder: Path) -> list[LabelledQuestion]:
    """Read the questions of a set.

    Raises:
        Refused: the file is not there or a line is not of its form.
    """
    return list(_read(folder / "questions.jsonl", LabelledQuestion))


def _read(path: Path, form: type[LabelledLine]) -> Iterator[LabelledLine]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    try:
                        yield form.model_validate_json(line)
                    except ValidationError as error:
                        raise Refused(f"{path}, line {number}: {why_invalid(error)}.") from error
    except FileNotFoundError as error:
        raise Refused(
            f"There is no {path}: a labelled set is a folder with docs.jsonl and questions.jsonl."
        ) from error
    except OSError as error:
        raise Refused(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"Cannot read {path}: it is not text in UTF-8.") from error
