"""Group changes of the store into the steps in which an index makes them."""

from collections.abc import Iterable, Iterator, Sequence

from storybot.model.documents import DocumentId
from storybot.store.document_store import CommitOutcome

AT_ONCE = 256
"""Passages kept as objects while an index is changed; they take ten times the memory there."""


def whole_steps(outcomes: Sequence[CommitOutcome]) -> Iterator[list[CommitOutcome]]:
    """Split changes where all documents are whole in between.

    Where a later change has replaced passages of an earlier one already, the two are one step:
    between them the document would have neither its old passages nor its new ones.
    """
    step: list[CommitOutcome] = []
    parts = set[DocumentId]()
    for outcome in outcomes:
        step.append(outcome)
        if outcome.is_whole:
            parts.discard(outcome.change.document)
        else:
            parts.add(outcome.change.document)
        if not parts:
            yield step
            step = []
    if step:
        yield step


def together(steps: Iterable[Sequence[CommitOutcome]]) -> Iterator[list[CommitOutcome]]:
    """Yield changes that an index makes in one: it weighs its passages anew for each, or is far.

    Of one elsewhere each write carries the number of the last of them, and makes what it writes as
    it is after that one: a process that makes them otherwise can only be behind, and changes
    nothing then.
    """
    some: list[CommitOutcome] = []
    size = 0
    for step in steps:
        some += step
        size += sum(len(outcome.added) for outcome in step)
        if size >= AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some
