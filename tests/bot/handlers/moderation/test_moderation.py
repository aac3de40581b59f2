"""Changing the corpus from the chat, end to end: what is shown, and that it holds."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.people import Person
from worlds.bot_process import World, add, article, finding, next_people, quotes, with_owners
from worlds.files import zipped

_OWNERS = 80

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with with_owners(tmp_path_factory.mktemp("bot"), _OWNERS) as made:
        yield made


@pytest.fixture(autouse=True)
def _unhurried(world: World) -> None:
    """Give each test chats of its own: many messages to one chat are sent slowly."""
    next_people(world)
    world.group.add(world.owner.user)
    world.group.add(world.ada.user)


async def restored(world: World, command: str) -> str:
    """Restore an article, confirm that, and return what is said then."""
    card = await world.ask(world.owner, command)
    assert "Shall I quote this version?" in card.text
    return (await world.press(world.owner, card, "Restore")).text or ""


async def test_a_pasted_article_is_shown_then_added_then_quoted(world: World) -> None:
    """Nothing is in the corpus before the moderator confirms; from the confirmation on it is."""
    card = await world.ask(world.owner, f"/add {article('slipway')}")
    assert card.buttons[:4] == ["Add", "Cancel", "What was left out", "Put back"]
    for part in (
        "slipway cracks",
        "Ines Calder",
        "12 May 2024",
        "2 paragraphs",
        "2 lines left out",
    ):
        assert part in card.text
    assert "found no publisher" in card.text
    assert not await quotes(world, "slipway")
    done = await world.press(world.owner, card, "Add")
    assert "/undo takes it back" in (done.text or "")
    assert await quotes(world, "slipway")


async def test_what_was_dropped_can_be_looked_at(world: World) -> None:
    """The lines left out are listed with their reasons, and the draft stays."""
    card = await world.ask(world.owner, f"/add {article('capstan')}")
    await world.owner.press(card, "What was left out").answered()
    listed = await world.owner.chat_with(world.bot).next_from_bot()
    assert "newsletter sign-up · Sign up to our newsletter" in listed.text
    cancelled = await world.press(world.owner, card, "Cancel")
    assert cancelled.text == "All right, nothing was added."
    assert not await quotes(world, "capstan")


async def test_retracted_restored_and_undone(world: World) -> None:
    """Each change holds for the very next question."""
    number = await add(world, "winch")
    card = await world.ask(world.owner, f"/retract {number} The winch is fine.")
    assert finding("winch") in card.text
    assert "The winch is fine." in card.text
    done = await world.press(world.owner, card, "Retract")
    assert f"/restore {number}" in (done.text or "")
    assert not await quotes(world, "winch")

    assert "is live" in await restored(world, f"/restore {number}")
    assert await quotes(world, "winch")

    card = await world.ask(world.owner, "/undo")
    assert "restored" in card.text
    done = await world.press(world.owner, card, "Take it back")
    assert "retracted" in (done.text or "")
    assert not await quotes(world, "winch")

    history = (await world.ask(world.owner, f"/history {number}")).text
    actions = [line.split(" · ")[2].split(":")[0] for line in history.split("\n\n")]
    assert [action.split()[0] for action in actions] == ["took", "restored", "retracted", "added"]
    assert world.owner.user.first_name in history


async def test_a_retraction_is_of_what_was_shown(world: World) -> None:
    """It can be called off, and an article that has changed since is not retracted unseen."""
    number = await add(world, "fender")
    card = await world.ask(world.owner, f"/retract {number}")
    assert (
        await world.press(world.owner, card, "Cancel")
    ).text == "All right, nothing was changed."

    card = await world.ask(world.owner, f"/retract {number}")
    newer = await world.ask(world.owner, f"/add {number}\nNew {article('fender')} again")
    await world.press(world.owner, newer, f"New version of {number}")
    refused = await world.owner.press(card, "Retract").answered()
    assert "has changed since" in refused.text
    assert await quotes(world, "fender")


async def test_an_uploaded_file_is_added_and_updated(world: World) -> None:
    """The same file name again is offered as a new version, which replaces what was quoted."""
    room = world.owner.chat_with(world.bot)
    world.owner.upload(room, "../buoy.txt", article("buoy").encode(), caption="/add")
    card = await room.next_from_bot()
    assert "buoy.txt" in card.text
    assert ".." not in card.text
    done = await world.press(world.owner, card, "Add")
    number = (done.text or "").split("article ")[1].split(",")[0]
    assert await quotes(world, "buoy")

    corrected = article("buoy").replace("eleven", "two").encode()
    file = world.owner.upload(room, "buoy.txt", corrected)
    await room.next_from_bot()
    card = await world.say(world.owner, room, "/add", reply_to=file)
    assert card.buttons[:3] == [f"New version of {number}", "Add as new", "Cancel"]
    done = await world.press(world.owner, card, f"New version of {number}")
    assert f"Updated article {number}, version 2" in (done.text or "")
    assert not await quotes(world, "buoy")


async def test_the_undo_button_takes_back_what_it_stands_under(world: World) -> None:
    """Another article may have changed since; what changed the article itself is not undone."""
    card = await world.ask(world.owner, f"/add\n{article('mooring')}")
    added = await world.press(world.owner, card, "Add")
    second = await world.ask(world.owner, f"/add\n{article('bollard')}")
    await world.press(world.owner, second, "Add")
    done = await world.press(world.owner, card, "Undo")
    assert "is taken back" in (done.text or "")
    assert not await quotes(world, "mooring")
    assert await quotes(world, "bollard")
    number = (added.text or "").split("article ")[1].split(",")[0]
    await restored(world, f"/restore {number}")
    third = await world.ask(world.owner, f"/retract {number}")
    retracted = await world.press(world.owner, third, "Retract")
    await restored(world, f"/restore {number}")
    refused = await world.owner.press(third, "Undo").answered()
    assert "Another change came in between" in refused.text
    assert "Retracted" in (retracted.text or "")
    assert await quotes(world, "mooring")


async def test_a_named_article_gets_a_new_version(world: World) -> None:
    """What the new text does not say, such as publisher and day, stays as it was."""
    card = await world.ask(world.owner, f"/add 1\nThe {article('lantern')}")
    assert "New version of article 1" in card.text
    assert "The Quay Courier" in card.text
    assert card.buttons[0] == "New version of 1"
    await world.press(world.owner, card, "New version of 1")
    assert await quotes(world, "lantern")
    await restored(world, "/restore 1 1")
    assert not await quotes(world, "lantern")


async def test_the_same_headline_is_noticed(world: World) -> None:
    """A live article with the headline is offered to be replaced; both stay possible."""
    number = await add(world, "derrick")
    card = await world.ask(world.owner, f"/add\n{article('derrick')} and more")
    assert card.buttons[:2] == [f"New version of {number}", "Add as new"]


async def test_the_same_text_again_changes_nothing(world: World) -> None:
    """It is said which article has it, and there is nothing to undo."""
    number = await add(world, "rudder")
    card = await world.ask(world.owner, f"/add\n{article('rudder')}")
    done = await world.press(world.owner, card, "Add as new")
    assert "Nothing changed" in (done.text or "")
    assert f"article {number}" in (done.text or "")
    assert done.reply_markup is None


async def test_a_draft_is_added_once(world: World) -> None:
    """Of two presses of one button, the second says what was done."""
    card = await world.ask(world.owner, f"/add\n{article('keel')}")
    presses = [world.owner.press(card, "Add") for _ in range(2)]
    texts = sorted([(await pressed.answered()).text for pressed in presses])
    assert texts == ["Done.", "Done."]
    assert card.text.startswith("Added article")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/add", "Send the article with the command"),
        ("/add ftp://a.example/b", "one that opens with http:// or https://, without spaces"),
        ("/add http://ex ample.com", "one that opens with http:// or https://, without spaces"),
        ("/add 999\nTitle\n\nText.", "There is no article 999"),
        ("/add 999\nTitle\n\nText.", "on the line below /add"),
        ("/retract", "/retract 7"),
        ("/retract 999", "There is no article 999"),
        ("/restore", "/restore 7"),
        ("/restore 1", "is live already"),
        ("/restore 1 99", "There is no version 99"),
        ("/history 999", "There is no article 999"),
        ("/moderators promote 5", "/moderators add"),
        ("/moderators add @mo_mod", "Reply to a message of that person"),
        ("/moderators add", "/moderators add"),
    ],
)
async def test_a_command_that_cannot_be_done_says_why(
    world: World, command: str, answer: str
) -> None:
    """The reply is a whole sentence about what to do instead."""
    assert answer in (await world.ask(world.owner, command)).text


async def test_files_that_are_no_articles_are_refused(world: World) -> None:
    """Too large a file is not even downloaded."""
    room = world.owner.chat_with(world.bot)
    world.owner.upload(room, "a.txt", b"x" * 2_000_001, caption="/add")
    assert "too large" in (await room.next_from_bot()).text
    world.owner.upload(room, "a.exe", b"MZ\x90" + bytes(99), caption="/add")
    assert "of the kind EXE" in (await room.next_from_bot()).text
    world.owner.upload(room, "a.txt", b" ", caption="/add@story_bot")
    assert "empty" in (await room.next_from_bot()).text
    fetched = world.telegram.journal.of("getFile")
    assert all(call.code == 200 for call in fetched)


async def test_a_document_of_any_kind_is_shown(world: World) -> None:
    """An archive of two gives two cards; what was only guessed is said on them."""
    room = world.owner.chat_with(world.bot)
    german = "Die Straße am Hafen wird über den Winter gesperrt, sagte sie.".encode("cp1252")
    world.owner.upload(
        room, "a.bin", zipped({"a.txt": article("quay"), "b.txt": german}), caption="/add"
    )
    assert "New article" in (await room.next_from_bot()).text
    assert "“Straße am Hafen" in (await room.next_from_bot()).text


async def test_an_address_is_fetched_but_not_from_inside(world: World) -> None:
    """The guard's refusal reaches the moderator."""
    assert "not on the public web" in (await world.ask(world.owner, "/add http://10.0.0.1/a")).text


async def test_a_long_message_may_be_cut(world: World) -> None:
    """A text as long as Telegram allows may have gone on in another message; the card says so."""
    text = article("quay") + "\n\n" + "More was said about it. " * 200
    card = await world.ask(world.owner, f"/add\n{text[:4080]}")
    assert "Telegram cuts long messages" in card.text


async def test_sources_can_be_turned(world: World) -> None:
    """Readers turn pages of ten articles."""
    for n in range(10):
        await add(world, f"anchor{n}")
    posted = await world.ask(world.ada, "/sources")
    assert posted.buttons == ["▶"]
    assert "page 1 of" in posted.text
    turned = await world.press(world.ada, posted, "▶")
    assert "page 2 of" in (turned.text or "")
    assert "◀" in posted.buttons


async def test_a_moderator_is_spoken_to_in_the_language_of_the_app(world: World) -> None:
    """Drafts, buttons, confirmations, refusals and the history are German where the app is."""
    await world.ask(world.owner, "/moderators")
    lena = Person(world.telegram, "Lena", language_code="de")
    asked = await world.ask(world.owner, f"/moderators add {lena.user.id}")
    await world.press(world.owner, asked, "Yes")
    assert "Für die Moderation" in (await world.ask(lena, "/help")).text
    card = await world.ask(lena, f"/add\n{article('tiller')}")
    assert card.text.startswith("Neuer Artikel:")
    assert "2 Absätze übernommen" in card.text
    assert card.buttons[:4] == ["Hinzufügen", "Abbrechen", "Was wegfällt", "Zurückholen"]
    await lena.press(card, "Was wegfällt").answered()
    listed = await lena.chat_with(world.bot).next_from_bot()
    assert "Newsletter-Werbung · Sign up to our newsletter" in listed.text
    done = await world.press(lena, card, "Hinzufügen")
    assert "Ab jetzt kann ich ihn zitieren" in (done.text or "")
    number = (done.text or "").split()[1]
    sure = await world.ask(lena, f"/retract {number} Das war falsch.")
    assert "Grund: Das war falsch." in sure.text
    await world.press(lena, sure, "Zurückziehen")
    assert "ist schon zurückgezogen" in (await world.ask(lena, f"/retract {number}")).text
    assert "Es gibt keinen Artikel 999" in (await world.ask(lena, "/history 999")).text
    assert "zurückgezogen: „tiller" in (await world.ask(lena, f"/history {number}")).text


async def test_a_moderator_who_chose_a_language_is_spoken_to_in_it(world: World) -> None:
    """What /lang says counts for commands, buttons and what is refused."""
    await world.ask(world.owner, "/lang de")
    card = await world.ask(world.owner, f"/add\n{article('winch house')}")
    assert "Hinzufügen" in card.buttons
    assert (await world.press(world.owner, card, "Abbrechen")).text == (
        "Gut, es wurde nichts hinzugefügt."
    )
    assert "Es gibt keinen Artikel 999" in (await world.ask(world.owner, "/retract 999")).text
    assert "Schick den Artikel mit dem Befehl" in (await world.ask(world.owner, "/add")).text


async def test_a_file_is_refused_in_the_moderators_language(world: World) -> None:
    """What is wrong with it is said inside the sentence about the file."""
    await world.ask(world.owner, "/lang de")
    room = world.owner.chat_with(world.bot)
    world.owner.upload(room, "a.txt", bytes(range(1, 32)) * 9, caption="/add")
    told = (await room.next_from_bot()).text
    assert told.startswith("a.txt kann ich nicht lesen. Das ist keine Textdatei.")


async def test_words_that_name_no_article_are_not_sent_back(world: World) -> None:
    """However long they are."""
    told = (await world.ask(world.owner, f"/history {'@everyone ' * 300}")).text
    assert told == "No headline has all these words. /find looks into the texts too."
