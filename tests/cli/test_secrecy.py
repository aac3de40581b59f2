"""The whole bot at DEBUG, in every kind of trouble: its secrets are nowhere to be read."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from faults.trouble import POISONS
from faults.world import SECRET, answer_seconds, stop, with_webhook
from storybot.playground.world.faults import Fault
from storybot.playground.world.people import Person
from worlds.bot_process import TOKEN, World, new_world

pytestmark = pytest.mark.slow

_PRIVATE = "Did my neighbour Ebenezer open the Lantern Bridge?"
_TROUBLE: tuple[Mapping[str, object], ...] = (
    {"kind": "drop"},
    {"kind": "drop", "after": True},
    {"kind": "html"},
    {"kind": "malformed"},
    {"kind": "bad_utf8"},
    {"kind": "flood", "seconds": 1},
    {"kind": "status", "code": 500},
    {"kind": "status", "code": 403},
    {"kind": "status", "code": 404},
)


@pytest.mark.parametrize(("log_format", "webhook"), [("text", False), ("json", True)])
async def test_no_secret_is_written_anywhere(
    tmp_path: Path, log_format: str, *, webhook: bool
) -> None:
    """Not in a log line or traceback, a metric, a health page, nor in what people are told."""
    async with new_world(tmp_path) as world:
        with_webhook(world)
        if not webhook:
            del world.settings["STORYBOT_WEBHOOK_URL"], world.settings["STORYBOT_WEBHOOK_SECRET"]
        world.settings["STORYBOT_LOG_FORMAT"] = log_format
        world.telegram.faults.add(Fault("html", method="getMe"))
        process = await world.storybot("bot")
        await answer_seconds(world)
        await _get_into_trouble(world)
        served = await _served(world)
        world.telegram.bots.clear()  # the token is revoked
        world.bot.queue.interrupt("revoked")
        if not webhook:
            await asyncio.wait_for(process.wait(), 60)
        await stop(process)
        said = str([message for room in world.telegram.rooms() for message in room.history()])
    written = world.log + served + said
    for secret in (TOKEN, TOKEN.partition(":")[2], SECRET):
        assert secret not in written
    assert "storybot_updates_received" in served
    assert len(world.log) > 2000, "it is at DEBUG, and there was trouble"


async def test_at_info_the_log_holds_no_word_of_readers(tmp_path: Path) -> None:
    """Neither questions nor names, also where something fails."""
    async with new_world(tmp_path) as world:
        world.settings["STORYBOT_LOG_LEVEL"] = "INFO"
        process = await world.storybot("bot")
        await world.ask(world.ada, _PRIVATE)
        await _get_into_trouble(world)
        await stop(process)
        for private in ("Ebenezer", world.ada.user.first_name, str(world.ada.user.id)):
            assert private not in world.log


async def _get_into_trouble(world: World) -> None:
    """Let calls of every kind fail in every way, with updates that cannot be read in between."""
    faults = [Fault("drop", method="getUpdates"), Fault("status", code=404, method="getUpdates")]
    if world.bot.webhook:
        faults.clear()
    for trouble in _TROUBLE:
        reader = Person(world.telegram, world.ada.user.first_name)
        chat = str(reader.user.id)
        faults.append(Fault(method="sendMessage", chat_id=chat, **trouble))  # type: ignore[arg-type]
        faults.append(Fault(method="answerInlineQuery", **trouble))  # type: ignore[arg-type]
        reader.send(reader.chat_with(world.bot), _PRIVATE)
        reader.type_inline(world.bot, f"{_PRIVATE} {trouble}")
    world.telegram.faults.waiting += faults
    for content in POISONS:
        ((kind, body),) = content.items()
        world.bot.queue.add(kind, body)
    await world.telegram.bell.until(lambda: all(f.times <= 0 for f in faults) or None, 60)
    await answer_seconds(world)


async def _served(world: World) -> str:
    """Return all that the bot serves over HTTP, to those who know the secret or do not."""
    base = f"http://{world.settings['STORYBOT_HTTP']}"
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        names = ("metrics", "healthz", "readyz", "x")
        pages = [await client.get(f"{base}/{name}") for name in names]
        pages.append(await client.post(f"{base}/telegram", content=b"{", headers={"x": SECRET}))
    return "".join(f"{page.headers}{page.text}" for page in pages)
