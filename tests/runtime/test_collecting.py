"""What is loaded is spared full garbage collections, and what is made at once all of them."""

import gc
from collections.abc import Iterator

import pytest

from storybot.runtime.collecting import Sparing, uncollected


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Leave everything to garbage collection, before, for a test may have run a bot, and after."""
    gc.unfreeze()
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_is_loaded_is_spared_once_the_first_answers_are_given() -> None:
    """All that late imports and the first questions load is there by then; later nothing is."""
    told, frozen = list[int](), [gc.get_freeze_count()]
    sparing = Sparing(told.append)
    for number in range(39):
        sparing(number)
    frozen.append(gc.get_freeze_count())
    loaded = [["a table", ["of words"]]]
    sparing(39)
    frozen.append(gc.get_freeze_count())
    assert frozen[0] == frozen[1] < frozen[2]
    assert not any(one is loaded for one in gc.get_objects())
    for number in range(40, 140):
        sparing(number)
    assert gc.get_freeze_count() <= frozen[2]
    assert told == list(range(140))


def test_what_is_left_is_looked_through_more_rarely() -> None:
    """The share of full ones stays: nothing else frees objects in a circle."""
    before = gc.get_threshold()
    seen: list[int] = []
    sparing = Sparing(seen.append)
    for number in range(40):
        sparing(number)
    after = gc.get_threshold()
    assert after[0] == 10_000 > before[0]
    assert after[1:] == before[1:]


@pytest.mark.parametrize("was_enabled", [True, False])
async def test_nothing_is_collected_meanwhile(*, was_enabled: bool) -> None:
    """Afterwards it is as before, also where the coroutine fails."""

    @uncollected
    async def make(divisor: int) -> tuple[bool, int]:
        return gc.isenabled(), 1 // divisor

    (gc.enable if was_enabled else gc.disable)()
    try:
        assert await make(1) == (False, 1)
        assert gc.isenabled() is was_enabled
        with pytest.raises(ZeroDivisionError):
            await make(0)
        assert gc.isenabled() is was_enabled
    finally:
        gc.enable()
