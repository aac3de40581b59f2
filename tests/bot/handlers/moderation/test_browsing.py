"""Articles looked at, found, corrected and taken back from the chat, end to end."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from worlds.bot_process import World, add, article, marked, next_people, quotes, with_owners

_OWNERS = 12

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with with_owners(tmp_path_factory.mktemp("bot"), _OWNERS) as made:
        yield made


@pytest.fixture(autouse=True)
def _unhurried(world: World) -> None:
    """Give each test chats of its own."""
    next_people(world)


async def test_an_article_is_shown_by_words_of_its_headline(world: World) -> None:
    """With its standing and its paragraphs, at once."""
    shown = (await world.ask(world.owner, "/show lantern BRIDGE")).text
    assert shown.startswith("Article 1, version 1: live")
    assert "¶1 Mayor Ottilie Brandt opened the Lantern Bridge" in shown
    assert "/show 7" in (await world.ask(world.owner, "/show")).text


async def test_words_are_found_in_headlines_and_texts(world: World) -> None:
    """The headline first; what no article holds is said."""
    assert "1. Lantern Bridge" in (await world.ask(world.owner, "/find bridge lantern")).text
    assert "2. The last ferry" in (await world.ask(world.owner, "/find Kittiwake")).text
    assert "no article" in (await world.ask(world.owner, "/find xylophone")).text


async def test_a_headline_is_corrected_by_edit(world: World) -> None:
    """The card of the article as it stands; corrected and confirmed it is a new version."""
    number = await add(world, "culvert")
    room = world.owner.chat_with(world.bot)
    card = await world.ask(world.owner, "/edit culvert cracks")
    assert "No word changes." in card.text
    await world.owner.press(card, "✎ Headline").answered()
    question = await room.next_from_bot()
    before = card.message
    world.owner.send(room, "Culvert splits", reply_to=question)
    await card.change(before)
    assert marked(card.message, "underline") == ["Culvert splits"]
    done = await world.press(world.owner, card, f"New version of {number}")
    assert "“Culvert splits”" in (done.text or "")


async def test_an_article_is_retracted_by_reply_to_an_answer(world: World) -> None:
    """The text after the command is the reason."""
    await add(world, "trestle")
    room = world.owner.chat_with(world.bot)
    answer = await world.ask(world.owner, "What was found in the trestle on Sunday?")
    card = await world.say(world.owner, room, "/retract It was a shadow.", reply_to=answer)
    assert "Reason: It was a shadow." in card.text
    await world.press(world.owner, card, "Retract")
    assert not await quotes(world, "trestle")


async def test_undo_takes_back_ones_own_changes_one_after_the_other(world: World) -> None:
    """What another moderator did in between stays."""
    first = await add(world, "pontoon")
    mine = world.owner
    world.owner = world.spare_owners.pop()
    await add(world, "landing")
    world.owner = mine
    card = await world.ask(world.owner, f"/retract {first}")
    await world.press(world.owner, card, "Retract")
    for stands in ("is live in version 1", "is retracted"):
        card = await world.ask(world.owner, "/undo")
        assert stands in ((await world.press(world.owner, card, "Take it back")).text or "")
    assert "nothing to take back" in (await world.ask(world.owner, "/undo")).text
    assert await quotes(world, "landing")


async def test_a_restored_version_shows_what_it_changes_first(world: World) -> None:
    """Nothing is restored before that is confirmed."""
    number = await add(world, "spillway")
    text = article("spillway").replace("eleven", "nine")
    card = await world.ask(world.owner, f"/add {number}\n{text}")
    await world.press(world.owner, card, f"New version of {number}")
    card = await world.ask(world.owner, f"/restore {number} 1")
    assert marked(card.message, "strikethrough") == ["nine"]
    assert marked(card.message, "underline") == ["eleven"]
    assert not await quotes(world, "spillway")
    await world.press(world.owner, card, "Restore")
    assert await quotes(world, "spillway")


async def test_the_audit_names_who_did_what_and_is_verified(world: World) -> None:
    """By name and id, with where it was done."""
    await add(world, "lock gate")
    told = (await world.ask(world.owner, "/audit")).text
    newest = told.split("\n\n")[0]
    assert "lock gate cracks after the storm" in newest
    assert f"(telegram:{world.owner.user.id})" in newest
    assert "Olga" in newest
    assert "private" in newest
    assert "The audit is whole" in (await world.ask(world.owner, "/audit verify")).text


async def test_start_names_the_moderators_commands_to_moderators(world: World) -> None:
    """A reader is not told of them."""
    assert "/find and words" in (await world.ask(world.owner, "/start")).text
    assert "/find" not in (await world.ask(world.ada, "/start")).text


async def test_what_a_moderator_pastes_without_a_command_is_offered(world: World) -> None:
    """As an article, in private; what a reader pastes is a question."""
    card = await world.ask(world.owner, article("penstock"))
    assert card.buttons[:2] == ["Add", "Cancel"]
    await world.press(world.owner, card, "Add")
    assert await quotes(world, "penstock")
    told = await world.ask(world.ada, article("weir"))
    assert "Add" not in told.buttons


async def test_several_files_at_once_have_a_card_each(world: World) -> None:
    """An album holds its caption on the first file only."""
    room = world.owner.chat_with(world.bot)
    world.owner.upload(room, "one.txt", article("quoin").encode(), caption="/add")
    world.owner.upload(room, "two.txt", article("dolphin").encode())
    cards = [await room.next_from_bot() for _ in range(2)]
    assert ["quoin" in cards[0].text, "dolphin" in cards[1].text] == [True, True]


async def test_a_moderators_question_is_answered_as_ever(world: World) -> None:
    """Only what reads like an article is taken for one."""
    answer = await world.ask(world.owner, "Who opened the Lantern Bridge?")
    assert "Ottilie Brandt" in answer.text
