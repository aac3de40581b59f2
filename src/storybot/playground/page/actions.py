"""People's actions on the page, performed in the playground's Telegram."""

from storybot.playground.page.command_menus import is_unseen
from storybot.playground.page.page_messages import (
    Choosing,
    Editing,
    Offered,
    Pressed,
    Pressing,
    Promoting,
    Sending,
    Typing,
    Uploading,
)
from storybot.playground.page.rich_messages import rich_message
from storybot.playground.page.stage import Stage
from storybot.playground.world.people import Where
from storybot.playground.world.rooms import Posted

BOT_SECONDS = 10.0
"""How long the page waits for the bot, as Telegram does with an inline query."""


class Actions:
    """The people of a stage; each method is one action, as requested by the page.

    Each raises `LookupError` for an unknown chat, person, message or result, and `BotApiError` for
    a refusal by Telegram. Those that wait for the bot raise `TimeoutError`.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def send(self, wish: Sending) -> None:
        """Write a message."""
        person = self._stage.person(wish.chat, wish.author)
        room = self._stage.scenes[wish.chat].room
        answered = self._answered(wish)
        bot = self._stage.bot
        if not wish.rich and is_unseen(wish.text, bot, room, person):
            person.whisper(room, bot, wish.text, reply_to=answered, quote=wish.quote)
            return
        rich = rich_message(wish.text) if wish.rich else None
        person.send(room, wish.text, reply_to=answered, quote=wish.quote, rich=rich)

    async def edit(self, wish: Editing) -> None:
        """Edit a message; only its author can, and only its text or the caption of its file."""
        person = self._stage.person(wish.chat, wish.author)
        posted = self._stage.posted(wish.chat, wish.message_id)
        message = posted.message
        has_words = message.text is not None or message.document is not None
        if message.from_ != person.user or message.via_bot or not has_words:
            raise LookupError("Nobody can change this message but its author, and only its words.")
        person.edit(posted, wish.text)

    async def upload(self, wish: Uploading, data: bytes) -> None:
        """Send a file."""
        person = self._stage.person(wish.chat, wish.author)
        room = self._stage.scenes[wish.chat].room
        answered = self._answered(wish)
        person.upload(
            room, wish.name, data, caption=wish.caption, reply_to=answered, quote=wish.quote
        )

    async def press(self, wish: Pressing) -> Pressed:
        """Press a button that calls the bot."""
        person = self._stage.person(wish.chat, wish.author)
        seen_by = person.user.id if wish.ephemeral else 0
        posted = self._stage.posted(wish.chat, wish.message_id, seen_by)
        called = person.press_at(posted, wish.row, wish.column)
        return Pressed.of(await called.answered(BOT_SECONDS))

    async def promote(self, wish: Promoting) -> None:
        """Make the bot an administrator of a group, or a member again; its owner can."""
        scene, bot = self._stage.scenes[wish.chat], self._stage.bot
        if scene.group is None or scene.group.owner.id != wish.author:
            raise LookupError("Only the owner of a group names its administrators.")
        if wish.is_admin:
            scene.group.promote(bot.user)
        else:
            scene.group.demote(bot.user)
        self._stage.telegram.bell.ring()

    async def type_inline(self, wish: Typing) -> Offered:
        """Ask the bot for inline results."""
        person = self._stage.person(wish.chat, wish.author)
        where = self._where(wish)
        bot = self._stage.bot
        query = person.type_inline(bot, wish.query, offset=wish.offset, where=where)
        self._stage.keep_query(query)
        return Offered.of(query.id, await query.answered(BOT_SECONDS))

    async def choose(self, wish: Choosing) -> None:
        """Send one of the results."""
        person = self._stage.person(wish.chat, wish.author)
        query = self._stage.queries[wish.query_id]
        person.choose(query, wish.result_id, self._stage.scenes[wish.chat].room)

    def _answered(self, wish: Sending | Uploading) -> Posted | None:
        """Return the message that is replied to, of which a part may be selected."""
        answered = self._stage.posted(wish.chat, wish.reply_to) if wish.reply_to else None
        if wish.quote and (not answered or wish.quote not in answered.text):
            raise LookupError("What is selected is no part of the message replied to.")
        return answered

    def _where(self, wish: Typing) -> Where:
        room = self._stage.scenes[wish.chat].room
        if not room.is_private:
            return room.kind
        return "sender" if room.has(self._stage.bot.user.id) else "private"
