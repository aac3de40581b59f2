"""Sending texts: what goes through and what Telegram refuses."""

from io import BytesIO
from typing import Any

import pytest
import telegram
from PIL import Image
from telegram.error import BadRequest, ChatMigrated, Forbidden

from storybot.playground.objects.bot_api_objects import MessageEntity
from worlds.playground import World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


async def test_sent_message_is_what_the_person_reads(world: World) -> None:
    """The message that sendMessage returns is the one that stands in the chat."""
    async with client_of(world) as client:
        sent = await client.send_message(world.ada.user.id, "see https://example.org/a.")
    posted = await world.room.next_from_bot()
    assert sent.to_dict() == telegram.Message.de_json(posted.message.as_json(), None).to_dict()
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("url", 4, 21)]
    assert world.telegram.journal.unknown_parameters == []


async def test_every_option_of_a_message_arrives(world: World) -> None:
    """Entities, preview options, quotation and buttons survive the way through the client."""
    asked = world.ada.send(world.room, "Where were the crates found?")
    async with client_of(world) as client:
        await client.send_message(
            world.ada.user.id,
            "In the harbour.",
            entities=[telegram.MessageEntity("expandable_blockquote", 0, 15)],
            link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
            reply_parameters=telegram.ReplyParameters(asked.message_id, quote="the crates"),
            reply_markup=telegram.InlineKeyboardMarkup(
                [
                    [
                        telegram.InlineKeyboardButton("Good", callback_data="v1:good"),
                        telegram.InlineKeyboardButton("Page", url="https://example.org/p"),
                        telegram.InlineKeyboardButton(
                            "Copy", copy_text=telegram.CopyTextButton("In the harbour.")
                        ),
                        telegram.InlineKeyboardButton("Ask", switch_inline_query_current_chat=""),
                    ]
                ]
            ),
        )
    answer = await world.room.next_from_bot()
    message = answer.message
    assert message.entities
    assert message.entities[0].type == "expandable_blockquote"
    assert message.link_preview_options
    assert message.link_preview_options.is_disabled
    assert message.reply_to_message == asked.message
    assert message.quote
    assert (message.quote.text, message.quote.position) == ("the crates", 11)
    assert answer.buttons == ["Good", "Page", "Copy", "Ask"]
    assert world.telegram.journal.unknown_parameters == []


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n\t "}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 42}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody_here"}, "chat not found"),
        ({"text": "x", "parse_mode": "rtf"}, "unsupported parse_mode"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", "message_thread_id": "seven"}, 'field "message_thread_id" must be of type'),
        ({"text": "x", "entities": '[{"type":"bold"}]'}, "can't parse MessageEntity: Can't find"),
        ({"text": "x", "entities": '[{"type":"loud","offset":0,"length":1}]'}, "Unsupported type"),
        ({"text": "x", "reply_parameters": '{"message_id":999}'}, "message to be replied not"),
        ({"text": "x", "reply_parameters": '{"quote":"hello"}'}, "can't parse reply parameters"),
        ({"text": "x", "reply_parameters": '{"message_id":1,"quote":"Hello"}'}, "QUOTE_TEXT_INV"),
        ({"text": "x", "reply_markup": "[1"}, "can't parse JSON object"),
    ],
)
async def test_send_message_refuses(world: World, parameters: dict[str, Any], refusal: str) -> None:
    """Each wrong message is refused in Telegram's words."""
    given = {"chat_id": world.ada.user.id} | parameters
    assert (await world.refusal("sendMessage", **given)).startswith("Bad Request: ")
    assert refusal in await world.refusal("sendMessage", **given)
    assert world.room.history()[-1].text == "hello"


async def test_longest_text_is_counted_in_utf16_units(world: World) -> None:
    """4096 units are accepted, also when they are half as many emoji."""
    assert (await world.say("x" * 4096))["message_id"]
    assert (await world.say("😀" * 2048))["message_id"]


async def test_reply_without_its_message_goes_through_when_allowed(world: World) -> None:
    """With allow_sending_without_reply a missing message is no obstacle."""
    sent = await world.say(
        "x", reply_parameters={"message_id": 999, "allow_sending_without_reply": True}
    )
    assert "reply_to_message" not in sent


async def test_quote_position_is_the_nearest_occurrence(world: World) -> None:
    """Of several occurrences the quotation stands at the one named."""
    asked = world.ada.send(world.room, "😀 no, no, no")
    sent = await world.say(
        "x",
        reply_parameters={"message_id": asked.message_id, "quote": "no", "quote_position": 7},
    )
    assert sent["quote"]["position"] == 7


async def test_quotes_keep_the_styles_of_what_they_quote(world: World) -> None:
    """A quotation of bold words must be bold where they are; a link around them is no style."""
    bold = MessageEntity(type="bold", offset=4, length=8)
    link = MessageEntity(type="text_link", offset=0, length=3, url="https://example.org/")
    asked = world.ada.send(world.room, "the big crates", entities=(link, bold))
    quote = {"message_id": asked.message_id, "quote": "the big"}
    refusal = await world.refusal(
        "sendMessage", chat_id=world.ada.user.id, text="x", reply_parameters=quote
    )
    assert refusal == "Bad Request: QUOTE_TEXT_INVALID"
    marked = quote | {"quote_entities": [{"type": "bold", "offset": 4, "length": 3}]}
    sent = await world.say("x", reply_parameters=marked)
    assert sent["quote"]["entities"] == [{"type": "bold", "offset": 4, "length": 3}]


def _keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "a"}, "can't parse inline keyboard button: Text buttons are unallowed in the"),
        ({"callback_data": "a"}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "url": "http://localhost/"},
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        ({"text": "a", "url": "file://a.b/c"}, "is invalid: Unsupported URL protocol"),
        ({"text": "a", "switch_inline_query": "x" * 257}, "SWITCH_INLINE_QUERY_TOO_LONG"),
        ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_buttons_are_checked(world: World, button: dict[str, Any], refusal: str) -> None:
    """A button that Telegram would refuse is refused."""
    chat_id = world.ada.user.id
    keyboard = _keyboard([button])
    description = await world.refusal(
        "sendMessage", chat_id=chat_id, text="x", reply_markup=keyboard
    )
    assert description.startswith("Bad Request: ")
    assert refusal in description


async def test_keyboards_are_limited(world: World) -> None:
    """A hundred buttons are accepted, eight in a row; more are refused."""
    button = {"text": "a", "callback_data": "x" * 64}
    assert (await world.say("x", reply_markup=_keyboard(*[[button] * 5] * 20)))["reply_markup"]
    for rows in ([[button]] * 101, [[button] * 9]):
        refusal = await world.refusal(
            "sendMessage", chat_id=world.ada.user.id, text="x", reply_markup=_keyboard(*rows)
        )
        assert refusal == "Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_empty_keyboard_is_none(world: World) -> None:
    """A keyboard without buttons, or with wordless ones, is left out."""
    assert "reply_markup" not in await world.say("x", reply_markup=_keyboard())
    wordless = _keyboard([{"text": "", "callback_data": "a"}])
    assert "reply_markup" not in await world.say("x", reply_markup=wordless)


async def test_bot_cannot_write_first(world: World) -> None:
    """A person who never wrote to the bot cannot be written to, even when they share a group."""
    stranger = world.telegram.add_user(world.ada.user.model_copy(update={"id": 0}))
    assert await world.refusal("sendMessage", chat_id=stranger.id, text="x") == (
        "Bad Request: chat not found"
    )
    group = world.group()
    group.add(stranger)
    group.add(world.bot.user)
    assert await world.refusal("sendMessage", chat_id=stranger.id, text="x") == (
        "Forbidden: bot can't initiate conversation with a user"
    )


async def test_blocked_bot_is_forbidden_to_write(world: World) -> None:
    """Who blocks the bot gets nothing from it, and the bot is told of both."""
    world.ada.block(world.bot)
    async with client_of(world) as client:
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await client.send_message(world.ada.user.id, "x")
    world.ada.unblock(world.bot)
    assert (await world.say("x"))["text"] == "x"
    assert await world.kinds() == ["my_chat_member", "my_chat_member"]


async def test_upgraded_group_names_its_successor(world: World) -> None:
    """A group that became a supergroup answers with the new id, on both sides of the client."""
    group = world.group(kind="group")
    group.add(world.bot.user)
    old = group.room.chat.id
    group.upgrade()
    async with client_of(world) as client:
        with pytest.raises(ChatMigrated) as migrated:
            await client.send_message(old, "x")
        await client.send_message(migrated.value.new_chat_id, "x")
    assert group.room.history()[-1].text == "x"
    moved = [update["message"] for update in await world.updates() if "message" in update]
    assert [m.get("migrate_to_chat_id") for m in moved if "migrate_to_chat_id" in m] == [
        group.room.chat.id
    ]


async def test_what_the_playground_leaves_out_is_refused(world: World) -> None:
    """Replies across chats, the old Markdown and texts over 32 KB are refused, never misread."""
    for parameters, refusal in (
        ({"reply_parameters": {"message_id": 1, "chat_id": 7}}, "messages of another chat"),
        ({"parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "x" * 32_769}, "text is too long"),
    ):
        given = {"chat_id": world.ada.user.id, "text": "x"} | parameters
        assert refusal in await world.refusal("sendMessage", **given)


async def test_prepared_replies_are_seen_by_people_only(world: World) -> None:
    """A reply keyboard changes what the person types with; the message returned has none."""
    async with client_of(world) as client:
        sent = await client.send_message(
            world.ada.user.id, "x", reply_markup=telegram.ReplyKeyboardMarkup([["Yes", "No"]])
        )
        assert sent.reply_markup is None
    assert (await world.room.next_from_bot()).message.reply_keyboard
    removed = await world.say("x", reply_markup={"remove_keyboard": True})
    assert "reply_markup" not in removed
    assert "reply_markup" not in await world.say("x", reply_markup={})


async def test_only_people_with_an_account_are_mentioned(world: World) -> None:
    """A mention by id shows the person; of an unknown id nothing is left."""
    user = {"id": world.ada.user.id, "is_bot": False, "first_name": "?"}
    mention = {"type": "text_mention", "offset": 0, "length": 1, "user": user}
    sent = await world.say("x", entities=[mention])
    assert sent["entities"][0]["user"]["first_name"] == "Ada"
    unknown = mention | {"user": user | {"id": 99}}
    assert "entities" not in await world.say("x", entities=[unknown])


async def test_bots_cannot_write_to_bots(world: World) -> None:
    """Another bot in the same group is out of reach."""
    other = world.telegram.add_bot("77:other", username="other_bot")
    group = world.group()
    for bot in (world.bot, other):
        group.add(bot.user)
    assert await world.refusal("sendMessage", chat_id=77, text="x") == (
        "Forbidden: bots can't send messages to bots"
    )


def test_tokens_have_telegrams_form(world: World) -> None:
    """A token begins with the bot's id."""
    for token in ("", "abc", "12:", ":abc", "x:abc"):
        with pytest.raises(ValueError, match="A bot token is digits, a colon and a secret"):
            world.telegram.add_bot(token)


async def test_a_picture_arrives_with_its_size(world: World) -> None:
    """What is no picture is refused, as Telegram does."""
    out = BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    async with client_of(world) as client:
        sent = await client.send_photo(world.ada.user.id, out.getvalue(), caption="a picture")
        with pytest.raises(BadRequest, match="mage_process_failed"):
            await client.send_photo(world.ada.user.id, b"no picture")
    posted = await world.room.next_from_bot()
    assert posted.message.caption == sent.caption == "a picture"
    assert [(photo.width, photo.height) for photo in sent.photo] == [(40, 30)]
