"""Webhook, health and metrics, over HTTP on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest

from storybot.bot.http import endpoints
from storybot.bot.http.endpoints import Probes, http_app
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.metrics import Metrics
from storybot.bot.http.webhook_endpoint import WebhookEndpoint
from storybot.model.errors import StoreError
from storybot.playground.page.page_app import page_app
from storybot.playground.page.stage import Stage
from storybot.runtime.serving import serving

SECRET = "a-secret"
NAME = "X-Telegram-Bot-Api-Secret-Token"
HEADER = {NAME: SECRET}


class Front:
    """What stands behind the pages."""

    def __init__(self) -> None:
        self.now = 0.0
        self.taken: list[object] = []
        self.full = self.broken = False
        self.reason = self.notice = ""

    async def take(self, updates: Sequence[object]) -> int:
        """Take updates as the intake does."""
        if self.broken:
            raise StoreError("The disk is full.")
        self.taken += updates
        return 1 if isinstance(updates[0], dict) else 0

    async def why_not_ready(self) -> str:
        """Say what is missing."""
        return self.reason


@pytest.fixture
def front() -> Front:
    """Make what stands behind the pages."""
    return Front()


@pytest.fixture
async def client(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the pages and open a client."""
    webhook = WebhookEndpoint.at("https://bot.example/hook", SECRET, front.take, lambda: front.full)
    pulse = Heartbeat(lambda: front.now)
    app = http_app(pulse, Metrics(), front.why_not_ready, webhook, lambda: front.notice)
    async with (
        serving(app, "127.0.0.1:0") as port,
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, verify=False
        ) as opened,
    ):
        yield opened


@pytest.mark.parametrize("path", ["/telegram", "/hook"])
async def test_an_update_with_the_secret_is_taken(
    client: httpx.AsyncClient, front: Front, path: str
) -> None:
    """At the path of the public URL, and at the usual one."""
    assert (await client.post(path, json={"update_id": 1}, headers=HEADER)).status_code == 200
    assert front.taken == [{"update_id": 1}]


@pytest.mark.parametrize("secret", ["", "wrong", "a-secret-", "\u00e4"])
async def test_nothing_is_read_without_the_secret(
    client: httpx.AsyncClient, front: Front, secret: str
) -> None:
    """The answer comes although nothing of the body has."""
    reader, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
    head = f"POST /telegram HTTP/1.1\r\nHost: bot\r\nContent-Length: 100000000\r\n{NAME}: {secret}"
    writer.write(f"{head}\r\n\r\n".encode("latin-1"))
    assert b" 403 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    assert front.taken == []


async def test_a_request_with_two_lengths_is_refused(
    client: httpx.AsyncClient, front: Front
) -> None:
    """And its connection is closed, with what a proxy may have let through behind it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
    secret = HEADER[NAME]
    head = f"POST /telegram HTTP/1.1\r\nHost: bot\r\n{NAME}: {secret}\r\n"
    body = '{"update_id": 1}'
    both = f"{head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{body}\r\n0\r\n\r\n"
    hidden = f"{head}Content-Length: {len(body)}\r\n\r\n{body}"
    writer.write((both + hidden).encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    assert (answer.count(b"HTTP/1.1"), b" 400 " in answer) == (1, True)
    writer.close()
    assert front.taken == []


async def test_a_body_larger_than_any_update_is_refused(
    client: httpx.AsyncClient, front: Front
) -> None:
    """Also where its length was not said beforehand."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    assert (await client.post("/telegram", content=chunks(), headers=HEADER)).status_code == 413
    assert front.taken == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"5", json.dumps([1]).encode()]
)
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    """It neither crashes nor is taken."""
    response = await client.post("/telegram", content=body, headers=HEADER)
    assert response.status_code == 400


async def test_what_could_not_be_kept_is_not_confirmed(
    client: httpx.AsyncClient, front: Front
) -> None:
    """Telegram then delivers it again."""
    front.broken = True
    response = await client.post("/telegram", json={"update_id": 1}, headers=HEADER)
    assert response.status_code == 503
    front.broken, front.full = False, True
    response = await client.post("/telegram", json={"update_id": 1}, headers=HEADER)
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")


async def test_a_deaf_bot_is_not_healthy(client: httpx.AsyncClient, front: Front) -> None:
    """Health is how long ago Telegram was heard."""
    assert (await client.get("/healthz")).status_code == 200
    front.now = 61
    assert (await client.get("/healthz")).status_code == 503


async def test_it_says_why_it_is_not_ready(client: httpx.AsyncClient, front: Front) -> None:
    """The reason is the body."""
    front.reason = "The disk is full."
    response = await client.get("/readyz")
    assert (response.status_code, response.text) == (503, "The disk is full.\n")
    front.reason = ""
    assert (await client.get("/readyz")).status_code == 200


async def test_it_is_ready_with_a_notice(client: httpx.AsyncClient, front: Front) -> None:
    """What one chat does must not take the bot out of service, but is told."""
    front.notice = "A chat sends too much."
    response = await client.get("/readyz")
    assert (response.status_code, response.text) == (200, "ready\nA chat sends too much.\n")


async def test_metrics_are_text_for_prometheus(client: httpx.AsyncClient) -> None:
    """Every number has its help."""
    response = await client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert "# HELP storybot_updates_received_total" in response.text
    assert "storybot_heard_from_telegram_seconds_ago" in response.text


async def test_an_address_that_is_taken_is_an_error() -> None:
    """The caller decides how bad that is."""
    app = http_app(Heartbeat(), Metrics(), Front().why_not_ready)
    async with serving(app, "127.0.0.1:0") as port:
        with pytest.raises(OSError, match="in use"):
            async with serving(app, f"127.0.0.1:{port}"):
                pass


async def test_a_database_that_is_silent_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Probe and scrape give up earlier than the bot, and would not hear why."""
    over = asyncio.Event()

    async def wait() -> str:
        try:
            await over.wait()
        finally:
            await over.wait()  # a server that hangs does not hear that nobody waits any more
        return ""

    async def count() -> None:
        await wait()

    monkeypatch.setattr(endpoints, "_PATIENCE_SECONDS", 0.0)
    transport = httpx.ASGITransport(http_app(Heartbeat(), Metrics(), wait, count=count))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        ready = await client.get("/readyz")
        assert (ready.status_code, "has not answered" in ready.text) == (503, True)
        assert "storybot_questions_total" in (await client.get("/metrics")).text
    assert "Metrics of the database are as of before" in caplog.text
    over.set()


async def test_a_bot_says_which_one_it_is() -> None:
    """Several on one machine are told apart by it."""
    app = http_app(Heartbeat(), Metrics(), Front().why_not_ready, bot="123456")
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        assert (await client.get("/healthz")).headers["Storybot-Bot"] == "123456"


async def test_without_a_webhook_nothing_is_taken() -> None:
    """A bot that polls has no such page."""
    app = http_app(Heartbeat(), Metrics(), Front().why_not_ready)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        assert (await client.post("/telegram", headers=HEADER)).status_code == 404


def test_a_url_without_a_path_gets_the_usual_one() -> None:
    """Telegram delivers where the bot listens."""
    front = Front()
    webhook = WebhookEndpoint.at("https://bot.example", SECRET, front.take, lambda: False)
    assert webhook.url == "https://bot.example/telegram"
    assert webhook.paths == {"/telegram"}


async def test_a_playground_answers_for_its_bot() -> None:
    """Health and metrics stand beside the page, unavailable until the bot runs."""
    probes = Probes()
    front = Front()
    async with (
        serving(page_app(Stage.set_up(["Who?"]), probes), "127.0.0.1:0") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        assert (await client.get("/healthz")).status_code == 503
        probes.expose(http_app(Heartbeat(), Metrics(), front.why_not_ready))
        assert (await client.get("/healthz")).text.startswith("heard from Telegram")
        assert (await client.get("/readyz")).text == "ready\n"
        assert "storybot_questions_total" in (await client.get("/metrics")).text
        assert "<html" in (await client.get("/")).text
