"""Running the playground: where it listens, what the bot gets, how it ends."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket

import httpx
import pytest

from storybot.answering.answer import Answerer
from storybot.cli.playground import example_questions
from storybot.corpus.corpus import Corpus
from storybot.ingest.reading import read_text
from storybot.model.errors import SettingError
from storybot.playground.play import DEFAULT_PORT, play
from storybot.runtime.settings import Settings
from storybot.store.document_store import Store

STORY = """Minister visits Avelland

The foreign minister of Norland, Per Holm, flew to Avelland on Sunday for talks on fishing rights.
"""


def settings(http: str) -> Settings:
    """Make settings with that address."""
    return Settings(_env_file=None, STORYBOT_HTTP=http)


async def test_the_bot_gets_the_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its settings name a server that knows its token, the moderator, and no webhook."""
    seen: list[Settings] = []
    lines: list[str] = []

    async def bot(of_playground: Settings) -> None:
        seen.append(of_playground)
        assert of_playground.token
        url = f"{of_playground.api_url}/bot{of_playground.token.get_secret_value()}/getMe"
        async with httpx.AsyncClient(timeout=60) as client:
            assert (await client.get(url)).json()["result"]["username"] == "storybot"

    await play(settings("localhost:0"), bot, [], lines.append)
    assert (len(seen[0].owners), seen[0].webhook_url, seen[0].http) == (1, None, "")
    assert lines == [
        f"Playground: {seen[0].api_url}/ (only this machine can reach it; Ctrl-C ends it)"
    ]


async def test_a_taken_port_is_said_and_another_one_used() -> None:
    """The page is there all the same."""
    lines: list[str] = []

    async def bot(of_playground: Settings) -> None:
        assert str(port) not in of_playground.api_url

    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        await play(settings(f"127.0.0.1:{port}"), bot, [], lines.append)
    assert f"Port {port} is taken" in lines[0]


@pytest.mark.parametrize("http", ["0.0.0.0:8080", "192.168.1.2:80", "example.org:80", "[::]:80"])
async def test_it_listens_on_loopback_only(http: str) -> None:
    """Another address is refused with the setting's name."""

    async def bot(_: Settings) -> None:
        raise AssertionError("the bot must not start")

    with pytest.raises(SettingError, match=r"STORYBOT_HTTP.*loopback only"):
        await play(settings(http), bot, [], print)


async def test_no_address_is_the_default_port() -> None:
    """STORYBOT_HTTP may be empty; the playground needs a port all the same."""
    lines: list[str] = []

    async def bot(_: Settings) -> None:
        return

    await play(settings(""), bot, [], lines.append)
    assert f":{DEFAULT_PORT}/" in lines[0] or f"Port {DEFAULT_PORT} is taken" in lines[0]


@asynccontextmanager
async def started(folder: Path, command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a command of the program in a folder, on any free port, and end it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "storybot", command),
        cwd=folder,
        env=kept | {"STORYBOT_HTTP": "127.0.0.1:0"},
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "playground"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_without_a_token_a_page_is_served(
    tmp_path: Path, command: str, number: signal.Signals
) -> None:
    """`run` is then the playground; it names its address, and ends in order when told to."""
    async with started(tmp_path, command) as process:
        assert process.stderr
        async with asyncio.timeout(180):
            lines = [(await process.stderr.readline()).decode()]
            while not lines[-1].startswith("Playground: "):
                lines.append((await process.stderr.readline()).decode())
            if command == "run":
                assert any("No TELEGRAM_BOT_TOKEN is set" in line for line in lines)
            url = lines[-1].split()[1]
            assert url.startswith("http://127.0.0.1:")
            async with httpx.AsyncClient(timeout=60) as client:
                assert "storybot playground" in (await client.get(url)).text
            while "is answering" not in lines[-1]:
                lines.append((await process.stderr.readline()).decode())
            process.send_signal(number)
            rest = await process.stderr.read()
            assert await process.wait() == 0
            assert "Traceback" not in rest.decode()


async def test_examples_are_what_the_story_answers(
    store: Store, corpus: Corpus, answerer: Answerer
) -> None:
    """Of another story the headlines are offered, and a question that it does not answer."""
    abstention = "Who won the football World Cup?"
    assert await example_questions(store, answerer) == [abstention]
    await corpus.add([read_text(STORY, source="story.txt")], actor="test")
    assert await example_questions(store, answerer) == ["Minister visits Avelland", abstention]
