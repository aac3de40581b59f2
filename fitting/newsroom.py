"""The project's own newsroom: invented articles of many kinds, and what readers ask of them.

Each file of ``newsroom/`` is an article in one of seven languages with questions written from it,
half of them near misses. Articles on one event are a group; groups are divided by a hash into three
thirds: one to fit on, one to choose by, and a final one, which is scored once and never read.
``python -m fitting.newsroom FOLDER`` writes each language as a set that ``storybot eval`` reads.
"""

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from storybot.evaluation.dataset import Gold, LabelledDocument, LabelledQuestion
from storybot.model.documents import Published

_PROJECT = Path(__file__).parents[1]
_SALT = "newsroom 12430"
"""The number makes the thirds about equal in every language; nothing else was looked at."""

AnswerableKind = Literal[
    "fact", "yes_no", "reason", "list", "definition", "quotation", "amount", "time", "place",
    "person", "short", "misspelt", "other_name", "paraphrase", "run_up",
]  # fmt: skip
UnanswerableKind = Literal[
    "swapped_name", "swapped_noun", "swapped_year", "swapped_place", "swapped_unit", "negated",
    "opposite_verb", "nothing_said", "other_slot", "out_of_corpus",
]  # fmt: skip


class Third(StrEnum):
    """What a group of articles is for."""

    FITTING = "fitting"
    CHOOSING = "choosing"
    FINAL = "final"


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewsGold(_Line):
    """A sentence that answers."""

    paragraph: int = Field(ge=0)
    text: str = Field(min_length=1)


class NewsQuestion(_Line):
    """What a reader asks; ``gold`` is None where no article of the group answers."""

    question: str = Field(min_length=1)
    kind: AnswerableKind | UnanswerableKind
    gold: list[NewsGold] | None
    answers: list[str] = Field(default_factory=list)


class NewsArticle(_Line):
    """An invented article with its questions."""

    id: str
    group: str
    language: Literal["de", "en", "es", "fr", "ru", "tr", "uk"]
    title: str
    publisher: str
    published: Published
    paragraphs: list[str]
    questions: list[NewsQuestion]

    @property
    def third(self) -> Third:
        """Which third its group belongs to."""
        digest = hashlib.sha256(f"{_SALT}|{self.group}".encode()).hexdigest()
        return tuple(Third)[int(digest, 16) % len(Third)]

    @cached_property
    def source(self) -> str:
        """Name the article as a document: its group comes first, by which folds are made."""
        return f"{self.group}/{self.id}"

    def labelled_document(self) -> LabelledDocument:
        """Return it as a line of ``docs.jsonl``."""
        return LabelledDocument(
            id=self.source, title=self.title, paragraphs=self.paragraphs, language=self.language
        )

    def labelled_questions(self) -> list[LabelledQuestion]:
        """Return its questions as lines of ``questions.jsonl``."""
        return [
            LabelledQuestion(
                id=f"{self.id}.{number}",
                question=one.question,
                doc_id=self.source,
                gold_sentences=[Gold(text=g.text, paragraph=g.paragraph) for g in one.gold or ()],
                answers=one.answers,
                answerable=one.gold is not None,
                kind=one.kind,
            )
            for number, one in enumerate(self.questions)
        ]


def read_newsroom(
    thirds: Collection[Third] = (Third.FITTING, Third.CHOOSING), project: Path = _PROJECT
) -> list[NewsArticle]:
    """Read the articles of some thirds, in order of their names; a project may have none."""
    articles = [
        NewsArticle.model_validate_json(path.read_text("utf-8"))
        for path in sorted((project / "fitting" / "newsroom").glob("*.json"))
    ]
    return [article for article in articles if article.third in thirds]


def by_language(articles: Sequence[NewsArticle]) -> dict[str, list[NewsArticle]]:
    """Divide articles by their language, in order of its code."""
    found: dict[str, list[NewsArticle]] = defaultdict(list)
    for article in articles:
        found[article.language].append(article)
    return dict(sorted(found.items()))


def main() -> None:
    """Write a set a language, and one of all."""
    arguments = argparse.ArgumentParser(
        prog="python -m fitting.newsroom", description="Write sets that storybot eval reads."
    )
    arguments.add_argument("out", type=Path, help="folder to write to")
    arguments.add_argument("--third", choices=[*Third], action="append", help="all but the final")
    given = arguments.parse_args()
    articles = read_newsroom([Third(t) for t in given.third or (Third.FITTING, Third.CHOOSING)])
    for name, some in {**by_language(articles), "all": articles}.items():
        folder = given.out / f"newsroom_{name}"
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "docs.jsonl", [one.labelled_document() for one in some])
        _write(folder / "questions.jsonl", [q for one in some for q in one.labelled_questions()])


def _write(path: Path, lines: Sequence[BaseModel]) -> None:
    path.write_text("".join(f"{line.model_dump_json()}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()
