"""Groups of the playground: founding, joining, leaving, topics, becoming a supergroup."""

from typing import Self

from storybot.playground.objects.bot_api_objects import ChatKind, ForumTopicCreated, Message, User
from storybot.playground.world.authorship import CHANNEL_FORWARDER, CONTENT, origin_of
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Member, Posted, Room, Topic
from storybot.playground.world.telegram import Telegram


class Group:
    """A group, supergroup or forum as its owner runs it."""

    def __init__(self, telegram: Telegram, owner: Person, room: Room) -> None:
        self._telegram = telegram
        self.owner = owner.user
        self.room = room
        room.members.setdefault(owner.user.id, Member(owner.user, "creator"))

    @classmethod
    def found(
        cls,
        telegram: Telegram,
        owner: Person,
        title: str,
        *,
        kind: ChatKind = "supergroup",
        forum: bool = False,
        username: str | None = None,
    ) -> Self:
        """Create a group of some kind with its owner alone; a forum is a supergroup."""
        room = telegram.add_group(title, kind=kind, username=username, is_forum=forum)
        return cls(telegram, owner, room)

    def add(self, user: User, *, admin: bool = False) -> None:
        """Add a person or a bot, as a member or as an administrator.

        Raises:
            ValueError: it is a bot that BotFather keeps out of groups.
        """
        if user.is_bot and not self._telegram.bot_of(user).can_join_groups:
            raise ValueError(f"@{user.username} may not join groups: BotFather's /setjoingroups.")
        self._telegram.set_status(
            self.room, user, "administrator" if admin else "member", by=self.owner
        )
        self._announce(new_chat_members=(user,))

    def promote(self, user: User) -> None:
        """Make a member an administrator."""
        self._telegram.set_status(self.room, user, "administrator", by=self.owner)

    def demote(self, user: User) -> None:
        """Make an administrator a member again."""
        self._telegram.set_status(self.room, user, "member", by=self.owner)

    def ban(self, user: User) -> None:
        """Remove a member."""
        self._announce(left_chat_member=user)
        self._telegram.set_status(self.room, user, "kicked", by=self.owner)

    def open_topic(self, name: str) -> int:
        """Open a topic and return its thread id."""
        thread_id = self.room.take_id()
        self.room.topics[thread_id] = Topic(name)
        self._publish(
            Message(
                message_id=thread_id,
                message_thread_id=thread_id,
                is_topic_message=True,
                date=self._telegram.date,
                chat=self.room.chat,
                from_=self.owner,
                forum_topic_created=ForumTopicCreated(name=name),
            )
        )
        return thread_id

    def close_topic(self, thread_id: int) -> None:
        """Let only administrators write in a topic."""
        self.room.topics[thread_id].is_closed = True

    def relay(self, post: Posted) -> Posted:
        """Copy a channel's post into its discussion group, as Telegram does automatically."""
        content = post.message.model_dump(include=CONTENT, exclude_none=True)
        return self._publish(
            Message(
                message_id=self.room.take_id(),
                date=self._telegram.date,
                chat=self.room.chat,
                from_=CHANNEL_FORWARDER,
                sender_chat=post.room.chat,
                is_automatic_forward=True,
                forward_origin=origin_of(post),
                **content,
            )
        )

    def upgrade(self) -> None:
        """Turn a basic group into a supergroup: a new chat, with a new id and the same people."""
        old = self.room
        assert old.chat.title is not None
        new = self._telegram.add_group(old.chat.title)
        new.members |= old.members
        self._announce(migrate_to_chat_id=new.chat.id)
        old.upgraded_to = self.room = new
        self._announce(migrate_from_chat_id=old.chat.id)

    def _announce(
        self,
        *,
        new_chat_members: tuple[User, ...] | None = None,
        left_chat_member: User | None = None,
        migrate_to_chat_id: int | None = None,
        migrate_from_chat_id: int | None = None,
    ) -> None:
        self._publish(
            Message(
                message_id=self.room.take_id(),
                date=self._telegram.date,
                chat=self.room.chat,
                from_=self.owner,
                new_chat_members=new_chat_members,
                left_chat_member=left_chat_member,
                migrate_to_chat_id=migrate_to_chat_id,
                migrate_from_chat_id=migrate_from_chat_id,
            )
        )

    def _publish(self, message: Message) -> Posted:
        return self._telegram.publish(self.room, message)
