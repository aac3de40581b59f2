"""Where two articles differ, every door shows both, the newer first."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.bot.locales.catalogue import ENGLISH
from worlds.bot_process import World, marked, new_world, running, strangers

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "How many crowns did the Lantern Bridge cost?"
OLD = "It cost 48 million crowns, twice the first estimate."
NEW = "The Lantern Bridge cost 61 million crowns, the auditors of Marlow Quay say."
AUDIT = f"""\
---
title: What the bridge really cost
publisher: The Harbour Echo
published: 2024-06-03
language: en
---

{NEW}
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot over articles of which two differ."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made:
        (made.folder / "corpus" / "audit.md").write_text(AUDIT)
        async with running(made):
            yield made
            assert made.telegram.journal.refused() == []


async def test_the_card_shows_both_and_turning_back_does_too(world: World) -> None:
    """In its paragraph as well, the newer quote stands above the older one."""
    posted = await world.ask(world.ada, QUESTION)
    assert marked(posted.message, "blockquote") == [NEW, OLD]
    assert ENGLISH.say.differ in posted.text
    await world.press(world.ada, posted, next(b for b in posted.buttons if b.startswith("More")))
    assert ENGLISH.say.differ not in posted.text
    back = await world.press(world.ada, posted, "Back")
    assert marked(back, "blockquote") == [NEW, OLD]
    wide = await world.press(world.ada, posted, "In context")
    text = wide.text or ""
    assert text.index(NEW) < text.index(ENGLISH.say.differ) < text.index(OLD)


async def test_groups_and_guest_calls_show_both(world: World) -> None:
    """It does not matter where the question is asked."""
    in_group = await world.say(world.ada, world.group.room, f"/ask {QUESTION}")
    assert marked(in_group.message, "blockquote") == [NEW, OLD]
    as_guest = await world.say(world.ada, strangers(world).room, f"@story_bot {QUESTION}")
    assert marked(as_guest.message, "blockquote") == [NEW, OLD]


async def test_the_first_inline_offer_holds_both(world: World) -> None:
    """The list shows one quote an offer; the message of the first shows both."""
    query = world.ada.type_inline(world.bot, QUESTION)
    offered = (await query.answered()).results
    assert [offer.title for offer in offered[:2]] == [NEW, OLD]
    texts = [offer.content.text for offer in offered[:2]]
    assert [OLD in text for text in texts] == [True, True]
    assert [ENGLISH.say.differ in text for text in texts] == [True, False]
    sent = world.ada.choose(query, offered[0].id, strangers(world).room)
    for label in ("In context", "Only the quote"):
        await world.press(world.ada, sent, label)
        assert NEW in sent.text
        assert OLD in sent.text


async def test_a_retracted_older_article_is_not_shown(world: World) -> None:
    """What is withdrawn contradicts nothing any more."""
    posted = await world.ask(world.ada, QUESTION)
    listed = await world.ask(world.ada, "/sources")
    number = next(
        line.split(".")[0] for line in listed.text.splitlines() if "Lantern Bridge" in line
    )
    card = await world.ask(world.owner, f"/retract {number} wrong")
    await world.press(world.owner, card, "Retract")
    await world.press(world.ada, posted, "In context")
    assert OLD not in posted.text
