"""Who may change the corpus from the chat, end to end, and what is taken for a command."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.people import Person
from worlds.bot_process import TOKEN, World, article, forge, new_world, quotes, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        yield made
        assert made.telegram.journal.unknown_parameters == []
        assert TOKEN not in made.log
        assert "Traceback" not in made.log


async def test_a_reader_is_refused_in_private_and_not_heard_in_groups(world: World) -> None:
    """Every command of moderators, and that of owners, says who may."""
    for command in (
        "/add x",
        "/retract 1",
        "/restore 1",
        "/undo",
        "/history",
        "/audit",
        "/moderators",
    ):
        assert "Only" in (await world.ask(world.ada, command)).text
        world.ada.send(world.group.room, command)
    world.ada.upload(world.ada.chat_with(world.bot), "a.txt", b"Text.", caption="/add")
    assert "Only" in (await world.ada.chat_with(world.bot).next_from_bot()).text
    assert await world.silent(world.group.room)


async def test_a_reader_cannot_press_a_moderators_buttons(world: World) -> None:
    """Neither the moderator's own, nor one that a client made up."""
    card = await world.say(world.owner, world.group.room, f"/add\n{article('hawser')}")
    draft = card.message.inline_keyboard.buttons[0].callback_data  # type: ignore[union-attr]
    for data in (draft, "1:undo:1", "1:cancel:abcdefghijkl", "1:leave:"):
        refused = await forge(world.ada, card, data or "")
        assert (refused.show_alert, "out of date" in refused.text) == (True, True)
    assert not await quotes(world, "hawser")


@pytest.mark.parametrize(
    "data",
    ["0:add:abcdefghijkl", "1:add:x", "1:add:abcdefghijkl", "1:version:abcdefghijkl:1",
     "1:retract:abcdefghijkl", "drop table", "1:sources:-1", "2AAAAAAAAAA:undo:1"],
)  # fmt: skip
async def test_data_of_no_button_does_nothing(world: World, data: str) -> None:
    """An unknown, forged or outdated button says so, to owners too."""
    card = await world.ask(world.owner, "/undo")
    assert "out of date" in (await forge(world.owner, card, data)).text


async def test_commands_come_only_from_the_person_who_wrote_them(world: World) -> None:
    """Edited, forwarded and anonymous /add are not taken, not even the owner's."""
    room = world.owner.chat_with(world.bot)
    group = world.group.room
    harmless = world.owner.send(group, "Nothing")
    world.owner.edit(harmless, f"/add\n{article('oar')}")
    world.owner.send(group, f"/add\n{article('oar')}", anonymous=True)
    assert await world.silent(group)
    command = world.ada.send(group, f"/add\n{article('oar')}")
    world.owner.forward(command, room)
    assert "not forwarded" in (await room.next_from_bot()).text
    assert not await quotes(world, "oar")


async def test_owners_name_and_dismiss_moderators(world: World) -> None:
    """A right given or taken holds at once, for buttons shown before as well."""
    newcomer = Person(world.telegram, "Mo @everyone", username="mo_mod")
    world.group.add(newcomer.user)
    said = newcomer.send(world.group.room, "Hello")
    added = await world.say(world.owner, world.group.room, "/moderators add", reply_to=said)
    assert f"({newcomer.user.id}) add and change articles?" in added.text
    assert "Only moderators" in (await world.ask(newcomer, "/history")).text
    named = await world.press(world.owner, added, "Yes")
    assert f"({newcomer.user.id}) may add and change" in (named.text or "")
    assert "Mo @everyone" in (await world.ask(world.owner, "/moderators")).text
    card = await world.ask(newcomer, f"/add\n{article('tiller')}")
    assert "Only the owners" in (await world.ask(newcomer, "/moderators add 5")).text

    removed = await world.ask(world.owner, f"/moderators remove {newcomer.user.id}")
    assert "may not add or change articles any more" in removed.text
    assert "Only moderators" in (await newcomer.press(card, "Add").answered()).text
    assert not await quotes(world, "tiller")
    again = await world.ask(world.owner, f"/moderators remove {newcomer.user.id}")
    assert "was not a moderator" in again.text
