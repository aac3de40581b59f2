"""What all engines are given at one size: the same passages, questions and additions."""

import json
from pathlib import Path
from typing import NamedTuple, Self

from bench.corpus import VOCABULARY, Passages, make_passages, spell
from bench.questions import make_questions

QUESTIONS = 200
_ADDITIONS = 3_000
"""Passages kept ready for the measurements that add some."""

_MARKERS = 2 * VOCABULARY
"""Words from here on stand in one added passage each, to see that it is found."""


class Task(NamedTuple):
    """Passages, the words of the questions about them, and passages to add later."""

    passages: Passages
    questions: list[list[str]]
    more: Passages

    @classmethod
    def make(cls, seed: int, size: int) -> Self:
        """Make a task of ``size`` passages."""
        passages = make_passages(seed, size)
        questions = make_questions(seed, QUESTIONS, passages)
        spelt = [[spell(number) for number in question] for question in questions]
        return cls(passages, spelt, make_passages(seed + 1, _ADDITIONS))

    def save(self, folder: Path) -> None:
        """Write the task, for the engines' processes to map."""
        for name, passages in (("passages", self.passages), ("more", self.more)):
            (folder / name).mkdir(parents=True)
            passages.save(folder / name)
        (folder / "questions.json").write_text(json.dumps(self.questions), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map a task that was saved."""
        questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        return cls(Passages.load(folder / "passages"), questions, Passages.load(folder / "more"))


def marker(number: int) -> str:
    """Return the word that only the added passage of this number holds."""
    return spell(_MARKERS + number % 100_000)
