"""The rights that docs/scaling.md grants are enough to run, and too few to alter the audit."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from storybot.corpus.backends.databases import open_desk, open_inbox, open_readers, open_store
from storybot.corpus.library import open_story
from storybot.model.errors import StoreError
from storybot.store.postgres.connection.pool import PostgresPool
from storybot.store.postgres.connection.target import Target
from storybot.store.records import QuoteRef, SentAnswer
from worlds.articles import make_document
from worlds.database_fixtures import execute_in

GUIDE = Path(__file__).parents[2] / "docs" / "scaling.md"


@pytest.fixture
def limited_url(postgres_server: str, postgres_url: str) -> Iterator[str]:
    """Make the tables by their owner, and a user with just the rights that the guide grants."""
    role, word = f"r_{secrets.token_hex(6)}", secrets.token_hex(8)
    (schema,) = parse_qs(urlsplit(postgres_url).query)["search_path"]

    async def make() -> None:
        await (await open_store(postgres_url)).close()

    import asyncio

    loop = asyncio.new_event_loop()
    loop.run_until_complete(make())
    loop.close()
    (granted,) = re.findall(
        r"^-- what the program needs.*?\n(.*?)```", GUIDE.read_text(), re.MULTILINE | re.DOTALL
    )
    execute_in(postgres_url, granted.replace("storybot_app", role).replace("news", schema))
    execute_in(postgres_url, f"ALTER ROLE {role} PASSWORD '{word}'")
    parts = urlsplit(postgres_url)
    yield parts._replace(netloc=f"{role}:{word}@{parts.hostname}:{parts.port}").geturl()
    execute_in(postgres_url, f"DROP OWNED BY {role}; DROP ROLE {role}")


async def test_the_rights_of_the_guide_are_enough(limited_url: str) -> None:
    """For changes, questions, readers, updates and the desk."""
    async with open_story(limited_url) as story:
        added = await story.add(make_document("Divers examine the harbour."))
        assert (await story.ask("Who examines the harbour?")).citations
        await story.retract(added.version.id)
        await story.corpus.reindex()
        await story.store.grant(7, "Mo", actor="cli")
        assert (await story.store.verify_audit()).broken is None
    inbox = await open_inbox(limited_url)
    assert await inbox.put({1: "{}"})
    await inbox.forget_old()
    await inbox.close()
    memory = await open_readers(limited_url)
    quotes = (QuoteRef(added.version.id, 1, 0, 6),)
    answer = SentAnswer("private", "en", "Who?", answered=True, quotes=quotes, chat=7, asked=1)
    await memory.keep_answer(answer)
    await memory.forget_user(7)
    await memory.close()
    desk = await open_desk(limited_url)
    await desk.feeds.follow("https://example.org/feed", "Feed", "cli")
    await desk.close()


@pytest.mark.parametrize(
    "sql", ["UPDATE grants SET name = ''", "DELETE FROM audit", "TRUNCATE audit"]
)
async def test_they_do_not_reach_the_audit(limited_url: str, sql: str) -> None:
    """Not even the triggers are asked; and nobody but the owner can switch those off."""
    pool = await PostgresPool.open(Target.of(limited_url))
    with pytest.raises(StoreError, match="permission denied"):
        await pool.change(sql)
    with pytest.raises(StoreError, match="must be owner"):
        await pool.change("ALTER TABLE audit DISABLE TRIGGER USER")
    await pool.close()
