"""The merged part of the index: postings in order of their terms."""

import numpy as np

from storybot.search.embedded.postings import Ints, Postings, Run
from storybot.search.embedded.segments.membership import Membership
from storybot.search.embedded.segments.vocabulary import Vocabulary


class Segment:
    """Passages sorted by id and the postings of their terms; arrays may be mapped files."""

    def __init__(
        self, passages: Membership, vocabulary: Vocabulary, starts: Ints, postings: Postings
    ) -> None:
        self.passages, self.vocabulary = passages, vocabulary
        self.starts, self.all_postings = starts, postings

    def postings(self, term: str) -> Postings | None:
        """Return the postings of a term in the passages that are still there."""
        row = self.vocabulary.find(term)
        if row is None:
            return None
        begin, end = self.starts.item(row), self.starts.item(row + 1)
        passages, shapes = self.all_postings
        return self.passages.only_living(passages[begin:end], shapes[begin:end])

    def run(self) -> Run:
        """Return all postings, of removed passages too; rows are the vocabulary's."""
        return Run(np.arange(len(self.vocabulary)), np.diff(self.starts), *self.all_postings)
