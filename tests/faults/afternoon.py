"""An afternoon at the desk: moderators change articles, readers ask, and the bot is killed.

A seeded script acts as two moderators and one who plans, and keeps a model of what should be. At
the end each article, each earlier answer and the audit are compared with the model.
"""

import asyncio
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from faults.desk_model import Article, DeskModel, Standing
from faults.world import Row
from storybot.model.documents import DocumentId
from storybot.playground.objects.bot_api_objects import Message
from storybot.playground.objects.utf16 import utf16_slice
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted, Room
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from worlds.bot_process import World, new_world
from worlds.web_server import Server, http, serving

_TESTS = str(Path(__file__).parents[1])
_SECONDS = 90.0
_BIRDS = (
    *("heron", "kestrel", "lapwing", "magpie", "nuthatch", "osprey", "pelican", "quail", "raven"),
    *("sparrow", "thrush", "vulture", "wagtail", "bittern", "curlew", "dunlin", "egret", "falcon"),
    *("goshawk", "hoopoe", "jackdaw", "kingfisher", "linnet", "merlin", "nightjar", "oriole"),
    *("puffin", "redshank", "shrike", "teal", "wheatear", "avocet", "bunting", "cormorant"),
    *("dotterel", "fieldfare", "gannet", "harrier", "ibis", "starling", "swallow", "tern"),
    *("warbler", "woodcock", "wren", "buzzard", "crane", "chaffinch", "bullfinch", "rook"),
    *("skylark", "pipit", "plover", "petrel", "grebe", "smew", "siskin", "serin", "whinchat"),
    *("stonechat", "twite", "turnstone", "whimbrel", "godwit", "knot", "sanderling", "eider"),
)
_SAYS = re.compile(r"toll of the (\w+) lock is (\d+) crowns")
_CHANGES = ("version", "edit", "retract", "restore", "undo", "both", "planned retraction")
_ADDS = ("text", "reply", "forward", "upload", "address", "embargo")


async def afternoon(folder: Path, actions: int, articles: int, kills: int, seed: int = 15) -> Row:
    """Let the script run, and compare what came of it with the model."""
    async with new_world(folder) as world, serving() as server:
        desk = Desk(world, server, random.Random(seed), articles)
        try:
            unanswered = await desk.spend(actions, kills)
        finally:
            await desk.stop()
        wrong = await desk.wrong_states()
        audit = [await desk.audit(), await desk.audit_broken()]
    edits = desk.edits()
    said = [posted for posted, _ in desk.said]
    twice = sum(
        count > desk.most_edits(posted) for posted in said if (count := edits[_key(posted)])
    )
    corrected = sum(edits[_key(posted)] > 0 for posted in said)
    return Row(
        f"{actions} actions of three moderators over {articles} articles, readers asking in"
        f" private, in a group and inline, {kills} kills",
        "every article as it should be; every answer right, corrected once for a change; the audit"
        " whole, and an altered line found",
        f"{len(wrong)} articles wrong{_named(wrong)}; of {len(said)} answers {corrected} corrected,"
        f" {len(desk.wrong_answers())} left wrong, {twice} edited too often, {unanswered} questions"
        f" lost; the audit {', '.join(audit)}",
        not wrong
        and not desk.wrong_answers()
        and not twice
        and not unanswered
        and corrected > 0
        and audit == ["whole", "broken where it was altered"],
    )


@dataclass
class Desk:
    """Moderators and readers of one bot, and what they should see."""

    world: World
    server: Server
    rng: random.Random
    count: int
    said: list[tuple[Posted, str]] = field(default_factory=list)
    """The answers that readers got, or what was sent inline, and the article asked about."""

    def __post_init__(self) -> None:
        """Put people at the desk and articles into the folder."""
        self.people = [Person(self.world.telegram, name) for name in ("Mia", "Noe", "Pia")]
        self.readers = [Person(self.world.telegram, f"Reader {n}") for n in range(6)]
        for reader in self.readers:
            self.world.group.add(reader.user)
        owners = ",".join(str(person.user.id) for person in self.people)
        self.world.settings |= {
            "STORYBOT_OWNERS": owners,
            "WEB_PORT": str(self.server.port),
            "PYTHONPATH": _TESTS,
        }
        self.model = DeskModel()
        self.unused = list(_BIRDS)
        self.asked: list[Posted] = []
        for number in range(self.count - 2):  # two are there already
            name, toll = self.unused.pop(0), self._toll()
            self.model.add(name, toll, "")
            path = self.world.folder / "corpus" / f"lock{number:02}.md"
            path.write_text(f"# {_title(name)}\n\n{_body(name, toll)}")

    async def start(self) -> None:
        """Start the bot, and open everybody's chat with it."""
        self.process = await self.world.storybot("bot", module="worlds.web_server")
        for person in self.people:
            await self.replied(person.send(self.room(person), "/help"))
        self._number()

    async def spend(self, actions: int, kills: int) -> int:
        """Let all of it happen; return how many questions were never answered."""
        await self.start()
        deadly = set(self.rng.sample(range(actions), kills))
        await self.questions(self.count)
        for number, action in enumerate(self.script(actions)):
            async with asyncio.TaskGroup() as tasks:
                if number in deadly:
                    tasks.create_task(self.kill(self.rng.uniform(0.0, 0.8)))
                tasks.create_task(self.questions(1))
                tasks.create_task(self.act(action))
        with suppress(TimeoutError):
            await self.until(self.all_planned)
            await self.until(lambda: not self.wrong_answers() and not self.queued())
        return await self.unanswered()

    async def kill(self, delay: float) -> None:
        """Kill the bot in the middle of what happens, and start it again."""
        await asyncio.sleep(delay)
        await self.stop()
        self.process = await self.world.storybot("bot", module="worlds.web_server")

    async def stop(self) -> None:
        """Kill the bot."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    def script(self, count: int) -> Iterator[str]:
        """Yield what is done: every kind of it again and again, in a new order each time."""
        kinds = [*_ADDS, *_CHANGES, *("version", "undo", "retract", "edit")]
        for number in range(count):
            if number % len(kinds) == 0:
                self.rng.shuffle(kinds)
            yield kinds[number % len(kinds)]

    async def act(self, action: str) -> None:
        """Do one thing as a moderator; what does not fit how things stand is another thing."""
        ways: dict[str, Callable[[Person], Awaitable[None]]] = {
            "version": self._new_version,
            "edit": self._edit,
            "retract": self._retract,
            "restore": self._restore,
            "undo": self._undo,
            "both": self._both,
            "embargo": self._embargo,
            "planned retraction": self._planned_retraction,
        }
        person = self.rng.choice(self.people[:2])
        if action in ways:
            await ways[action](person)
        else:
            await self._add(person, action)

    async def _add(self, person: Person, way: str) -> None:
        name, toll = self.unused.pop(0), self._toll()
        text, room = f"{_title(name)}\n\n{_body(name, toll)}", self.room(person)
        match way:
            case "text":
                posted = person.send(room, f"/add\n{text}")
            case "reply":
                written = person.send(self.world.group.room, text)
                posted = person.send(self.world.group.room, "/add@story_bot", reply_to=written)
            case "forward":
                other = self.people[0] if person is not self.people[0] else self.people[1]
                written = other.send(person.chat_with(other), text)
                posted = person.forward(written, room)
            case "upload":
                posted = person.upload(room, f"{name}.txt", text.encode())
            case _:
                page = f"<h1>{_title(name)}</h1>" + "".join(
                    f"<p>{line}</p>" for line in _body(name, toll).split("\n\n")
                )
                body = f"<html><head><title>{_title(name)}</title></head><body><article>{page}"
                head = {"Content_Type": "text/html; charset=utf-8"}
                self.server.answers[f"/{name}"] = http(f"{body}</article>".encode(), **head)
                posted = person.send(room, self.server.url(f"/{name}"))
        await self.press(person, await self.replied(posted), "Add", "Added article")
        self.model.add(name, toll, _actor(person), "kelm.example" if way == "address" else "")
        self._number()

    async def _new_version(self, person: Person) -> None:
        article = self._one(live=True)
        card, toll = await self._version_card(person, article)
        await self.press(person, card, f"New version of {article.number}", "Updated article")
        self.model.update(article, toll, _actor(person))

    async def _version_card(self, person: Person, article: Article) -> tuple[Posted, int]:
        toll = self._toll()
        text = f"/add {article.number}\n{_title(article.name)}\n\n{_body(article.name, toll)}"
        return await self.replied(person.send(self.room(person), text)), toll

    async def _edit(self, person: Person) -> None:
        article = self._one(live=True)
        card = await self.replied(person.send(self.room(person), f"/edit {article.number}"))
        publisher = f"The {article.name.title()} Post {self._toll()}"
        await self.answer_prompt(person, card, "✎ Publisher", publisher, publisher)
        await self.press(person, card, f"New version of {article.number}", "Updated article")
        self.model.update(article, article.stands.toll, _actor(person), publisher)

    async def _retract(self, person: Person) -> None:
        article = self._one(live=True)
        command = f"/retract {article.number} It was a shadow."
        card = await self.replied(person.send(self.room(person), command))
        await self.press(person, card, "Retract", "Retracted: article")
        self.model.retract(article, _actor(person))

    async def _restore(self, person: Person) -> None:
        article = self._one(live=False)
        if article.stands.live:
            await self._retract(person)
            return
        card = await self.replied(person.send(self.room(person), f"/restore {article.number}"))
        await self.press(person, card, "Restore", "is live in version")
        self.model.restore(article, _actor(person))

    async def _undo(self, person: Person) -> None:
        """Undo one's last change; where somebody changed the article since, that is refused."""
        card = await self.replied(person.send(self.room(person), "/undo"))
        undone = self.model.undo(_actor(person))
        if undone is None:
            assert "nothing to take back" in card.text, card.text
        elif undone:
            await self.press(person, card, "Take it back", "is taken back")
        else:
            press = person.press(card, "Take it back")
            await self.until(lambda: press.answer is not None)

    async def _both(self, _: Person) -> None:
        """Let two change one article at once: the later first sees what the other did."""
        article, (mia, noe) = self._one(live=True), self.people[:2]
        first, earlier = await self._version_card(mia, article)
        second, toll = await self._version_card(noe, article)
        label = f"New version of {article.number}"
        before = second.text
        await self.press(mia, first, label, "Updated article")
        self.model.update(article, earlier, _actor(mia))
        noe.press(second, label)
        await self.until(lambda: second.text != before)
        assert "Updated article" not in second.text, "overwritten unseen"
        await self.press(noe, second, label, "Updated article")
        self.model.update(article, toll, _actor(noe))

    async def _embargo(self, _: Person) -> None:
        person, name, toll = self.people[2], self.unused.pop(0), self._toll()
        text = f"/add\n{_title(name)}\n\n{_body(name, toll)}"
        card = await self.replied(person.send(self.room(person), text))
        await self._later(person, card, "Add")
        self.model.plan(self.model.add(name, toll, _actor(person)))

    async def _planned_retraction(self, _: Person) -> None:
        article, person = self._one(live=True), self.people[2]
        card = await self.replied(person.send(self.room(person), f"/retract {article.number}"))
        await self._later(person, card, "Retract")
        self.model.retract(article, _actor(person))
        self.model.plan(article)

    async def _later(self, person: Person, card: Posted, label: str) -> None:
        due = datetime.now(UTC) + timedelta(seconds=12)
        await self.answer_prompt(person, card, "Later", f"{due:%Y-%m-%dT%H:%M:%S}Z", "Plan it")
        await self.press(person, card, f"{label} · Plan it", "Planned for")

    async def questions(self, count: int) -> None:
        """Let readers ask about articles that no plan concerns, in each way in turn."""
        for _ in range(count):
            article = self.rng.choice([a for a in self.model.articles if a.number])
            question = f"What is the toll of the {article.name.title()} lock?"
            reader, number = self.rng.choice(self.readers), len(self.asked) + len(self.said)
            if number % 3 == 2:
                await self._inline(reader, question, article)
                continue
            room = self.room(reader) if number % 3 else self.world.group.room
            text = question if number % 3 else f"/ask {question}"
            self.asked.append(reader.send(room, text))
            if count > 1:
                self._keep(await self.replied(self.asked.pop()), article.name)

    async def _inline(self, reader: Person, question: str, article: Article) -> None:
        query = reader.type_inline(self.world.bot, question)
        try:
            found = (await query.answered(10)).results
        except TimeoutError:  # of a process that died: Telegram's apps ask again at the next key
            return
        if found:
            posted = reader.choose(query, found[0].id, self.world.group.room)
            self._keep(posted, article.name)

    def _keep(self, posted: Posted, name: str) -> None:
        """Remember an answer; one that found nothing need not say more later."""
        self.said.append((posted, name if name.title() in dict(_SAYS.findall(posted.text)) else ""))

    async def unanswered(self) -> int:
        """Wait for the answers to what was asked meanwhile; return how many never came."""
        lost = 0
        for posted in self.asked:
            try:
                self._keep(await self.replied(posted), "")
            except TimeoutError:
                lost += 1
        return lost

    async def answer_prompt(
        self, person: Person, card: Posted, label: str, value: str, shown: str
    ) -> None:
        """Press what asks for a value, reply to the question, and wait until the card shows it."""
        person.press(card, label)
        question = await self.replied(card)
        person.send(card.room, value, reply_to=question)
        await self.until(lambda: shown in card.text or shown in " ".join(card.buttons))

    async def press(self, person: Person, card: Posted, label: str, done: str) -> None:
        """Press a button and wait until the card says that it was done."""
        person.press(card, label)
        await self.until(lambda: done in card.text)

    async def replied(self, posted: Posted) -> Posted:
        """Wait for the bot's reply to a message; of several return the last."""

        def found() -> Posted | None:
            replies = [m for m in posted.room.history() if self._is_reply(m, posted.message_id)]
            return Posted(posted.room, replies[-1].message_id) if replies else None

        return await self.world.telegram.bell.until(found, _SECONDS)

    def _is_reply(self, message: Message, to: int) -> bool:
        answered, author = message.reply_to_message, message.from_
        mine = author is not None and author.id == self.world.bot.user.id
        return mine and answered is not None and answered.message_id == to

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something, but not for ever; what is not there by then is found at the end."""
        async with asyncio.timeout(_SECONDS):
            while not condition():  # noqa: ASYNC110 - nobody announces what is in the database
                await asyncio.sleep(0.05)

    def room(self, person: Person) -> Room:
        """Return somebody's chat with the bot."""
        return person.chat_with(self.world.bot)

    def all_planned(self) -> bool:
        """Tell whether whatever was planned has been done."""
        self._number()
        self.model.planned = [one for one in self.model.planned if not self._is_done(one)]
        return not self.model.planned

    def _is_done(self, article: Article) -> bool:
        ((state,),) = self._rows(
            "SELECT coalesce((SELECT state FROM documents WHERE id = ?), '')", article.number or 0
        )
        return state == ("live" if article.stands.live else "retracted")

    def queued(self) -> int:
        """Count the answers that wait to be corrected."""
        ((count,),) = self._rows("SELECT count(*) FROM corrections WHERE outcome IS NULL")
        return int(str(count))

    def wrong_answers(self) -> list[str]:
        """Return the answers that say, other than struck through, what no article says now."""
        now = {a.name.title(): a.stands for a in self.model.articles}
        wrong = []
        for posted, about in self.said:
            says = dict(_SAYS.findall(_unstruck(posted.message)))
            right = all(now[n].live and int(toll) == now[n].toll for n, toll in says.items())
            name = about.title()
            if not right or (name in now and now[name].live and name not in says):
                wrong.append(posted.text)
        return wrong

    def edits(self) -> Counter[str]:
        """Count the edits of each message that Telegram carried out."""
        calls = self.world.telegram.journal.of("editMessageText")
        made = [call.parameters for call in calls if call.code == HTTPStatus.OK]
        ids = {
            self.world.telegram.questions.inline_id(posted): _key(posted) for posted, _ in self.said
        }
        return Counter(
            ids.get(
                str(one.get("inline_message_id")), f"{one.get('chat_id')}.{one.get('message_id')}"
            )
            for one in made
        )

    def most_edits(self, posted: Posted) -> int:
        """Return how often an answer may be edited: once for each change of what it shows."""
        names = {name for name, _ in _SAYS.findall(posted.text)}
        return sum(a.changes for a in self.model.articles if a.name.title() in names)

    async def wrong_states(self) -> list[str]:
        """Return the articles that are not as the model has them."""
        store = await SQLiteStore.open(str(self.world.folder / "storybot.db"))
        wrong = []
        for article in self.model.articles:
            version = await store.version(DocumentId(str(article.number)))
            text = version.document.text
            stands = Standing(
                version.number,
                int(found[2]) if (found := re.search(_SAYS, text)) else 0,
                version.state == "live",
                version.document.publisher,
            )
            if stands != article.stands:
                wrong.append(f"{article.name}: {stands}, not {article.stands}")
        await store.close()
        return wrong

    async def audit(self) -> str:
        """Verify the audit."""
        process = await self.world.storybot("audit", "--verify")
        return "broken" if await process.wait() else "whole"

    async def audit_broken(self) -> str:
        """Alter a line of the audit in the file, and verify it again."""
        lines = len(self._rows("SELECT number FROM audit"))
        number = self.rng.randint(2, lines - 1)
        database = sqlite3.connect(self.world.folder / "storybot.db")
        with database:
            database.execute("DROP TRIGGER audit_refuse_update")
            database.execute("UPDATE audit SET name = 'Nobody' WHERE number = ?", (number,))
        database.close()
        begun = len(self.world.log)
        process = await self.world.storybot("audit", "--verify")
        found = await process.wait() == 1 and f"line {number}" in self.world.log[begun:]
        return "broken where it was altered" if found else f"not found to be broken at {number}"

    def _one(self, *, live: bool) -> Article:
        """Choose an article that no plan concerns; one that is live or not, where there is one."""
        free = [a for a in self.model.articles if a.number and a not in self.model.planned]
        return self.rng.choice([a for a in free if a.stands.live == live] or free)

    def _number(self) -> None:
        """Learn the numbers of articles that have become ones."""
        rows = self._rows("SELECT title, document FROM changes")
        numbers = {str(title): int(str(document)) for title, document in rows}
        for article in self.model.articles:
            article.number = article.number or numbers.get(_title(article.name))

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        database = sqlite3.connect(self.world.folder / "storybot.db", timeout=30)
        rows = database.execute(sql, values).fetchall()
        database.close()
        return rows

    def _toll(self) -> int:
        return self.rng.randint(10_000, 99_999)


def _title(name: str) -> str:
    return f"{name.title()} lock sets its toll"


def _body(name: str, toll: int) -> str:
    return (
        f"The toll of the {name.title()} lock is {toll} crowns a day, the harbour office said.\n\n"
        f"Keeper {name.title()}son opens the gates of the {name.title()} lock at dawn.\n\n"
        f"Skippers who come to the {name.title()} lock by night wait at its lower quay for her.\n"
    )


def _actor(person: Person) -> str:
    return f"telegram:{person.user.id}"


def _key(posted: Posted) -> str:
    return f"{posted.room.chat.id}.{posted.message_id}"


def _named(wrong: list[str]) -> str:
    return f" ({'; '.join(wrong[:3])})" if wrong else ""


def _unstruck(message: Message) -> str:
    """Return the text of a message but for what is struck through."""
    text = message.text or ""
    struck = [e for e in message.entities or () if e.type == "strikethrough"]
    for part in [utf16_slice(text, e.offset, e.length) for e in struck]:
        text = text.replace(part, " ", 1)
    return text
