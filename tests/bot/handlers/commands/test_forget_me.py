"""What is left in the files of what a person asked, whichever way it was asked."""

from pathlib import Path

import pytest

from storybot.playground.world.people import Person
from worlds.bot_process import World, new_world, readers, running, strangers

pytestmark = pytest.mark.slow

WORDS = [f"zorblatt{letter}" for letter in "abcdefgh"]
"""One for each way in; no article holds any of them."""


def left(folder: Path) -> set[str]:
    """Return which of the words the files of the database hold."""
    held = b"".join(path.read_bytes() for path in folder.glob("storybot.db*") if path.is_file())
    return {word for word in WORDS if word.encode() in held}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of its own."""
    return tmp_path


async def test_forget_me_leaves_no_word_in_the_files(folder: Path) -> None:
    """Private, /ask, reply, mention, guest call, edit, inline typed and sent, and subscription."""
    async with new_world(folder) as world, running(world):
        await ask_everywhere(world, world.ada)
        assert left(folder) == set(WORDS)
        told = (await world.ask(world.ada, "/forget_me")).text
        assert "Done" in told
        assert "what you typed after my name" in told
        assert left(folder) == set()


async def ask_everywhere(world: World, ada: Person) -> None:
    """Ask a question with a word of its own in each way that there is."""
    words = iter(WORDS)
    private, group = ada.chat_with(world.bot), readers(world)
    edited = ada.send(private, "Who met the first one?")
    await private.next_from_bot()
    said = await world.say(ada, group.room, f"/ask Who met {next(words)}?")
    await world.say(ada, group.room, f"Who met {next(words)}?", reply_to=said)
    await world.say(ada, group.room, f"@story_bot who met {next(words)}?")
    await world.say(ada, strangers(world).room, f"@story_bot who met {next(words)}?")
    abstained = await world.ask(ada, f"Who met {next(words)}?")
    await ada.press(abstained, "Tell me later").answered()
    ada.edit(edited, f"Who met {next(words)}?")
    typed = ada.type_inline(world.bot, f"Who met {next(words)}?")
    await typed.answered()
    typed = ada.type_inline(world.bot, f"Who opened the bridge, {next(words)}?")
    ada.choose(typed, (await typed.answered()).results[0].id, private)
    await world.ask(ada, "/sources")
