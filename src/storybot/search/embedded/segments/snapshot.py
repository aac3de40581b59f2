"""Save a merged segment to a file that is mapped, not read."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from storybot.search.embedded.postings import Postings
from storybot.search.embedded.scoring.shape_weights import Shapes
from storybot.search.embedded.segments import mapped_arrays
from storybot.search.embedded.segments.mapped_arrays import MappedArray, SavedGeneration
from storybot.search.embedded.segments.membership import Membership
from storybot.search.embedded.segments.segment import Segment
from storybot.search.embedded.segments.vocabulary import Vocabulary, WordList

_FORMAT = "storybot index 1"


class Snapshot(NamedTuple):
    """The contents of a snapshot file."""

    generation: SavedGeneration
    segment: Segment
    shapes: Shapes


def write(path: Path, snapshot: Snapshot) -> None:
    """Write a snapshot, replacing an existing one.

    Raises:
        OSError: it cannot be written; the one before is still there.
    """
    mapped_arrays.write(path, _FORMAT, snapshot.generation, _taken_apart(snapshot))


def read(path: Path) -> Snapshot:
    """Map a snapshot.

    Raises:
        OSError: there is none, or it cannot be read.
        ValueError: it is damaged, or of another version; the message says what is wrong.
    """
    return _put_together(*mapped_arrays.read(path, _FORMAT))


def _taken_apart(snapshot: Snapshot) -> dict[str, MappedArray]:
    _, segment, shapes = snapshot
    return {
        "ids": segment.passages.ids,
        "lengths": segment.passages.lengths,
        **{f"words_{name}": array for name, array in segment.vocabulary.words._asdict().items()},
        "starts": segment.starts,
        **{f"postings_{name}": array for name, array in segment.all_postings._asdict().items()},
        "shape_frequencies": np.array(shapes.frequencies, dtype=np.int64),
        "shape_lengths": np.array(shapes.lengths, dtype=np.int64),
    }


def _put_together(generation: SavedGeneration, arrays: Mapping[str, MappedArray]) -> Snapshot:
    words = WordList(*(arrays[f"words_{name}"] for name in WordList._fields))
    postings = Postings(*(arrays[f"postings_{name}"] for name in Postings._fields))
    passages = Membership(arrays["ids"], arrays["lengths"])
    segment = Segment(passages, Vocabulary(words), arrays["starts"], postings)
    shapes = Shapes(arrays["shape_frequencies"], arrays["shape_lengths"])
    return Snapshot(generation, segment, shapes)
