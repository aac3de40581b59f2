"""The playground's Telegram: accounts, chats, messages, and delivery to bots.

Everything is in memory and belongs to one event loop. People act through ``people.Person``, bots
through ``methods``; both change the world only through this class.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from storybot.playground.clock import Bell, Clock
from storybot.playground.journal import Journal
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import Chat, ChatKind, Message, User
from storybot.playground.world import delivery
from storybot.playground.world.bots import Bot
from storybot.playground.world.faults import Faults
from storybot.playground.world.files import FileStore
from storybot.playground.world.flood import Flood
from storybot.playground.world.inline import GuestQuery, Questions
from storybot.playground.world.rooms import Member, Posted, Room, Status
from storybot.playground.world.updates import FIRST_UPDATE, UpdateQueue

_FIRST_USER = 5_000_001
_FIRST_GROUP = 4_000_001
_SUPERGROUPS = 1_000_000_000_000
_IDS_BETWEEN_PEOPLE = 1_000_000
"""Private messages are counted by account: to a bot that is called as a guest between two people,
their ids are not those of its own chat with one of them."""


class Telegram:
    """An isolated world: nothing in it leaves the process."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        flood: bool = False,
        knows_ephemeral: bool = True,
        patience: float = 1,
    ) -> None:
        """Make a world without anybody.

        Updates wait to be fetched, and queries to be answered, ``patience`` times as long as
        Telegram lets them.
        """
        self._patience = patience
        self.knows_ephemeral = knows_ephemeral
        """Whether it is of Bot API 10.3, with messages that one person sees, or older."""
        self.clock = clock or Clock()
        self.bell = Bell()
        self.files = FileStore()
        self.questions = Questions(self.clock, patience)
        self.faults = Faults()
        self.flood = Flood(self.clock) if flood else None
        """Rate limits for bots; off by default."""
        self.journal = Journal()
        self.accounts: dict[int, User] = {}
        self.bots: dict[str, Bot] = {}
        """By token."""
        self.blocked: set[tuple[int, int]] = set()
        """(person, bot) where the person blocked the bot."""
        self._groups: dict[int, Room] = {}
        self._pairs: dict[frozenset[int], Room] = {}
        self._user_ids = count(_FIRST_USER)
        self._group_ids = count(_FIRST_GROUP)
        self._query_ids = count(1)

    @property
    def date(self) -> int:
        """The time in whole seconds, as messages carry it."""
        return int(self.clock.now())

    def add_bot(
        self,
        token: str,
        *,
        username: str = "story_bot",
        name: str = "Story",
        can_join_groups: bool = True,
        can_read_all_group_messages: bool = False,
        supports_inline_queries: bool = True,
        inline_feedback: bool = True,
        supports_guest_queries: bool = True,
        first_update: int = FIRST_UPDATE,
    ) -> Bot:
        """Register a bot; the switches are BotFather's.

        ``first_update`` is the id of its first update.

        Raises:
            ValueError: the token does not begin with the bot's id and a colon.
        """
        user_id, colon, secret = token.partition(":")
        if not (user_id.isdecimal() and colon and secret):
            raise ValueError("A bot token is digits, a colon and a secret, such as 123:abc.")
        user = User(id=int(user_id), is_bot=True, first_name=name, username=username)
        self.accounts[user.id] = user
        bot = self.bots[token] = Bot(
            token,
            user,
            UpdateQueue(self.clock, first_update, self._patience),
            can_join_groups=can_join_groups,
            can_read_all_group_messages=can_read_all_group_messages,
            supports_inline_queries=supports_inline_queries,
            inline_feedback=inline_feedback,
            supports_guest_queries=supports_guest_queries,
        )
        return bot

    def add_user(self, user: User) -> User:
        """Register a person; an id of 0 is replaced by a new one."""
        if not user.id:
            user = user.model_copy(update={"id": next(self._user_ids)})
        self.accounts[user.id] = user
        return user

    def add_group(
        self,
        title: str,
        *,
        kind: ChatKind = "supergroup",
        username: str | None = None,
        is_forum: bool = False,
    ) -> Room:
        """Create an empty group, supergroup or channel."""
        number = next(self._group_ids)
        chat_id = -number if kind == "group" else -_SUPERGROUPS - number
        chat = Chat(
            id=chat_id, type=kind, title=title, username=username, is_forum=is_forum or None
        )
        room = self._groups[chat.id] = Room(chat, self.bell)
        return room

    def private_room(self, person: User, other: User) -> Room:
        """Return the private chat of two accounts, creating it if needed."""
        pair = frozenset({person.id, other.id})
        if pair not in self._pairs:
            shown = other if person.is_bot else person
            chat = Chat(type="private", **shown.model_dump(include=_SHOWN_IN_CHAT))
            members = {user.id: Member(user) for user in (person, other)}
            room = self._pairs[pair] = Room(chat, self.bell, members)
            if not (person.is_bot or other.is_bot):
                room.skip_ids(_IDS_BETWEEN_PEOPLE * len(self._pairs))
        return self._pairs[pair]

    def find_private(self, first_id: int, second_id: int) -> Room | None:
        """Return the private chat of two accounts if there is one."""
        return self._pairs.get(frozenset({first_id, second_id}))

    def find_group(self, chat_id: int) -> Room | None:
        """Return the group, supergroup or channel with that id."""
        return self._groups.get(chat_id)

    def rooms(self) -> Iterator[Room]:
        """Yield every chat."""
        yield from self._pairs.values()
        yield from self._groups.values()

    def bot_of(self, user: User) -> Bot:
        """Return the bot behind an account."""
        return next(bot for bot in self.bots.values() if bot.user.id == user.id)

    def query_id(self) -> str:
        """Return an id that no query has had."""
        return f"{4_000_000_000_000_000_000 + next(self._query_ids)}"

    def publish(self, room: Room, message: Message) -> Posted:
        """Add a new message to a chat and deliver it to the bots that may see it."""
        room.keep(message)
        self._tell(room, message, edited=False)
        return Posted.of(room, message)

    def revise(self, room: Room, message: Message, *, tell: bool) -> None:
        """Replace a message by a new version; bots are told of people's edits."""
        room.keep(message)
        if tell:
            self._tell(room, message, edited=True)

    def set_status(
        self, room: Room, user: User, status: Status, *, by: User, is_anonymous: bool = False
    ) -> None:
        """Change a membership and tell the bots that watch it."""
        old = room.members.get(user.id) or Member(user, "left")
        new = room.members[user.id] = Member(user, status, is_anonymous)
        change = {
            "chat": room.chat.as_json(),
            "from": by.as_json(),
            "date": self.date,
            "old_chat_member": as_chat_member(old),
            "new_chat_member": as_chat_member(new),
        }
        for bot in list(self.bots.values()):
            if bot.user.id == user.id:
                bot.queue.add("my_chat_member", change)
            elif room.has(bot.user.id) and room.members[bot.user.id].is_admin:
                bot.queue.add("chat_member", change)

    def react(self, posted: Posted, user: User, given: list[dict[str, str]]) -> None:
        """Replace a user's reactions to a message; tell administrating bots that subscribe."""
        room = posted.room
        reactions = room.reactions.setdefault(posted.message_id, {})
        old, reactions[user.id] = reactions.get(user.id, []), given
        self.bell.ring()
        content = {
            "chat": room.chat.as_json(),
            "message_id": posted.message_id,
            "user": user.as_json(),
            "date": self.date,
            "old_reaction": old,
            "new_reaction": given,
        }
        for bot in list(self.bots.values()):
            member = room.members.get(bot.user.id)
            if member and bot.user != user and (member.is_admin or room.is_private):
                bot.queue.add("message_reaction", content)

    def _tell(self, room: Room, message: Message, *, edited: bool) -> None:
        for bot in list(self.bots.values()):
            if delivery.sees(bot, room, message):
                bot.queue.add(delivery.update_kind(room, edited=edited), message.as_json())
        if not edited and not message.seen_only_by:
            self._call_guests(room, message)

    def _call_guests(self, room: Room, message: Message) -> None:
        called = [bot for bot in self.bots.values() if delivery.summons(bot, room, message)]
        for bot in called[: limits.GUEST_BOTS]:
            posted = Posted(room, message.message_id)
            query = GuestQuery(self.query_id(), bot, self.clock.now(), posted)
            self.questions.ask_guest(query)
            bot.queue.add("guest_message", message.as_json() | {"guest_query_id": query.id})


_SHOWN_IN_CHAT = {"id", "username", "first_name", "last_name"}


def as_chat_member(member: Member) -> dict[str, Any]:
    """Return a membership as the Bot API serialises it."""
    status = {"user": member.user.as_json(), "status": member.status}
    if member.status == "creator":
        return status | {"is_anonymous": member.is_anonymous}
    if member.status == "kicked":
        return status | {"until_date": 0}
    if member.status == "administrator":
        rights = dict.fromkeys(_RIGHTS, True)
        return status | rights | {"can_be_edited": False, "is_anonymous": member.is_anonymous}
    return status


_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
