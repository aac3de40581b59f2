"""Guest calls: who is called by a mention, and how a guest answers."""

import pytest
import telegram
from telegram.error import BadRequest

from storybot.playground.world.people import Person
from worlds.playground import World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


async def test_guest_call_and_its_answer(world: World) -> None:
    """A mention where the bot is no member calls it; it answers once and may edit its answer."""
    strangers = world.group()
    before = world.ada.send(strangers.room, "The crates were found.")
    asked = world.ada.send(strangers.room, "@Story_Bot where?", reply_to=before)
    async with client_of(world) as client:
        (update,) = await client.get_updates()
        message = update.guest_message
        assert message
        assert message.reply_to_message
        assert message.reply_to_message.text == "The crates were found."
        sent = await message.answer_guest_query(
            telegram.InlineQueryResultArticle(
                "1", "Answer", telegram.InputTextMessageContent("In the harbour.")
            )
        )
        answer = await strangers.room.next_from_bot()
        assert answer.text == "In the harbour."
        assert answer.message.guest_bot_caller_user == world.ada.user
        assert answer.message.reply_to_message
        assert answer.message.reply_to_message.message_id == asked.message_id
        await client.edit_message_text("Changed.", inline_message_id=sent.inline_message_id)
        assert answer.text == "Changed."
        with pytest.raises(BadRequest, match="Query is too old"):
            await message.answer_guest_query(
                telegram.InlineQueryResultArticle(
                    "1", "Answer", telegram.InputTextMessageContent("Again.")
                )
            )
    assert world.telegram.journal.unknown_parameters == []


async def test_who_is_called_as_a_guest(world: World) -> None:
    """Members are called too; the chat with the bot itself and other bots' names call nobody."""
    group = world.group()
    group.add(world.bot.user)
    await world.updates()
    world.ada.send(group.room, "@story_bot where?")
    assert await world.kinds() == ["guest_message"]
    world.ada.send(group.room, "@other_bot where?")
    world.ada.send(group.room, "mail a@story_bot.com")
    assert await world.kinds() == []
    world.ada.send(world.room, "@story_bot where?")
    assert await world.kinds() == ["message"]
    between = world.ada.chat_with(Person(world.telegram, "Bob"))
    world.ada.send(between, "@story_bot where?")
    assert await world.kinds() == ["guest_message"]


async def test_guest_mode_can_be_off() -> None:
    """Without guest mode a mention in a strange group reaches nobody."""
    world = new_world(supports_guest_queries=False)
    world.ada.send(world.group().room, "@story_bot where?")
    assert await world.kinds() == []
    assert "result isn't specified" in await world.refusal("answerGuestQuery")


def test_private_messages_between_people_have_ids_of_their_own(world: World) -> None:
    """A guest cannot take one for a message of its own chat with the same person."""
    ben = Person(world.telegram, "Ben")
    between = world.ada.send(world.ada.chat_with(ben), "hello")
    assert between.room.chat.id == world.room.chat.id
    assert between.message_id > max(world.room.messages) + 1000


async def test_a_guest_call_whose_message_is_gone_is_over(world: World) -> None:
    """The bot is refused as for any query that is too old."""
    strangers = world.group()
    asked = world.ada.send(strangers.room, f"{world.bot.mention} where?")
    ((update),) = await world.updates()
    world.ada.delete(asked)
    content = {"message_text": "In the harbour."}
    result = {"type": "article", "id": "1", "title": "Answer", "input_message_content": content}
    query = update["guest_message"]["guest_query_id"]
    refusal = await world.refusal("answerGuestQuery", guest_query_id=query, result=result)
    assert "query is too old" in refusal
