"""Changing what was sent, and files: edits, deletions, actions, reactions, documents."""

from typing import Any

import pytest
import telegram
from telegram.error import BadRequest

from storybot.playground.botapi.methods.edits import NOT_MODIFIED
from storybot.playground.objects.refusal import BotApiError
from worlds.playground import World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


def _keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


async def test_edit_replaces_text_and_keyboard(world: World) -> None:
    """An edit without a keyboard takes the keyboard away and dates the message."""
    button = {"text": "a", "callback_data": "b"}
    sent = await world.say("before", reply_markup=_keyboard([button]))
    posted = await world.room.next_from_bot()
    async with client_of(world) as client:
        edited = await client.edit_message_text(
            "after", chat_id=world.ada.user.id, message_id=sent["message_id"]
        )
    assert isinstance(edited, telegram.Message)
    assert (posted.text, posted.buttons) == ("after", [])
    assert edited.edit_date


async def test_edit_must_change_something(world: World) -> None:
    """The same text and keyboard again is refused; another keyboard is a change."""
    sent = await world.say("text")
    this = {"chat_id": world.ada.user.id, "message_id": sent["message_id"]}
    assert await world.refusal("editMessageText", text="text", **this) == (
        f"Bad Request: {NOT_MODIFIED}"
    )
    assert await world.refusal("editMessageReplyMarkup", **this) == f"Bad Request: {NOT_MODIFIED}"
    keyboard = _keyboard([{"text": "a", "callback_data": "b"}])
    assert await world.ask("editMessageReplyMarkup", reply_markup=keyboard, **this)
    assert await world.refusal("editMessageReplyMarkup", reply_markup=keyboard, **this) == (
        f"Bad Request: {NOT_MODIFIED}"
    )


async def test_edit_of_what_is_not_the_bots_is_refused(world: World) -> None:
    """Messages of people, missing ones and files without text cannot be edited."""
    chat_id = world.ada.user.id
    hello = world.room.history()[0].message_id
    edit = {"chat_id": chat_id, "text": "x"}
    assert "message can't be edited" in await world.refusal(
        "editMessageText", message_id=hello, **edit
    )
    assert "message to edit not found" in await world.refusal(
        "editMessageText", message_id=99, **edit
    )
    assert "message identifier is not specified" in await world.refusal("editMessageText", **edit)
    sent = await world.attach("sendDocument", b"notes", chat_id=chat_id)
    assert "there is no text in the message to edit" in await world.refusal(
        "editMessageText", message_id=sent["message_id"], **edit
    )


async def test_edit_takes_inline_keyboards_only(world: World) -> None:
    """A reply keyboard cannot be put under a message by an edit."""
    sent = await world.say("text")
    refusal = await world.refusal(
        "editMessageText",
        chat_id=world.ada.user.id,
        message_id=sent["message_id"],
        text="other",
        reply_markup={"keyboard": [["a"]]},
    )
    assert refusal == "Bad Request: inline keyboard expected"


async def test_delete(world: World) -> None:
    """A bot deletes its own messages and, in a private chat, those of the person, for two days."""
    sent = await world.say("text")
    chat_id = world.ada.user.id
    async with client_of(world) as client:
        await client.delete_message(chat_id, sent["message_id"])
        with pytest.raises(BadRequest, match="Message to delete not found"):
            await client.delete_message(chat_id, sent["message_id"])
    hello = world.room.history()[0].message_id
    world.clock.advance(48 * 3600)
    assert "message can't be deleted for everyone" in await world.refusal(
        "deleteMessage", chat_id=chat_id, message_id=hello
    )


async def test_delete_messages_passes_over_missing_ones(world: World) -> None:
    """Several messages are deleted at once; a hundred at most, at least one."""
    sent = [(await world.say(f"{n}"))["message_id"] for n in range(3)]
    chat_id = world.ada.user.id
    assert await world.ask("deleteMessages", chat_id=chat_id, message_ids=[*sent, 99])
    assert [message.text for message in world.room.history()] == ["hello"]
    for message_ids, refusal in (
        ([], "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
    ):
        assert refusal in await world.refusal(
            "deleteMessages", chat_id=chat_id, message_ids=message_ids
        )


async def test_waiting_for_a_change_and_a_deletion(world: World) -> None:
    """People can wait until a message is edited or gone."""
    sent = await world.say("before")
    posted = await world.room.next_from_bot()
    before = posted.message
    this = {"chat_id": world.ada.user.id, "message_id": sent["message_id"]}
    await world.ask("editMessageText", text="after", **this)
    assert (await posted.change(before)).text == "after"
    await world.ask("deleteMessage", **this)
    await posted.deletion()
    assert posted.is_deleted


async def test_chat_actions_are_seen(world: World) -> None:
    """Typing is shown in the chat; an action that does not exist is refused."""
    async with client_of(world) as client:
        await client.send_chat_action(world.ada.user.id, telegram.constants.ChatAction.TYPING)
    assert world.room.actions == ["typing"]
    assert "wrong parameter action in request" in await world.refusal(
        "sendChatAction", chat_id=world.ada.user.id, action="dance"
    )


async def test_reactions(world: World) -> None:
    """A bot reacts with one of Telegram's emoji and takes it back."""
    hello = world.room.history()[0].message_id
    chat_id = world.ada.user.id
    async with client_of(world) as client:
        await client.set_message_reaction(chat_id, hello, "👀")
        assert world.room.reactions[hello][world.bot.user.id] == [{"type": "emoji", "emoji": "👀"}]
        with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
            await client.set_message_reaction(chat_id, hello, "🧨")
        with pytest.raises(BadRequest, match=r"(?i)reactions_too_many"):
            await client.set_message_reaction(chat_id, hello, ["👍", "👎"])
        await client.set_message_reaction(chat_id, hello, None)
    assert world.room.reactions[hello][world.bot.user.id] == []


async def test_documents_go_both_ways(world: World) -> None:
    """Bytes uploaded by a bot or a person are downloaded unchanged."""
    data = bytes(range(256)) * 41
    async with client_of(world) as client:
        sent = await client.send_document(
            world.ada.user.id, data, filename="corpus.bin", caption="the *corpus*"
        )
        uploaded = world.ada.upload(world.room, "notes.txt", data[::-1], mime_type="text/plain")
        assert sent.document
        assert uploaded.message.document
        for file_id, expected in (
            (sent.document.file_id, data),
            (uploaded.message.document.file_id, data[::-1]),
        ):
            file = await client.get_file(file_id)
            assert bytes(await file.download_as_bytearray()) == expected
        again = await client.send_document(world.ada.user.id, sent.document.file_id)
    assert again.document == sent.document
    assert sent.document.file_name == "corpus.bin"
    assert sent.caption == "the *corpus*"
    assert world.telegram.journal.unknown_parameters == []


async def test_documents_are_checked(world: World) -> None:
    """Empty, missing and unknown files are refused, and captions over 1024 units."""
    chat_id = world.ada.user.id
    assert "there is no document in the request" in await world.refusal(
        "sendDocument", chat_id=chat_id
    )
    assert "wrong remote file identifier specified" in await world.refusal(
        "sendDocument", chat_id=chat_id, document="AgAD"
    )
    assert "file must be non-empty" in str(await _refused_upload(world, b"", chat_id=chat_id))
    assert await _refused_upload(world, bytes(50 * 1024 * 1024 + 1), chat_id=chat_id) == (
        "Request Entity Too Large"
    )
    assert "message caption is too long" in await world.refusal(
        "sendDocument", chat_id=chat_id, document="AgAD", caption="x" * 1025
    )


async def test_files_over_twenty_megabytes_cannot_be_fetched(world: World) -> None:
    """A bot cannot download a file over 20 MB, and is told so."""
    size = 20 * 1024 * 1024
    large = world.ada.upload(world.room, "large.txt", b"x" * (size + 1)).message.document
    largest = world.ada.upload(world.room, "largest.txt", b"x" * size).message.document
    assert large
    assert largest
    assert await world.refusal("getFile", file_id=large.file_id) == "Bad Request: file is too big"
    assert (await world.ask("getFile", file_id=largest.file_id))["file_size"] == size
    assert "wrong file_id" in await world.refusal("getFile", file_id="x")
    assert "file_id not specified" in await world.refusal("getFile")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.txt", "x.ta$r", "noending", "é.tét"])
async def test_file_paths_take_nothing_unsafe_from_names(world: World, name: str) -> None:
    """A file's path on the server is made from a number and at most a plain ending."""
    document = world.ada.upload(world.room, name, b"x").message.document
    assert document
    path = (await world.ask("getFile", file_id=document.file_id))["file_path"]
    assert path in {"documents/file_0", "documents/file_0.txt"}


async def _refused_upload(world: World, data: bytes, **parameters: Any) -> str:
    with pytest.raises(BotApiError) as refused:
        await world.attach("sendDocument", data, **parameters)
    return refused.value.description
