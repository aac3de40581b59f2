"""Telegram, a gateway, an update or a handler is broken."""

import asyncio
import json
import random
import time
from pathlib import Path
from typing import Any

import httpx

from faults.world import QUESTION, SECRET, Row, all_answered, answer_seconds, ask, with_webhook
from storybot.playground.world.faults import Fault, FaultKind
from storybot.playground.world.people import Person
from worlds.bot_process import World, new_world, running

_BACK_SECONDS = 5.0
POISONS: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 5, "type": "private"}}},
    {"message": {"message_id": [], "date": {}, "chat": 5, "from": "nobody"}},
    {"inline_query": {"id": 5, "from": {"id": "x"}, "query": None}},
    {"callback_query": {"id": {}, "from": None, "data": [1]}},
)
_UNTOLD: tuple[tuple[FaultKind, int], ...] = (
    ("drop", 0),
    ("html", 502),
    ("html", 504),
    ("malformed", 0),
    ("bad_utf8", 0),
)
"""How a call that was carried out may seem to have failed, with the status of a gateway."""
_HOSTILE = (
    "\x00",
    "\ufdfa" * 200,
    "\u202e\u2066gnikcah",
    "\u200b\u200d\ufeff?",
    "{}[]()^:*NEAR " * 5,
)


async def broken_answers(folder: Path) -> Row:
    """Spoil calls in every way that there is, and see when the bot is back."""
    slowest, lost = 0.0, 0
    faults = [
        *(Fault(kind, times=3, method=method) for kind in ("drop", "html", "malformed", "bad_utf8")
          for method in ("getUpdates", "sendMessage")),
        Fault("status", code=500, times=3),
        Fault("status", code=409, method="getUpdates", times=3),
    ]  # fmt: skip
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)
        for fault in faults:
            world.telegram.faults.add(fault)
            asked = [ask(world) for _ in range(3)]
            await world.telegram.bell.until(lambda f=fault: f.times <= 0 or None, 60)  # type: ignore[misc]
            ended = time.monotonic()
            lost += len(await all_answered(world, asked, 60))
            slowest = max(slowest, time.monotonic() - ended)
    return Row(
        "5xx, HTML, bad JSON, bad UTF-8, reset and 409, three times each",
        "back within 5 s of the end; nothing lost",
        f"back after at most {slowest:.1f} s, {lost} of {3 * len(faults)} lost",
        not lost,
        in_time=slowest <= _BACK_SECONDS,
    )


async def outage(folder: Path, seconds: float) -> Row:
    """Every call fails for a while."""
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)
        fault = Fault("drop", times=10**9)
        world.telegram.faults.add(fault)
        asked = [ask(world) for _ in range(5)]
        await asyncio.sleep(seconds)
        world.telegram.faults.clear()
        ended = time.monotonic()
        lost = await all_answered(world, asked, 60)
        took = time.monotonic() - ended
        calls = 10**9 - fault.times
    return Row(
        f"{seconds:.0f} s without Telegram",
        "back within 5 s of the end; nothing lost; few calls meanwhile",
        f"back after {took:.1f} s, {len(lost)} of 5 lost, {calls} calls meanwhile",
        not lost and calls < 50 + 10 * seconds,
        in_time=took <= _BACK_SECONDS,
    )


async def hang(folder: Path, seconds: float) -> Row:
    """Telegram takes every call for a while, and carries it out only much later."""
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)
        fault = Fault("delay", seconds=seconds, times=10**9)
        world.telegram.faults.add(fault)
        asked = [ask(world) for _ in range(5)]
        await asyncio.sleep(seconds)
        world.telegram.faults.clear()
        ended = time.monotonic()
        took = await answer_seconds(world)
        lost = await all_answered(world, asked, 60)
        slowest = time.monotonic() - ended
        await asyncio.sleep(seconds)  # what was taken and not answered is carried out, too
        counts = [question.answers for question in asked]
    return Row(
        f"Telegram answers nothing for {seconds:.0f} s, and carries it out later",
        "nothing lost; an answer at most twice; back when the last hung call ends",
        f"new questions answered after {took:.1f} s, old ones after {slowest:.1f} s,"
        f" {len(lost)} of {len(asked)} lost, {sum(count > 1 for count in counts)} answered twice,"
        f" none more than {max(counts)} times",
        not lost and max(counts) <= 2,
        in_time=took <= seconds + _BACK_SECONDS,
    )


async def broken_off(folder: Path, questions: int) -> Row:
    """Each message arrives, and the bot is never told so."""
    faults = []
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)
        asked = []
        for number in range(questions):
            reader = Person(world.telegram, "Reader")
            kind, code = _UNTOLD[number % len(_UNTOLD)]
            chat = str(reader.user.id)
            faults.append(Fault(kind, "sendMessage", chat, times=10**6, code=code, after=True))
            world.telegram.faults.add(faults[-1])
            asked.append(ask(world, reader))
        lost = await all_answered(world, asked, 60)
        await asyncio.sleep(_BACK_SECONDS)
        counts = [question.answers for question in asked]
    return Row(
        f"{questions} answers that arrive, but their calls break off every time",
        "an answer at most twice",
        f"{len(lost)} lost, {sum(count > 1 for count in counts)} answered twice,"
        f" none more than {max(counts)} times",
        not lost and max(counts) <= 2,
    )


async def poison(folder: Path) -> Row:
    """Put updates that cannot be read between good ones."""
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)
        slowest = 0.0
        for content in POISONS:
            ((kind, body),) = content.items()
            world.bot.queue.add(kind, body)
            slowest = max(slowest, await answer_seconds(world))
        polls = len(world.telegram.journal.of("getUpdates"))
    return Row(
        f"{len(POISONS)} updates that cannot be read",
        "others delayed by less than 1 s; no hot loop",
        f"slowest other answer {slowest * 1e3:.0f} ms, {polls} getUpdates calls",
        polls < 10 * len(POISONS),
        in_time=slowest < 1,
    )


async def repeated(folder: Path, questions: int) -> Row:
    """Deliver updates by webhook several times each and out of order."""
    rng = random.Random(questions)
    async with new_world(folder) as world:
        with_webhook(world)
        async with running(world):
            await answer_seconds(world)
            webhook, world.bot.webhook = world.bot.webhook, None  # from here on delivered by hand
            asked = [ask(world) for _ in range(questions)]
            updates = [u.as_json() for u in world.bot.queue.pending()]
            deliveries = 2 * updates
            rng.shuffle(deliveries)
            await _deliver(world, deliveries)
            lost = await all_answered(world, asked, 60)
            world.bot.webhook = webhook
            twice = sum(question.answers > 1 for question in asked)
    return Row(
        f"{questions} updates delivered twice, shuffled",
        "each answered once",
        f"{len(lost)} lost, {twice} answered twice",
        not lost and not twice,
    )


async def _deliver(world: World, updates: list[dict[str, Any]]) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    url = world.settings["STORYBOT_WEBHOOK_URL"]
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        for update in updates:
            response = await client.post(url, content=json.dumps(update), headers=headers)
            response.raise_for_status()


async def hostile_texts(folder: Path) -> Row:
    """Ask, add and search with texts made to do harm."""
    async with new_world(folder) as world:
        with_webhook(world)
        async with running(world):
            await answer_seconds(world)
            slowest = max([await _harmed(world, text) for text in _HOSTILE])
            lone = {"from": _raw(world.ada), "id": "1", "query": "who \ud800?", "offset": ""}
            await _deliver(world, [{"update_id": 5, "inline_query": lone}])
            slowest = max(slowest, await answer_seconds(world))
        faults = world.log.count("Traceback")
    return Row(
        "NUL, bidi, zero-width, 18-fold growth, lone surrogates, in questions, /add and inline",
        "no crash, no fault, others not delayed by a second",
        f"{faults} faults, slowest other answer {slowest * 1e3:.0f} ms",
        not faults,
        in_time=slowest < 1,
    )


async def _harmed(world: World, text: str) -> float:
    """Send a text to every door; return how long somebody else then waits."""
    reader, owner = Person(world.telegram, "Reader"), world.owner
    reader.send(reader.chat_with(world.bot), f"{QUESTION}{text}"[:4096])
    reader.type_inline(world.bot, f"{QUESTION}{text}"[:256])
    owner.send(owner.chat_with(world.bot), f"/add\n{text}"[:4096])
    return await answer_seconds(world)


def _raw(person: Person) -> dict[str, Any]:
    return person.user.model_dump(mode="json", exclude_none=True)
