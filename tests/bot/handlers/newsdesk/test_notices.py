"""What nobody asked for arrives once, whatever fails while it is sent."""

import itertools
from pathlib import Path
from typing import Any, cast

import pytest
from telegram.error import Forbidden, NetworkError

from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.sendings import current_delivery
from storybot.bot.handlers.newsdesk.folder_notices import FolderNotices
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.handlers.newsdesk.waiting_notices import WaitingNotices
from storybot.bot.messages.formatted_text import FormattedText
from storybot.corpus.change_results import Added, AddResult
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import Taken, sync
from storybot.corpus.sources.missing_files import leave_missing
from storybot.model.errors import Refused
from storybot.store.document_store import Store
from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.articles import make_document


class Telegram:
    """Takes messages as the bot's connection does, and fails where a test says so."""

    def __init__(self) -> None:
        self.sent: list[tuple[int | str, str]] = []
        self.trouble: list[Exception] = []

    async def send_message(self, chat: int | str, text: str, **_: object) -> None:
        """Record a sending, send, and record that it arrived."""
        journal = current_delivery().journal
        await journal.sending()
        trouble = self.trouble.pop(0) if self.trouble else None
        if isinstance(trouble, Forbidden):
            await journal.not_taken()
            raise trouble
        self.sent.append((chat, text))
        if trouble:
            raise trouble
        await journal.sent()


class Desk:
    """An outbox, who is told, and what arrives."""

    def __init__(self, desk: SQLiteDesk, memory: SQLiteReaderMemory) -> None:
        self.outbox = desk.outbox
        self.telegram = Telegram()
        self.notices = Notices(desk.outbox, Locales(memory), cast("Any", None))

    async def send(self) -> None:
        """Send what is pending, as at one look."""
        bot = cast("Any", self.telegram)
        await self.notices._send_all(bot, await self.outbox.pending())


@pytest.fixture
async def desk(file: Path, memory: SQLiteReaderMemory) -> Any:
    """Open a desk."""
    opened = await SQLiteDesk.open(str(file))
    yield Desk(opened, memory)
    await opened.close()


def hello(*_: object) -> FormattedText:
    """Say hello."""
    return FormattedText("hello")


async def test_each_person_is_told_once(desk: Desk) -> None:
    """The same key again is not sent again."""
    await desk.notices.tell("a", [7, 8], hello)
    await desk.send()
    await desk.notices.tell("a", [7, 8], hello)
    await desk.send()
    assert desk.telegram.sent == [(7, "hello"), (8, "hello")]


async def test_what_may_have_arrived_is_sent_twice_at_most(desk: Desk) -> None:
    """Nobody knows whether it arrived; a third one is never sent."""
    desk.telegram.trouble = [NetworkError("gone"), NetworkError("gone"), NetworkError("gone")]
    await desk.notices.tell("a", [7], hello)
    for _ in range(4):
        await desk.send()
    assert len(desk.telegram.sent) == 2
    assert await desk.outbox.pending() == []


async def test_a_blocked_chat_keeps_nothing_from_the_next(desk: Desk) -> None:
    """It is given up, and the others are told."""
    desk.telegram.trouble = [Forbidden("blocked")]
    await desk.notices.tell("a", [7, 8], hello)
    await desk.send()
    assert desk.telegram.sent == [(8, "hello")]
    assert await desk.outbox.pending() == []


async def test_a_broken_file_is_told_once_and_again_after_it_was_mended(
    desk: Desk, corpus: Corpus, store: Store
) -> None:
    """The message says which version stands."""
    (added,) = await corpus.add([make_document("The lock is shut.")], actor="corpus/")
    told = FolderNotices(desk.notices, desk.outbox, store, Path(), [7])
    broken = Taken("a.txt", None, "no text", error=Refused("no text"))
    mended = Taken("a.txt", Added(AddResult.UNCHANGED, added.version))
    await told.tell([broken])
    await told.tell([broken])
    await desk.send()
    ((_, text),) = desk.telegram.sent
    assert "a.txt" in text
    assert f"Article {added.version.id}" in text
    await told.tell([mended])
    await told.tell([broken, Taken("b.txt", None, "no", error=Refused("no"))])
    await desk.send()
    assert len(desk.telegram.sent) == 3
    assert "b.txt" in desk.telegram.sent[-1][1]


async def test_files_that_leave_are_told_once_in_one_message(
    desk: Desk, corpus: Corpus, store: Store, tmp_path: Path
) -> None:
    """Also where the process ended before it told; one that came back may be told of again."""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.md").write_text(f"# Lock {name}\n\nCalder shut lock {name}.\n")
    await sync(corpus, tmp_path)
    told = FolderNotices(desk.notices, desk.outbox, store, tmp_path, [7])
    await told.tell_missing()
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").unlink()
    await leave_missing(corpus, store, tmp_path, retract=True)
    for _ in range(2):
        await told.tell_missing()
        await desk.send()
    ((_, text),) = desk.telegram.sent
    assert all(f"The file {name}.md" in text and "no longer quote" in text for name in ("a", "b"))
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"# Lock {name}\n\nCalder shut lock {name}.\n")
    await sync(corpus, tmp_path)
    await told.tell_missing()
    (tmp_path / "b.md").unlink()
    await told.tell_missing()
    await desk.send()
    assert len(desk.telegram.sent) == 2
    assert "still quote its article 2" in desk.telegram.sent[-1][1]


class Dying:
    """Does what another object does, until the process dies before one of its calls."""

    def __init__(self, alive: Any, left: list[int]) -> None:
        self._alive = alive
        self._left = left

    def __getattr__(self, name: str) -> Any:
        async def call(*arguments: Any, **named: Any) -> Any:
            if not self._left[0]:
                raise Died
            self._left[0] -= 1
            return await getattr(self._alive, name)(*arguments, **named)

        return call


class Died(BaseException):
    """The end of a process."""


async def test_a_version_that_waits_is_told_once_through_deaths_at_each_step(
    desk: Desk, corpus: Corpus, store: Store
) -> None:
    """To owners and moderators; a later one is told of again, and one that is taken is not."""

    async def let_wait(*names: str) -> None:
        for name in names:
            text = f"Calder shut lock {name}."
            (added,) = await corpus.add([make_document(text, source=name)], actor="corpus/")
            await corpus.retract(added.version.id, actor="telegram:7")
            text = f"Calder shut lock {name} again."
            await corpus.add([make_document(text, source=name)], actor="corpus/")

    await store.grant(8, "Ben", actor="telegram:7")
    await let_wait("a", "b")
    for step in itertools.count():
        left = [step]
        outbox, kept = Dying(desk.outbox, left), Dying(store, left)
        desk.notices._outbox = cast("Any", outbox)
        waits = WaitingNotices(
            desk.notices, cast("Any", outbox), corpus, cast("Any", kept), frozenset({7})
        )
        try:
            await waits.look()
            break
        except Died:
            desk.notices._outbox = desk.outbox
            await desk.send()
    desk.notices._outbox = desk.outbox
    await desk.send()
    assert step > 5
    assert [chat for chat, _ in desk.telegram.sent] == [7, 8]
    assert all("article 1" in text and "article 2" in text for _, text in desk.telegram.sent)
    await let_wait("c")
    left[0] = 1000
    await waits.look()
    await desk.send()
    assert ["article 3" in text for _, text in desk.telegram.sent] == [False, False, True, True]
