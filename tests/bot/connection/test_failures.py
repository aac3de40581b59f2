"""What people are told and what is logged when a handler has failed."""

import logging
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden, TimedOut

from storybot.bot.connection.failures import report_failure
from storybot.bot.dispatch.language import Locales
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES
from storybot.model.errors import Conflict, NotFound, StoreError
from storybot.playground.objects.reply_markup import InlineKeyboardButton, InlineKeyboardMarkup
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.playground import World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a playground with a bot and Ada."""
    return new_world()


@pytest.fixture
async def client(world: World) -> AsyncIterator[Bot]:
    """Connect the library's client to it."""
    async with client_of(world) as connected:
        yield connected


async def fail(world: World, client: Bot, error: Exception) -> list[str]:
    """Let the handling of Ada's next message fail and return what she is told."""
    asked = world.ada.send(world.room, "Why?")
    await _handle(world, client, error)
    return [m.text or "" for m in world.room.history() if m.message_id > asked.message_id]


async def _handle(world: World, client: Bot, error: Exception) -> None:
    (update,) = await world.updates()
    await report_failure(Update.de_json(update, client), error, ENGLISH)


async def test_an_error_made_for_people_is_told(
    world: World, client: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Its text is the reply, and it is no matter for the log."""
    assert await fail(world, client, Conflict("It is retracted.")) == ["It is retracted."]
    assert caplog.records == []


async def test_an_unexpected_error_is_logged_and_owned_up_to(
    world: World, client: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """The person reads a sentence without its text, the operator a traceback."""
    (told,) = await fail(world, client, ValueError("secret detail"))
    assert "went wrong" in told
    assert "secret" not in told
    assert "ValueError: secret detail" in caplog.text


async def test_a_failing_store_is_told_and_logged(
    world: World, client: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Who asked and who operates the bot both have to know."""
    assert await fail(world, client, StoreError("The disk is full.")) == ["The disk is full."]
    assert "The disk is full." in caplog.text


@pytest.mark.parametrize(
    ("error", "level"),
    [
        (BadRequest("Message is not modified: same content"), logging.DEBUG),
        (BadRequest("Query is too old and response timeout expired"), logging.DEBUG),
        (Forbidden("bot was blocked by the user"), logging.INFO),
        (BadRequest("TOPIC_CLOSED"), logging.INFO),
        (BadRequest("Not enough rights to send text messages to the chat"), logging.INFO),
        (TimedOut(), logging.WARNING),
        (BadRequest("Can't parse entities"), logging.ERROR),
        (BadRequest("Chat not found"), logging.ERROR),
    ],
)
async def test_what_telegram_refused_is_not_sent_again(
    world: World, client: Bot, caplog: pytest.LogCaptureFixture, error: Exception, level: int
) -> None:
    """The log says how serious it is, and nothing is sent that may be there already."""
    caplog.set_level(logging.DEBUG, "storybot")
    assert await fail(world, client, error) == []
    assert [record.levelno for record in caplog.records] == [level]


async def test_an_error_behind_a_button_is_shown_there(world: World, client: Bot) -> None:
    """The person who pressed sees it as a note, and nothing is posted."""
    sent = await client.send_message(world.ada.user.id, "Sure?")
    button = InlineKeyboardButton(text="Yes", callback_data="yes")
    markup = InlineKeyboardMarkup(inline_keyboard=((button,),))
    posted = Posted(world.room, sent.message_id)
    world.room.keep(posted.message.model_copy(update={"reply_markup": markup}))
    pressed = world.ada.press(posted, "Yes")
    await _handle(world, client, Conflict("It is retracted."))
    answer = await pressed.answered()
    assert (answer.text, answer.show_alert) == ("It is retracted.", True)


async def test_a_person_who_cannot_be_told_is_left_alone(
    world: World, client: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Where telling fails too, that is logged and is the end of it."""
    world.telegram.blocked.add((world.ada.user.id, world.bot.user.id))
    assert await fail(world, client, Conflict("It is retracted.")) == []
    assert "could not be told" in caplog.text


async def test_an_error_is_told_in_the_readers_words(world: World, client: Bot) -> None:
    """What it is about is the same in every language."""
    world.ada.send(world.room, "Why?")
    (update,) = await world.updates()
    error = NotFound("There is no article 7.", "no_article", id="7")
    await report_failure(Update.de_json(update, client), error, LANGUAGES["de"])
    told = world.room.history()[-1].text or ""
    assert told.startswith("Es gibt keinen Artikel 7.")


async def test_a_failing_database_does_not_take_the_words_away(world: World, client: Bot) -> None:
    """Where it cannot be told what was set, the language of the person's app is spoken."""
    lena = Person(world.telegram, "Lena", language_code="de")
    lena.send(lena.chat_with(world.bot), "Warum?")
    update = Update.de_json((await world.updates())[-1], client)
    memory = await SQLiteReaderMemory.open(":memory:")
    await memory.set_language(lena.user.id, "tr")
    speech = Locales(memory)
    assert (await speech.about_failure(update)).language == "tr"
    await memory.set_language(lena.user.id, "fr")  # which is to be read, not remembered
    await memory._database.execute("DROP TABLE chats")
    assert (await speech.about_failure(update)).language == "de"
    await memory.close()
