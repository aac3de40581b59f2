"""The cast of the page: a bot, three people, and chats for a newcomer to try."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

from storybot.playground.clock import Clock
from storybot.playground.page.hints import (
    Hint,
    group_hints,
    inline_hints,
    moderator_hints,
    private_hints,
)
from storybot.playground.world.bots import Bot
from storybot.playground.world.group_chats import Group
from storybot.playground.world.inline import InlineQuery
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted, Room
from storybot.playground.world.telegram import Telegram

SceneKey = Literal["reader", "group", "inline", "moderator"]
_BOT_ID = 7_000_001
_QUERIES_KEPT = 50
_GROUP_NOTE = (
    "In a group the bot answers /ask, its name, and replies to its messages. It hears nothing else,"
    " unless Ada makes it an administrator."
)
_INLINE_NOTE = "{} is not in this chat. Type its name and a question, then choose a quote to send."
_MODERATOR_NOTE = "What Maya changes here is changed in your database. Undo takes it back."


@dataclass(frozen=True)
class Scene:
    """A chat of the page, the people to play in it, and suggestions."""

    room: Room
    title: str
    about: str
    people: tuple[Person, ...]
    hints: tuple[Hint, ...]
    note: str = ""
    """A newcomer's introduction to this kind of chat."""
    group: Group | None = None
    """As its owner runs it, if it is a group."""


@dataclass
class Stage:
    """A playground Telegram set up for the page."""

    telegram: Telegram
    bot: Bot
    scenes: dict[SceneKey, Scene]
    owner: Person
    queries: OrderedDict[str, InlineQuery]
    """The latest inline queries by id, so that one of their results can be chosen."""

    @classmethod
    def set_up(cls, examples: Sequence[str], clock: Clock | None = None) -> Self:
        """Open the chats; ``examples`` are the questions that the chats offer to a newcomer."""
        telegram = Telegram(clock)
        bot = telegram.add_bot(
            f"{_BOT_ID}:{secrets.token_urlsafe(24)}",
            username="storybot",
            name="Storybot",
            # A bot that stores update ids across runs must not take new ones for old.
            first_update=telegram.date,
        )
        ada, ben, maya = (Person(telegram, name) for name in ("Ada", "Ben", "Maya"))
        circle = Group.found(telegram, ada, "Reading circle")
        circle.add(ben.user)
        circle.add(bot.user)
        mention = bot.mention
        scenes: dict[SceneKey, Scene] = {
            "reader": Scene(
                ada.chat_with(bot),
                "Storybot",
                "bot · you are Ada, a reader",
                (ada,),
                private_hints(examples),
            ),
            "group": Scene(
                circle.room,
                "Reading circle",
                "group · Ada, Ben and Storybot",
                (ada, ben),
                group_hints(examples, mention),
                _GROUP_NOTE,
                circle,
            ),
            "inline": Scene(
                ada.chat_with(ben),
                "Ada and Ben",
                f"inline mode · {mention} is not in this chat",
                (ada, ben),
                inline_hints(examples, mention),
                _INLINE_NOTE.format(mention),
            ),
            "moderator": Scene(
                maya.chat_with(bot),
                "Moderator’s desk",
                "bot · you are Maya, who looks after the articles",
                (maya,),
                moderator_hints(),
                _MODERATOR_NOTE,
            ),
        }
        return cls(telegram, bot, scenes, maya, OrderedDict())

    def person(self, key: SceneKey, user_id: int) -> Person:
        """Return the person one plays in a chat.

        Raises:
            LookupError: nobody with that id can be played there.
        """
        for person in self.scenes[key].people:
            if person.user.id == user_id:
                return person
        raise LookupError("Nobody with that id writes in this chat.")

    def posted(self, key: SceneKey, message_id: int, person: int = 0) -> Posted:
        """Return a message of a chat, or one that only a person sees there.

        Raises:
            LookupError: it is not there, or no longer.

        """
        posted = Posted(self.scenes[key].room, message_id, person)
        if posted.is_deleted:
            raise LookupError("This message is no longer there.")
        return posted

    def keep_query(self, query: InlineQuery) -> None:
        """Remember an inline query, and forget the oldest of too many."""
        self.queries[query.id] = query
        while len(self.queries) > _QUERIES_KEPT:
            self.queries.popitem(last=False)
