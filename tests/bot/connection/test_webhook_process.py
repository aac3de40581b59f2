"""The bot as a process that takes its updates by webhook, and what it says of itself there."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from faults.world import QUESTION, QUOTE, SECRET, with_webhook
from worlds.bot_process import TOKEN, World, new_world, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests; nothing that it logs at DEBUG is secret or private."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made:
        with_webhook(made)
        async with running(made):
            await made.ask(made.ada, QUESTION)
            yield made
        for secret in (TOKEN, SECRET, QUESTION):
            assert secret not in made.log


@pytest_asyncio.fixture(loop_scope="module")
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """Open a client of its pages."""
    base = f"http://{world.settings['STORYBOT_HTTP']}"
    async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=60) as opened:
        yield opened


async def test_a_question_is_answered(world: World) -> None:
    """The update came to the page that setWebhook named."""
    assert QUOTE in (await world.ask(world.ada, QUESTION)).text
    assert not world.telegram.journal.of("getUpdates")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_it_is_healthy_and_ready(client: httpx.AsyncClient, path: str) -> None:
    """Updates come in, and the store can be written."""
    assert (await client.get(path)).status_code == 200


async def test_its_numbers_name_nobody(client: httpx.AsyncClient, world: World) -> None:
    """They count updates, and hold neither a secret nor a reader."""
    text = (await client.get("/metrics")).text
    assert 'storybot_updates_finished_total{outcome="done"}' in text
    for private in (TOKEN, SECRET, QUESTION, str(world.ada.user.id)):
        assert private not in text


async def test_a_forged_update_is_refused(client: httpx.AsyncClient, world: World) -> None:
    """Without the secret nothing is taken."""
    forged = {"update_id": 5, "message": {}}
    assert (await client.post("/telegram", json=forged)).status_code == 403
