"""What a moderator plans is done when it is due: once, as shown, or not at all."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.moderation.drafting.plans import Planner
from storybot.bot.handlers.newsdesk.due_plans import DuePlans
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.ingest.reading import read_text
from storybot.model.audit import Actor
from storybot.model.documents import DocumentId, State
from worlds.bot_in_process import (
    ADA,
    OLGA,
    BotInProcess,
    JsonObject,
    bot_in_process,
    data_of,
    private,
)
from worlds.bot_process import BRIDGE, article

NOW = datetime.now(UTC)
DAY = (NOW + timedelta(days=300)).date()
SOON = f"{DAY} 18:00"
LATER = datetime(DAY.year, DAY.month, DAY.day, 19, tzinfo=UTC)


class Desk:
    """A bot with one article, and what is due there."""

    def __init__(self, bot: BotInProcess) -> None:
        self.bot = bot
        self.now = datetime.now(UTC)

    def due(self) -> DuePlans:
        """Return what carries plans out, as a new process has it."""
        bot = self.bot
        locales = Locales(bot.memory)
        buttons = Buttons(ButtonCodec(bot.memory.button_key), locales)
        additions = Additions(bot.corpus, bot.store, bot.memory, buttons, locales)
        notices = Notices(bot.desk.outbox, locales, cast("Any", None))
        planner = Planner(
            bot.corpus, bot.store, bot.desk.plans, bot.memory.drafts, additions, "UTC"
        )
        return DuePlans(planner, bot.desk.plans, bot.store, notices, [OLGA["id"]], lambda: self.now)

    async def plan(self, text: str, when: str = SOON, person: JsonObject = OLGA) -> JsonObject:
        """Give a command, set its time, and confirm its card; return the card afterwards."""
        card = await self.set_time(text, when, person)
        if "reply_markup" in card:
            verbs = {"/retract": "Retract", "/add 1": "New version", "/add 2": "New version"}
            confirm = next((verbs[v] for v in verbs if text.startswith(v)), "Add")
            await self.bot.press(person, card, data_of(card, confirm))
        return card

    async def set_time(self, text: str, when: str, person: JsonObject = OLGA) -> JsonObject:
        """Give a command and set the time on its card, which waits to be confirmed; return it."""
        bot, chat = self.bot, private(person)
        card = await bot.say(person, chat, text)
        await bot.press(person, card, data_of(card, "Later"))
        question = list(bot.telegram.messages.values())[-1]
        date = int(NOW.timestamp())
        reply = {"chat": chat, "from": person, "date": date, "text": when}
        await bot.handle(message=bot.telegram.keep(reply | {"reply_to_message": question}))
        return card

    async def told(self) -> list[str]:
        """Return the notices that wait to be sent."""
        return [entry.body for entry in await self.bot.desk.outbox.pending()]

    async def titles(self) -> list[str]:
        """Return the titles of the live articles."""
        return [h.title for h in await self.bot.store.headings() if h.live]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a bot with the article about the bridge."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        yield Desk(bot)


async def test_an_embargoed_article_goes_live_when_it_is_due(desk: Desk) -> None:
    """Not before, and once; its moderator is told."""
    card = await desk.plan(f"/add\n{article('lock')}", f"{SOON} Europe/Kyiv")
    assert f"Planned for {SOON} (Europe/Kyiv)" in card["text"]
    listed = await desk.bot.say(OLGA, private(OLGA), "/planned")
    assert "lock" in listed["text"]
    await desk.due().look()
    assert len(await desk.titles()) == 1
    desk.now = LATER
    await desk.due().look()
    await desk.due().look()
    assert await desk.titles() == [
        "Lantern Bridge opens after nine years",
        "lock cracks after the storm",
    ]
    (told,) = await desk.told()
    assert "Added article 2" in told
    listed = await desk.bot.say(OLGA, private(OLGA), "/planned")
    assert listed["text"] == "Nothing is planned."


async def test_a_retraction_is_timed_with_its_reason(desk: Desk) -> None:
    """The audit names who planned it, and why."""
    await desk.plan("/retract 1 It was wrong.")
    assert len(await desk.titles()) == 1
    desk.now = LATER
    await desk.due().look()
    assert await desk.titles() == []
    *_, change = await desk.bot.store.history()
    assert (change.actor, change.reason) == (f"telegram:{OLGA['id']}", "It was wrong.")
    assert (await desk.bot.store.audit(100, 1))[0].name == "Olga"


async def test_what_is_called_off_is_not_done(desk: Desk) -> None:
    """A second press comes too late."""
    await desk.plan("/retract 1")
    listed = await desk.bot.say(OLGA, private(OLGA), "/planned")
    off = data_of(listed, "Call off 1")
    await desk.bot.press(OLGA, listed, off)
    desk.now = LATER
    await desk.due().look()
    assert len(await desk.titles()) == 1
    assert "no longer planned" in await desk.bot.press(OLGA, listed, off, id="again")


async def test_what_is_still_planned_stays_in_the_list(desk: Desk) -> None:
    """One is called off, and the others can be, too; how to do so is said once, not in the list."""
    for thing in ("lock", "weir"):
        card = await desk.plan(f"/add\n{article(thing)}")
        assert "/planned lists what is due" in card["text"]
    listed = await desk.bot.say(OLGA, private(OLGA), "/planned")
    assert "/planned" not in listed["text"]
    await desk.bot.press(OLGA, listed, data_of(listed, "Call off 1"))
    assert listed["text"].startswith("Called off: “")
    assert "1. Planned for" in listed["text"]
    await desk.bot.press(OLGA, listed, data_of(listed, "Call off 1"), id="other")
    assert listed["text"].endswith("Nothing is planned.")
    assert await desk.bot.desk.plans.planned() == []


async def test_an_undo_names_who_did_it_in_local_time(desk: Desk) -> None:
    """As the history does; the audit says of an undo what was done."""
    await desk.bot.desk.plans.set_zone(OLGA["id"], "Europe/Kyiv")
    await desk.bot.corpus.retract(DocumentId("1"), actor=Actor(f"telegram:{OLGA['id']}", "Olga"))
    card = await desk.bot.say(OLGA, private(OLGA), "/undo")
    assert "Europe/Kyiv · retracted" in card["text"]
    assert card["text"].endswith("· Olga")
    await desk.bot.press(OLGA, card, data_of(card, "Take it back"))
    audit = await desk.bot.say(OLGA, private(OLGA), "/audit")
    assert "taken back: 1 “Lantern Bridge" in audit["text"]
    listed = (await desk.bot.say(OLGA, private(OLGA), "/history"))["text"]
    moments = [re.findall(r"\d+-\d+-\d+ \d+:\d+ [\w/]+", text) for text in (listed, audit["text"])]
    assert moments[0] == moments[1]
    assert all(moment.endswith("Europe/Kyiv") for moment in moments[0])


async def test_nobody_is_overwritten_unseen(desk: Desk) -> None:
    """Where the article has changed since, the plan is not done, and its moderator told why."""
    await desk.plan("/retract 1")
    version = await desk.bot.store.version((await desk.bot.store.headings())[0].id)
    other = version.document.model_copy(update={"title": "Lantern Bridge opens at last"})
    await desk.bot.corpus.add([other], actor="telegram:9", decided=True)
    desk.now = LATER
    await desk.due().look()
    assert await desk.titles() == ["Lantern Bridge opens at last"]
    (told,) = await desk.told()
    assert "will not be done" in told
    assert await desk.bot.desk.plans.planned() == []


@pytest.mark.parametrize("text", ["/retract 1", f"/add 1\n{article('lock')}"])
async def test_a_plan_ends_when_its_article_is_retracted(desk: Desk, text: str) -> None:
    """At once, and its moderator is told: nothing brings the article back when it is due."""
    await desk.plan(text)
    due = desk.due()
    await due.look()
    assert len(await desk.bot.desk.plans.planned()) == 1
    await desk.bot.corpus.retract(DocumentId("1"), actor="telegram:9")
    await due.look()
    (told,) = await desk.told()
    assert "will not be done" in told
    assert "Article 1 is retracted already" in told
    assert await desk.bot.desk.plans.planned() == []
    desk.now = LATER
    await due.look()
    assert await desk.titles() == []


async def test_a_plan_stands_where_only_the_source_is_gone(desk: Desk) -> None:
    """No source wins over a person: the planned version is live when it is due."""
    follows = read_text("# Kiln lit\n\nAda Quist lit the kiln on Monday.", source="kiln.md")
    await desk.bot.corpus.add([follows], actor="folder", decided=False)
    await desk.plan(f"/add 2\n{article('lock')}")
    await desk.bot.corpus.leave(DocumentId("2"), actor="folder", reason="gone")
    due = desk.due()
    await due.look()
    desk.now = LATER
    await due.look()
    assert "lock cracks after the storm" in await desk.titles()


async def test_a_retraction_in_the_last_moment_is_not_lifted(desk: Desk) -> None:
    """Also where the bot was away, and the plan is due before anything else is looked at."""
    await desk.plan(f"/add 1\n{article('lock')}")
    await desk.bot.corpus.retract(DocumentId("1"), actor="telegram:9")
    desk.now = LATER
    await desk.due().look()
    assert await desk.titles() == []
    assert "Article 1 is retracted already" in (await desk.told())[0]


async def test_a_new_version_of_a_retracted_article_can_be_planned(desk: Desk) -> None:
    """Who plans it knows how the article stands."""
    await desk.bot.corpus.retract(DocumentId("1"), actor="telegram:9")
    await desk.plan(f"/add 1\n{article('lock')}")
    due = desk.due()
    await due.look()
    desk.now = LATER
    await due.look()
    assert await desk.titles() == ["lock cracks after the storm"]


@pytest.mark.parametrize("away", [True, False])
async def test_a_later_retraction_ends_a_plan_made_for_a_retracted_article(
    desk: Desk, *, away: bool
) -> None:
    """Restored in between, and retracted anew: that was not seen by who planned it."""
    corpus, id = desk.bot.corpus, DocumentId("1")
    await corpus.retract(id, actor="telegram:9")
    await desk.plan(f"/add 1\n{article('lock')}")
    due = desk.due()
    await corpus.restore(id, actor="telegram:9")
    if not away:
        await due.look()
    await corpus.retract(id, actor="telegram:9")
    desk.now = LATER
    await due.look()
    assert await desk.titles() == []
    (told,) = await desk.told()
    assert "Article 1 is retracted already" in told


async def test_a_restored_article_gets_its_planned_version(desk: Desk) -> None:
    """It was retracted when that was planned, and is not any more."""
    corpus, id = desk.bot.corpus, DocumentId("1")
    await corpus.retract(id, actor="telegram:9")
    await desk.plan(f"/add 1\n{article('lock')}")
    await corpus.restore(id, actor="telegram:9")
    desk.now = LATER
    await desk.due().look()
    assert await desk.titles() == ["lock cracks after the storm"]


async def test_the_plan_of_a_dismissed_moderator_is_not_done(desk: Desk) -> None:
    """A right that is revoked is gone at once; the owners are told."""
    await desk.bot.store.grant(ADA["id"], "Ada", actor="cli")
    await desk.plan("/retract 1", person=ADA)
    await desk.bot.store.revoke(ADA["id"], actor="cli")
    desk.now = LATER
    await desk.due().look()
    assert len(await desk.titles()) == 1
    (entry,) = await desk.bot.desk.outbox.pending()
    assert entry.chat == str(OLGA["id"])
    assert "no moderator any more" in entry.body


@pytest.mark.parametrize("step", ["tell", "finish"])
async def test_a_crash_after_the_change_does_it_no_second_time(
    desk: Desk, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next process finds the change that the plan became, and tells of it."""
    await desk.plan(f"/add\n{article('lock')}")
    desk.now = LATER + timedelta(days=1)

    async def die(*_: object) -> None:
        raise ZeroDivisionError

    dying = desk.due()
    broken: object = dying._notices if step == "tell" else dying._plans
    with monkeypatch.context() as crash:
        crash.setattr(broken, step, die)
        with pytest.raises(ZeroDivisionError):
            await dying.look()
    await desk.due().look()
    assert len(await desk.titles()) == 2
    assert len(await desk.bot.store.history()) == 2
    assert len(await desk.told()) == 1
    assert (await desk.bot.store.version(cast("Any", "2"))).state is State.LIVE


async def test_a_time_that_is_none_plans_nothing(desk: Desk) -> None:
    """The refusal says what a time looks like; the card waits as it was, and acts at once."""
    await desk.set_time("/retract 1", "soon")
    assert "18:00" in list(desk.bot.telegram.messages.values())[-1]["text"]
    assert await desk.bot.desk.plans.planned() == []
    card = await desk.plan("/retract 1", "-")
    assert await desk.titles() == []
    assert "Retracted" in card["text"]


async def test_the_history_has_pages_names_and_local_time(desk: Desk) -> None:
    """The page turns for whom it was shown; times are of the zone that a moderator named."""
    await desk.bot.desk.plans.set_zone(OLGA["id"], "Europe/Kyiv")
    for _ in range(5):
        await desk.bot.corpus.retract(
            cast("Any", "1"), actor=Actor(f"telegram:{OLGA['id']}", "Olga")
        )
        await desk.bot.corpus.restore(cast("Any", "1"), actor="cli")
    page = await desk.bot.say(OLGA, private(OLGA), "/history")
    assert "11 ·" in page["text"]
    assert "Europe/Kyiv" in page["text"]
    assert "· Olga" in page["text"]
    assert "\n\n3 ·" not in page["text"]
    await desk.bot.press(OLGA, page, data_of(page, "Older"))
    assert page["text"].startswith("3 ·")
    assert "\n\n1 ·" in page["text"]
    await desk.bot.press(OLGA, page, data_of(page, "‹ Newer"))
    assert page["text"].startswith("11 ·")
