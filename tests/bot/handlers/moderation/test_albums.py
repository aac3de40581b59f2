"""Several files at once: a card for each, none lost, and one caption is for one file."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.rooms import Posted, Room
from worlds.bot_process import World, add, article, next_people, with_owners
from worlds.files import HEAD, HEADLINE, STORY, column, docx, pdf, run

_DOCX = docx([run(line) for line in ("Second crane for Kelm is ordered", *HEAD[1:], *STORY)])
_PDF = pdf([column(72, 700, [*HEAD, *STORY], 80)])
_FILES = {"one.txt": article("quoin").encode(), "two.pdf": _PDF, "three.docx": _DOCX}
_TITLES = {"quoin cracks", HEADLINE, "Second crane for Kelm"}

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with with_owners(tmp_path_factory.mktemp("bot"), 5) as made:
        made.group.promote(made.bot.user)  # else it sees none but the file with the command
        for owner in made.spare_owners:
            made.group.add(owner.user)
        yield made


@pytest.fixture(autouse=True)
def _unhurried(world: World) -> None:
    """Give each test chats of its own."""
    next_people(world)


async def album(world: World, room: Room, captions: dict[str, str]) -> list[Posted]:
    """Send the files as one album; return the bot's next messages, one for each."""
    for name, data in _FILES.items():
        caption = captions.get(name, "")
        world.owner.upload(room, name, data, caption=caption, album=f"{world.owner.user.id}")
    return [await room.next_from_bot() for _ in _FILES]


def titles(cards: list[Posted]) -> set[str]:
    """Return which of the articles the cards show, of each card the one."""
    return {title for card in cards for title in _TITLES if title in card.text.split("\n\n")[1]}


async def test_an_album_in_private_has_a_card_for_each_file(world: World) -> None:
    """Whatever its caption says: it is a question to nobody, and names no other file's article."""
    room = world.owner.chat_with(world.bot)
    cards = await album(world, room, {"one.txt": "Three for tomorrow, who checks them?"})
    assert titles(cards) == _TITLES
    assert all("Add" in card.buttons for card in cards)


async def test_the_captions_number_is_for_its_own_file(world: World) -> None:
    """The first becomes a version of that article, the others are new ones."""
    number = await add(world, "quoin")
    cards = await album(world, world.owner.chat_with(world.bot), {"one.txt": f"/add {number}"})
    of = [f"New version of {number}" in card.buttons for card in cards]
    assert of == [True, False, False]
    assert titles(cards) == _TITLES


@pytest.mark.parametrize("captioned", _FILES)
async def test_in_a_group_one_caption_adds_the_whole_album(world: World, captioned: str) -> None:
    """On whichever file it is; of a reader's album nothing is taken."""
    for name, data in _FILES.items():
        world.ada.upload(world.group.room, name, data, album="ada")
    cards = await album(world, world.group.room, {captioned: "/add@story_bot"})
    assert titles(cards) == _TITLES
    replied = [card.message.reply_to_message for card in cards]
    assert len({one.message_id for one in replied if one}) == len(_FILES)
    assert await world.silent(world.group.room)
