"""Groups: what a bot gets there, topics, membership, authors of every sort."""

from typing import Any

import pytest

from storybot.playground.world.group_chats import Group
from storybot.playground.world.people import Person
from worlds.playground import World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world(supports_guest_queries=False)


async def _joined(world: World, *, admin: bool = False, **options: Any) -> Group:
    """Found a group with the bot in it."""
    group = world.group(**options)
    group.add(world.bot.user, admin=admin)
    await world.updates()
    return group


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("where were they found?", False),
        ("@story_bot where were they found?", False),
        ("/ask where?", True),
        ("/ask@story_bot where?", True),
        ("/ask@Story_Bot where?", True),
        ("/ask@other_bot where?", False),
        ("see /ask", False),
    ],
)
async def test_privacy_mode(world: World, text: str, *, arrives: bool) -> None:
    """With privacy mode on a bot gets commands that are not for others, and no mentions."""
    group = await _joined(world)
    posted = world.ada.send(group.room, text)
    assert await world.kinds() == (["message"] if arrives else [])
    world.ada.edit(posted, f"{text} now")
    assert await world.kinds() == (["edited_message"] if arrives else [])


async def test_replies_and_inline_messages_pass_privacy_mode(world: World) -> None:
    """Answers to the bot's messages and what is sent through it arrive; other answers do not."""
    group = await _joined(world)
    await world.ask("sendMessage", chat_id=group.room.chat.id, text="ask me")
    from_bot = await group.room.next_from_bot()
    from_ada = world.ada.send(group.room, "hello")
    world.ada.send(group.room, "an answer", reply_to=from_bot)
    world.ada.send(group.room, "another answer", reply_to=from_ada)
    query = world.ada.type_inline(world.bot, "x")
    article = {
        "type": "article",
        "id": "1",
        "title": "t",
        "input_message_content": {"message_text": "sent through"},
    }
    await world.ask("answerInlineQuery", inline_query_id=query.id, results=[article])
    world.ada.choose(query, "1", group.room)
    texts = [u["message"]["text"] for u in await world.updates() if "message" in u]
    assert texts == ["an answer", "sent through"]


async def test_open_ears() -> None:
    """Without privacy mode, and as an administrator, a bot gets everything."""
    for world, admin in (
        (new_world(can_read_all_group_messages=True, supports_guest_queries=False), False),
        (new_world(supports_guest_queries=False), True),
    ):
        group = await _joined(world, admin=admin)
        world.ada.send(group.room, "hello")
        world.ada.upload(group.room, "a.txt", b"a")
        assert await world.kinds() == ["message", "message"]


async def test_bots_do_not_hear_bots(world: World) -> None:
    """What a bot writes reaches neither itself nor another bot in the group."""
    group = await _joined(world, admin=True)
    other = world.telegram.add_bot("77:other", username="other_bot")
    group.add(other.user, admin=True)
    await world.updates()
    other.queue.clear()
    await world.ask("sendMessage", chat_id=group.room.chat.id, text="hello")
    assert await world.kinds() == []
    assert other.queue.pending() == []


async def test_joining_and_leaving_are_told(world: World) -> None:
    """A bot hears of its own coming and going, and of others' through service messages."""
    group = world.group()
    group.add(world.bot.user)
    bob = Person(world.telegram, "Bob")
    group.add(bob.user)
    group.ban(bob.user)
    assert await world.kinds() == ["my_chat_member", "message", "message", "message"]
    await world.ask("leaveChat", chat_id=group.room.chat.id)
    assert await world.kinds() == ["my_chat_member"]
    assert await world.refusal("sendMessage", chat_id=group.room.chat.id, text="x") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
    group.ban(world.bot.user)
    assert await world.refusal("sendMessage", chat_id=group.room.chat.id, text="x") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_administrating_bots_may_watch_members(world: World) -> None:
    """An administrator that asks for chat_member updates gets them."""
    group = await _joined(world, admin=True)
    await world.ask("getUpdates", allowed_updates=["chat_member"])
    bob = Person(world.telegram, "Bob")
    group.add(bob.user)
    group.promote(bob.user)
    group.demote(bob.user)
    statuses = [u["chat_member"]["new_chat_member"]["status"] for u in await world.updates()]
    assert statuses == ["member", "administrator", "member"]


async def test_bots_kept_out_of_groups() -> None:
    """A bot that BotFather keeps out of groups cannot be added."""
    world = new_world(can_join_groups=False)
    with pytest.raises(ValueError, match="may not join groups"):
        world.group().add(world.bot.user)


async def test_looking_at_a_group(world: World) -> None:
    """Members, administrators and their number are what the group says."""
    group = await _joined(world)
    bob = Person(world.telegram, "Bob")
    chat_id = group.room.chat.id
    async with client_of(world) as client:
        assert (await client.get_chat(chat_id)).title == "Readers"
        assert (await client.get_chat(world.ada.user.id)).username == "ada_l"
        assert await client.get_chat_member_count(chat_id) == 2
        assert (await client.get_chat_member(chat_id, world.ada.user.id)).status == "creator"
        assert (await client.get_chat_member(chat_id, bob.user.id)).status == "left"
        admins = await client.get_chat_administrators(chat_id)
        assert [member.user.id for member in admins] == [world.ada.user.id]
        group.promote(world.bot.user)
        me = await client.get_chat_member(chat_id, world.bot.user.id)
        assert me.status == "administrator"
        group.ban(bob.user)
        assert (await client.get_chat_member(chat_id, bob.user.id)).status == "kicked"
        assert await client.leave_chat(chat_id)
    assert world.telegram.journal.unknown_parameters == []


async def test_looking_refuses(world: World) -> None:
    """People who do not exist, and private chats, have no place to look at."""
    group = await _joined(world)
    chat_id = group.room.chat.id
    for parameters, refusal in (
        ({"chat_id": chat_id, "user_id": 0}, "invalid user_id specified"),
        ({"chat_id": chat_id, "user_id": 99}, "PARTICIPANT_ID_INVALID"),
        ({"chat_id": world.ada.user.id, "user_id": 99}, "user not found"),
    ):
        assert refusal in await world.refusal("getChatMember", **parameters)
    private = {"chat_id": world.ada.user.id}
    assert "no administrators" in await world.refusal("getChatAdministrators", **private)
    assert "private chats" in await world.refusal("leaveChat", **private)


async def test_topics(world: World) -> None:
    """Messages stand in topics of a forum; answers go where the question stands."""
    group = await _joined(world, forum=True, admin=False)
    topic = group.open_topic("Questions")
    chat_id = group.room.chat.id
    asked = world.ada.send(group.room, "/ask where?", topic=topic)
    update = (await world.updates())[-1]["message"]
    assert (update["message_thread_id"], update["is_topic_message"]) == (topic, True)
    sent = await world.ask("sendMessage", chat_id=chat_id, text="there", message_thread_id=topic)
    assert sent["message_thread_id"] == topic
    reply = {"message_id": asked.message_id}
    sent = await world.ask("sendMessage", chat_id=chat_id, text="there", reply_parameters=reply)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    general = world.ada.send(group.room, "/ask in General")
    assert general.message.message_thread_id is None
    for thread_id in (1, 999):
        assert await world.refusal(
            "sendMessage", chat_id=chat_id, text="x", message_thread_id=thread_id
        ) == ("Bad Request: message thread not found")
    group.close_topic(topic)
    assert "TOPIC_CLOSED" in await world.refusal(
        "sendMessage", chat_id=chat_id, text="x", message_thread_id=topic
    )
    group.promote(world.bot.user)
    assert await world.ask("sendMessage", chat_id=chat_id, text="x", message_thread_id=topic)


async def test_thread_of_a_chain_is_no_topic(world: World) -> None:
    """In a supergroup answers carry a thread id, which is none to send to."""
    group = await _joined(world)
    first = world.ada.send(group.room, "/ask where?")
    second = world.ada.send(group.room, "/ask there?", reply_to=first)
    third = world.ada.send(group.room, "/ask here?", reply_to=second)
    assert second.message.message_thread_id == first.message_id
    assert third.message.message_thread_id == first.message_id
    assert third.message.is_topic_message is None
    assert "message thread not found" in await world.refusal(
        "sendMessage", chat_id=group.room.chat.id, text="x", message_thread_id=first.message_id
    )


async def test_answers_show_one_level(world: World) -> None:
    """The answered message comes along, what it answered itself does not."""
    first = world.ada.send(world.room, "one")
    second = world.ada.send(world.room, "two", reply_to=first)
    third = world.ada.send(world.room, "three", reply_to=second)
    answered = third.message.reply_to_message
    assert answered
    assert answered.text == "two"
    assert answered.reply_to_message is None


async def test_anonymous_administrators(world: World) -> None:
    """Who writes in the name of the group is shown as Telegram's anonymous bot."""
    group = await _joined(world)
    world.ada.send(group.room, "/stats", anonymous=True)
    (update,) = await world.updates()
    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == group.room.chat.id


async def test_channels_in_groups(world: World) -> None:
    """What a channel writes, and what Telegram copies from it, has Telegram's own authors."""
    group = await _joined(world, admin=True)
    channel = world.group("News", kind="channel", username="news")
    world.ada.send(group.room, "/stats", as_channel=channel.room)
    post = world.ada.send(channel.room, "a post")
    group.relay(post)
    written, copied = [update["message"] for update in await world.updates()]
    assert (written["from"]["id"], written["sender_chat"]["username"]) == (136817688, "news")
    assert (copied["from"]["id"], copied["sender_chat"]["username"]) == (777000, "news")
    assert copied["is_automatic_forward"] is True
    assert copied["forward_origin"]["message_id"] == post.message_id
    assert copied["text"] == "a post"


async def test_forwards_name_their_origin(world: World) -> None:
    """A forwarded message says who wrote it, through every further forward."""
    bob = Person(world.telegram, "Bob")
    original = bob.send(bob.chat_with(world.bot), "https://example.org/story")
    once = world.ada.forward(original, world.room)
    twice = world.ada.forward(once, world.room)
    for posted in (once, twice):
        origin = posted.message.forward_origin
        assert origin
        assert origin.sender_user == bob.user
        assert posted.message.from_ == world.ada.user
        assert posted.message.entities
    channel = world.group("News", kind="channel", username="news")
    post = world.ada.send(channel.room, "a post")
    origin = world.ada.forward(post, world.room).message.forward_origin
    assert origin
    assert (origin.type, origin.chat, origin.message_id) == (
        "channel",
        channel.room.chat,
        post.message_id,
    )


async def test_channels(world: World) -> None:
    """A bot in a channel gets its posts, and writes there only as an administrator."""
    channel = world.group("News", kind="channel", username="news")
    channel.add(world.bot.user)
    await world.updates()
    post = world.ada.send(channel.room, "a post")
    world.ada.edit(post, "a better post")
    assert await world.kinds() == ["channel_post", "edited_channel_post"]
    send = {"chat_id": "@News", "text": "x"}
    assert "need administrator rights" in await world.refusal("sendMessage", **send)
    channel.promote(world.bot.user)
    sent = await world.ask("sendMessage", **send)
    assert sent["sender_chat"]["username"] == "news"
    edit = {"chat_id": "@news", "message_id": sent["message_id"], "text": "y"}
    assert (await world.ask("editMessageText", **edit))["text"] == "y"


async def test_bots_delete_in_groups_as_administrators(world: World) -> None:
    """A member deletes its own messages, an administrator anybody's."""
    group = await _joined(world)
    posted = world.ada.send(group.room, "spam")
    this = {"chat_id": group.room.chat.id, "message_id": posted.message_id}
    assert "can't be deleted" in await world.refusal("deleteMessage", **this)
    group.promote(world.bot.user)
    assert await world.ask("deleteMessage", **this)
    assert posted.is_deleted
    gone = world.ada.send(group.room, "oops")
    world.ada.delete(gone)
    assert gone.is_deleted
