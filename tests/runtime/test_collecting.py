"""What is loaded is spared full garbage collections."""

import gc
from collections.abc import Iterator

import pytest

from storybot.bot import app
from storybot.bot.http.metrics import Metrics
from storybot.model.errors import Refused
from storybot.runtime.collecting import Sparing


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Leave everything to garbage collection again."""
    yield
    gc.unfreeze()


def test_what_is_loaded_is_spared_once_the_first_answers_are_given() -> None:
    """All that late imports and the first questions load is there by then; later nothing is."""
    sparing, frozen = Sparing(), [gc.get_freeze_count()]
    for _ in range(39):
        sparing.note_answer()
    frozen.append(gc.get_freeze_count())
    loaded = [["a table", ["of words"]]]
    sparing.note_answer()
    frozen.append(gc.get_freeze_count())
    assert frozen[0] == frozen[1] < frozen[2]
    assert not any(one is loaded for one in gc.get_objects())
    for _ in range(100):
        sparing.note_answer()
    assert gc.get_freeze_count() <= frozen[2]


def test_the_bot_counts_each_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those that it refuses; and its metrics are told as well."""
    counted, told = list[int](), list[object]()
    monkeypatch.setattr(Sparing, "note_answer", lambda _: counted.append(1))
    metrics = Metrics()
    monkeypatch.setattr(metrics, "note_answer", told.append)
    note, refused = app._noting(metrics), Refused("too long")
    note(refused)
    note(refused)
    assert (len(counted), told) == (2, [refused, refused])
