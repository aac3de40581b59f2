"""What the processes of one bot share: a budget of messages, news of updates, one that leads."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.corpus.backends.databases import open_inbox, open_links
from storybot.model.errors import SettingError
from storybot.store.layout.send_moments import MOST, SECONDS, next_moments, until_half_free
from storybot.store.postgres.connection.notifications import Notifications
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import open_pool
from storybot.store.workers import WorkerLinks


@pytest.fixture
async def links(postgres_url: str) -> AsyncIterator[list[WorkerLinks]]:
    """Open the links of two processes."""
    opened = [await open_links(postgres_url) for _ in range(2)]
    yield opened
    for one in opened:
        await one.close()


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(1, 70)), max_size=12))
def test_no_more_than_the_limit_goes_out_in_any_second(steps: list[tuple[float, int]]) -> None:
    """Whoever asks when, for how many; and nobody waits for longer than that needs."""
    now, moments, all_moments = 0.0, list[float](), list[float]()
    for pause, count in steps:
        now += pause
        moments, new = next_moments(moments, now, count)
        assert len(new) == count
        all_moments += new
    assert all_moments == sorted(all_moments)
    for first, after in zip(all_moments, all_moments[MOST:], strict=False):
        assert after - first >= SECONDS - 1e-9
    assert len(moments) <= MOST


def test_half_of_the_limit_is_left_to_readers() -> None:
    """What is in the background waits until no more than half is used or reserved."""
    moments, _ = next_moments([], 100.0, 15)
    assert until_half_free(moments, 100.0) == 0.0
    moments, _ = next_moments(moments, 100.5, 1)
    assert until_half_free(moments, 100.5) == pytest.approx(SECONDS - 0.5)
    moments, _ = next_moments(moments, 100.5, 40)
    assert until_half_free(moments, 100.5) > SECONDS


async def test_two_processes_have_one_budget(links: list[WorkerLinks], postgres_url: str) -> None:
    """What both reserve at once goes out one after another: 30, and 30 a moment later."""
    pool = await open_pool(Target.of(postgres_url))
    reserved = list[list[float]]()
    for _ in range(2):
        await asyncio.gather(*(links[n % 2].reserve_sendings(10) for n in range(3)))
        reserved += [row["moments"] for row in await pool.rows("SELECT moments FROM send_slots")]
    first, after = reserved
    assert len(first) == len(after) == MOST
    assert all(b - a >= SECONDS - 1e-6 for a, b in zip(first, after, strict=True))
    await pool.close()


async def test_processes_wait_for_what_others_reserved(
    links: list[WorkerLinks], postgres_url: str
) -> None:
    """At first nobody waits; with the limit used up 100 s ahead, everybody does for as long."""
    assert await links[0].wait_for_half() == 0.0
    assert await links[1].reserve_sendings(2) == [0.0, 0.0]
    pool = await open_pool(Target.of(postgres_url))
    ahead = "array_fill(extract(epoch FROM now())::double precision + 100, ARRAY[$1::integer])"
    await pool.change(f"UPDATE send_slots SET moments = {ahead}", MOST)
    (seconds,) = await links[0].reserve_sendings(1)
    assert 50 < seconds < 150
    assert 50 < await links[1].wait_for_half() < 150
    await pool.close()


async def test_news_of_updates_reach_all(links: list[WorkerLinks], postgres_url: str) -> None:
    """Nobody looks in vain while nothing comes, nor late when something does."""
    waiting = [asyncio.create_task(one.wait_for_updates(60)) for one in links]
    inbox = await open_inbox(postgres_url)
    await asyncio.sleep(0)
    id = 0
    while not all(one.done() for one in waiting):  # also where listening begins only now
        id += 1
        await inbox.put({id: "{}"}, {id: "a"}, for_workers=True)
        await asyncio.wait(waiting, timeout=0.05)
    await inbox.close()


async def test_one_leads_until_it_ends(links: list[WorkerLinks]) -> None:
    """Then another does, and the first one knows that it does no longer."""
    await links[0].lead()
    second = asyncio.create_task(links[1].lead())
    ended = asyncio.create_task(links[0].led_until())
    await asyncio.wait({second, ended}, timeout=0.1)
    assert not second.done()
    assert not ended.done()
    await links[0].close()
    await asyncio.wait_for(second, 10)
    await asyncio.wait_for(ended, 10)


async def test_a_file_is_for_one_process(tmp_path: object) -> None:
    """Several workers on SQLite are refused, with what to do instead."""
    with pytest.raises(SettingError, match="PostgreSQL"):
        await open_links(f"sqlite:///{tmp_path}/s.db")


def test_moments_stay_in_order() -> None:
    """A clock of the server that is put back a little delays messages, and none overtakes."""
    moments, _ = next_moments([], 100.0, 5)
    kept, new = next_moments(moments, 50.0, 2)
    assert all(a <= b for a, b in pairwise(kept))
    assert new[0] >= moments[-1]


def test_a_clock_put_back_an_hour_silences_nobody() -> None:
    """Moments further ahead than any queue reaches are no reservations."""
    moments, _ = next_moments([], 3700.0, MOST)
    assert until_half_free(moments, 100.0) == 0.0
    kept, new = next_moments(moments, 100.0, 1)
    assert kept == new == [100.0]
    queue, last = list[float](), list[float]()
    for _ in range(64):
        queue, last = next_moments(queue, 100.0, 64)
    assert next_moments(queue, 100.0, 1)[1][0] >= last[-1]


@pytest.mark.parametrize("turns", range(4))
async def test_who_is_told_and_stopped_at_once_stops(
    monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    """Whenever between the two: a worker that goes on is killed in the end."""

    async def listen(_: Notifications) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Notifications, "_listen", listen)
    news = Notifications.open(Target.of("postgresql://nobody@127.0.0.1:1/none"))
    waiting = asyncio.create_task(news.wait("inbox", 600))
    for _ in range(3):
        await asyncio.sleep(0)
    news._waiters["inbox"].set()
    for _ in range(turns):
        await asyncio.sleep(0)
    is_asked = waiting.cancel()  # unless it has ended well before
    await asyncio.wait({waiting})
    assert waiting.cancelled() is is_asked
    await news.close()
