"""An article through every actor and a kill at any statement, beside a model of what must stand."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from storybot import Conflict, Document, Story, open_story
from storybot.corpus.exchange import ExportedArticle, import_article
from storybot.model.documents import DocumentId, State
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from worlds.articles import make_document

STEPS = 25
T = TypeVar("T")

THINGS = ("lantern bridge", "harbour crane", "museum clock")
PERSON = "telegram:7"
things = st.sampled_from(THINGS)
names = st.sampled_from(["{}.md", "copy of {}.md"])
revisions = st.integers(1, 4)
picks = st.integers(0, 30)


def text_of(thing: str, revision: int) -> str:
    """Write a revision of an article: each is like the others of its thing, and of no other."""
    words = " ".join(f"{thing.split(maxsplit=1)[0]}{n}" for n in range(30))
    return f"The council of Marlow Quay spoke of the {thing}: {words} in revision {revision}."


@dataclass
class Expected:
    """What the model says of a document."""

    thing: str
    live: str | None
    """The text that is quoted, None while it is retracted."""
    held: bool
    arrived: int
    """Number of the version that its source brought last, 0 for none."""
    version: int = 1
    newest: int = 1

    @property
    def unquoted(self) -> bool:
        """Whether it has a version that may not be quoted."""
        return self.live is None or self.newest > 1


class Killed(Exception):
    """The process ends here."""


class ArticleStates(RuleBasedStateMachine):
    """Sources bring, people decide, processes die; the model knows what must be quoted."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.lives = 0
        self.left = -1
        self.known: dict[str, Expected] = {}
        self.sources: dict[str, str] = {}
        self.changes = 0
        self.run(self._open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the machine's own loop."""
        return self.runner.run(work)

    @property
    def file(self) -> Path:
        """The database of the process that lives now."""
        return self.folder / f"{self.lives}" / "s.db"

    async def _open(self) -> None:
        self.stack = AsyncExitStack()
        database = f"sqlite:///{self.file}"
        self.story: Story = await self.stack.enter_async_context(open_story(database))
        self._arm()

    def _arm(self) -> None:
        """Let the process die at one of its statements, once it is told at which."""
        store = self.story.store
        assert isinstance(store, SQLiteStore)
        write: Any = store._write
        for name in ("execute", "executemany", "commit"):
            setattr(write, name, self._deadly(getattr(write, name)))

    def _deadly(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def dying(*arguments: Any) -> Any:
            result = await call(*arguments)
            if self.left > 0:
                self.left -= 1
                if self.left == 0:
                    target = self.folder / f"{self.lives + 1}"
                    target.mkdir()
                    for file in self.file.parent.glob("s.db*"):
                        if file.is_file() and not file.name.endswith("-shm"):
                            shutil.copy(file, target)
                    raise Killed
            return result

        return dying

    def attempt(self, work: Coroutine[Any, Any, T], kill_at: int) -> T | None:
        """Do something, dying at a statement of it; None where that was before it was done."""
        self.left = kill_at
        try:
            return self.run(work)
        except Killed:
            self.run(self.stack.aclose())
            self.lives += 1
            self.run(self._open())
            return None
        finally:
            self.left = -1

    def happened(self) -> bool:
        """Tell whether there is a change more than there was."""
        count = len(self.run(self.story.history()))
        more, self.changes = count > self.changes, count
        return more

    def teardown(self) -> None:
        """Close what is open."""
        self.run(self.stack.aclose())
        self.runner.close()
        shutil.rmtree(self.folder)

    def known_id(self, pick: int) -> str:
        """Choose a document."""
        return sorted(self.known)[pick % len(self.known)]

    # What sources do

    @rule(
        thing=things,
        name=names,
        revision=revisions,
        imported=st.booleans(),
        kill=st.integers(0, 25),
    )
    def bring(self, thing: str, name: str, revision: int, imported: bool, kill: int) -> None:  # noqa: FBT001
        """Let the folder, or an import, bring an article."""
        source, text = name.format(thing), text_of(thing, revision)
        document = make_document(text, source=source, title=f"Of the {thing}")
        if imported and (source not in self.sources or self.known[self.sources[source]].held):
            self.attempt(self._import(document), kill)
        else:
            self.attempt(self.story.corpus.add([document], actor="corpus/"), kill)
        if self.happened():
            self._take(thing, source, text)

    async def _import(self, document: Document) -> None:
        exported = ExportedArticle(current=1, state=State.LIVE, versions=[document])
        await import_article(self.story.corpus, self.story.store, exported, actor="cli")

    def _take(self, thing: str, source: str, text: str) -> None:
        """Note what a source has changed: nothing of what a person decided."""
        (change,) = self.run(self.story.history())[-1:]
        id = change.document
        if id not in self.known:
            twins = [e for e in self.known.values() if e.thing == thing]
            assert not any(e.held and e.unquoted for e in twins), "a twin came back"
            assert source not in self.sources
            self.sources[source] = id
            self.known[id] = Expected(thing, text, held=False, arrived=1)
            return
        expected = self.known[id]
        assert expected.thing == thing
        if change.action == "restore":  # its source came back
            expected.arrived, expected.live = expected.version, text
            return
        expected.newest += 1
        expected.arrived = expected.newest
        if not expected.held:
            expected.version, expected.live = expected.newest, text

    @precondition(lambda self: self.known)
    @rule(pick=picks, kill=st.integers(0, 25))
    def leave(self, pick: int, kill: int) -> None:
        """Let a source go, where such articles are retracted."""
        id = DocumentId(self.known_id(pick))
        self.attempt(self.story.corpus.leave(id, actor="corpus/", reason="gone"), kill)
        if self.happened():
            expected = self.known[id]
            assert not expected.held
            expected.live, expected.arrived = None, 0

    # What people do

    @precondition(lambda self: self.known)
    @rule(pick=picks, kill=st.integers(0, 25))
    def retract(self, pick: int, kill: int) -> None:
        """Let a person retract an article."""
        id = self.known_id(pick)
        try:
            self.attempt(self.story.retract(id, actor=PERSON), kill)
        except Conflict:
            assert self.known[id].live is None
        if self.happened():
            self.known[id].live, self.known[id].held = None, True

    @precondition(lambda self: self.known)
    @rule(pick=picks, revision=st.integers(5, 8), kill=st.integers(0, 25))
    def correct(self, pick: int, revision: int, kill: int) -> None:
        """Let a person give an article another text."""
        id = self.known_id(pick)
        expected = self.known[id]
        now = self.run(self.story.article(id)).document
        text = text_of(expected.thing, revision)
        document = make_document(text, source=self._source(id, now.source), title=now.title)
        self.attempt(self.story.corpus.add([document], actor=PERSON), kill)
        if self.happened():
            expected.newest += 1
            expected.version, expected.live, expected.held = expected.newest, text, True

    def _source(self, id: str, otherwise: str) -> str:
        return next((s for s, known in self.sources.items() if known == id), otherwise)

    @precondition(lambda self: self.known)
    @rule(pick=picks, number=picks, kill=st.integers(0, 25))
    def restore(self, pick: int, number: int, kill: int) -> None:
        """Let a person choose a version, also one that waits."""
        id = self.known_id(pick)
        expected = self.known[id]
        version = number % expected.newest + 1
        try:
            self.attempt(self.story.restore(id, version, actor=PERSON), kill)
        except Conflict:
            assert expected.live is not None
            assert expected.version == version
        if self.happened():
            self._stand(id, version, State.LIVE)

    @rule(kill=st.integers(0, 25))
    def undo(self, kill: int) -> None:
        """Let a person take back the last change."""
        try:
            self.attempt(self.story.undo(actor=PERSON), kill)
        except Conflict:
            assert not self.happened()
            return
        if self.happened():
            (change,) = self.run(self.story.history())[-1:]
            self._stand(change.document, *change.after)

    def _stand(self, id: str, version: int, state: State) -> None:
        expected = self.known[id]
        expected.version = version
        text = self.run(self.story.article(id, version)).document.text
        expected.live = text if state is State.LIVE else None
        expected.held = state is State.RETRACTED or version != expected.arrived

    # What the program does

    @rule(kill=st.integers(0, 40))
    def reindex(self, kill: int) -> None:
        """Cut everything anew."""
        self.attempt(self.story.corpus.reindex(), kill)

    @rule()
    def start_again(self) -> None:
        """End in good order, and start."""
        self.run(self.stack.aclose())
        self.run(self._open())

    # What always holds

    @invariant()
    def stands_as_decided(self) -> None:
        """Check that each article stands as the model says, and nothing else is quoted."""
        live = {id: e.live for id, e in self.known.items() if e.live is not None}
        headings = self.run(self.story.articles())
        assert {h.id for h in headings} == self.known.keys()
        for heading in headings:
            expected = self.known[heading.id]
            found = heading.standing
            wanted = (expected.version, expected.held, expected.arrived, expected.newest)
            assert (found.version, found.held, found.arrived, found.newest) == wanted
            assert heading.live == (expected.live is not None)
        quoted = self.run(self._quoted())
        assert quoted == live
        assert len(self.story.index.statistics) == len(live)

    async def _quoted(self) -> dict[str, str]:
        return {p.document: p.text async for p in self.story.store.index_entries()}

    @invariant()
    def quotes_nothing_that_is_retracted(self) -> None:
        """Ask for each thing: whatever is cited is live."""
        live = {e.live for e in self.known.values()}
        for thing in THINGS:
            answer = self.run(self.story.ask(f"Who spoke of the {thing}?"))
            assert {c.text for c in answer.citations} <= live
