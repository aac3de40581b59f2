"""People of the playground: writing, pressing, choosing."""

from collections.abc import Mapping
from typing import Any, Literal

from storybot.playground.markup.entities import Formatted, limited, tidy
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import Message, MessageEntity, TextQuote, User
from storybot.playground.objects.utf16 import utf16_length, well_formed
from storybot.playground.world.authorship import CONTENT, author_fields, origin_of, thread_fields
from storybot.playground.world.bots import Bot
from storybot.playground.world.inline import CallbackQuery, InlineQuery
from storybot.playground.world.rooms import Posted, Room
from storybot.playground.world.telegram import Telegram

Where = Literal["sender", "private", "group", "supergroup", "channel"]


class Person:
    """A user account; each method is an action in a client."""

    def __init__(
        self,
        telegram: Telegram,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
    ) -> None:
        self._telegram = telegram
        self.user = telegram.add_user(
            User(
                id=0,
                first_name=first_name,
                last_name=last_name,
                username=username,
                language_code=language_code,
            )
        )

    def chat_with(self, other: "Bot | Person") -> Room:
        """Open a private chat with a bot or a person; a bot can write in it only afterwards."""
        return self._telegram.private_room(self.user, other.user)

    def block(self, bot: Bot) -> None:
        """Let the bot write no more."""
        self._telegram.blocked.add((self.user.id, bot.user.id))
        room = self.chat_with(bot)
        self._telegram.set_status(room, bot.user, "kicked", by=self.user)

    def unblock(self, bot: Bot) -> None:
        """Let the bot write again."""
        self._telegram.blocked.discard((self.user.id, bot.user.id))
        room = self.chat_with(bot)
        self._telegram.set_status(room, bot.user, "member", by=self.user)

    def send(
        self,
        room: Room,
        text: str,
        *,
        entities: tuple[MessageEntity, ...] = (),
        reply_to: Posted | None = None,
        topic: int | None = None,
        anonymous: bool = False,
        as_channel: Room | None = None,
        quote: str = "",
        rich: Mapping[str, Any] | None = None,
    ) -> Posted:
        """Write a message as oneself, as the group (anonymously) or as a channel.

        ``quote`` is the part of the message replied to that is selected; ``rich`` are the blocks
        of a rich message, which has no text.
        """
        if rich is not None:
            fields = author_fields(self.user, room, room if anonymous else as_channel)
            return self._post(room, fields | {"rich_message": rich})
        content = limited(tidy(text, entities))
        return self._post(
            room,
            author_fields(self.user, room, room if anonymous else as_channel)
            | thread_fields(room, reply_to.message if reply_to else None, topic)
            | {"text": content.text, "entities": content.entities or None}
            | _quoting(reply_to, quote),
        )

    def whisper(
        self,
        room: Room,
        bot: Bot,
        text: str,
        *,
        reply_to: Posted | None = None,
        quote: str = "",
    ) -> Posted:
        """Give a command that only the bot sees; such a message is ephemeral."""
        content = limited(tidy(text, ()))
        fields = thread_fields(room, reply_to.message if reply_to else None, None)
        message = Message(
            message_id=0,
            ephemeral_message_id=room.take_whisper_id(self.user.id),
            receiver_user=bot.user,
            date=self._telegram.date,
            chat=room.chat,
            from_=self.user,
            text=content.text,
            entities=content.entities or None,
            **fields,
            **_quoting(reply_to, quote),
        )
        return self._telegram.publish(room, message)

    def upload(
        self,
        room: Room,
        name: str,
        data: bytes,
        *,
        mime_type: str | None = None,
        caption: str = "",
        reply_to: Posted | None = None,
        topic: int | None = None,
        quote: str = "",
        album: str = "",
    ) -> Posted:
        """Send a file; ``quote`` is the selected part of the message replied to.

        Files of one ``album`` are messages of their own that are shown together.
        """
        content = tidy(caption) if caption.strip() else Formatted("", ())
        return self._post(
            room,
            author_fields(self.user, room)
            | thread_fields(room, reply_to.message if reply_to else None, topic)
            | _quoting(reply_to, quote)
            | {
                "document": self._telegram.files.add(data, name, mime_type),
                "caption": content.text or None,
                "caption_entities": content.entities or None,
                "media_group_id": album or None,
            },
        )

    def forward(self, posted: Posted, room: Room) -> Posted:
        """Forward a message to another chat."""
        content = posted.message.model_dump(include=CONTENT, exclude_none=True)
        origin = {"forward_origin": origin_of(posted)}
        return self._post(room, author_fields(self.user, room) | content | origin)

    def replace(self, posted: Posted, name: str, data: bytes) -> None:
        """Put another file in the place of the one of one's own message."""
        file = self._telegram.files.add(data, name, None)
        changes = {"document": file, "edit_date": self._telegram.date}
        self._telegram.revise(posted.room, posted.message.model_copy(update=changes), tell=True)

    def edit(self, posted: Posted, text: str) -> None:
        """Edit one's own message, or the caption of its file."""
        content = limited(tidy(text))
        of = "caption" if posted.message.document else "text"
        changes = {
            of: content.text,
            "entities" if of == "text" else "caption_entities": content.entities or None,
            "edit_date": self._telegram.date,
        }
        message = posted.message.model_copy(update=changes)
        self._telegram.revise(posted.room, message, tell=True)

    def delete(self, posted: Posted) -> None:
        """Delete a message; bots are not told."""
        posted.room.drop(posted.message_id, posted.person)

    def react(self, posted: Posted, emoji: str = "") -> None:
        """Set or remove a reaction; administrating bots may be told."""
        given = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self._telegram.react(posted, self.user, given)

    def type_inline(
        self, bot: Bot, query: str, *, offset: str = "", where: Where = "sender"
    ) -> InlineQuery:
        """Type an inline query; Telegram truncates a long one silently."""
        telegram = self._telegram
        asked = InlineQuery(
            id=telegram.query_id(),
            bot=bot,
            user=self.user,
            query=well_formed(query[: limits.INLINE_QUERY]),
            offset=offset,
            asked=telegram.clock.now(),
            bell=telegram.bell,
        )
        if telegram.questions.ask_inline(asked) and bot.supports_inline_queries:
            content = {
                "id": asked.id,
                "from": self.user.as_json(),
                "query": asked.query,
                "offset": offset,
                "chat_type": where,
            }
            bot.queue.add("inline_query", content)
        return asked

    def choose(self, query: InlineQuery, result_id: str, room: Room) -> Posted:
        """Send one of the bot's results.

        Raises:
            LookupError: the answer has no such result.
        """
        offered = query.answer.results if query.answer else ()
        result = {result.id: result for result in offered}[result_id]
        content = {
            "via_bot": query.bot.user,
            "text": result.content.text,
            "entities": result.content.entities or None,
            "link_preview_options": result.link_preview_options,
            "reply_markup": result.keyboard,
        }
        posted = self._post(room, author_fields(self.user, room) | content)
        chosen = {"result_id": result_id, "from": self.user.as_json(), "query": query.query}
        if result.keyboard:
            chosen["inline_message_id"] = self._telegram.questions.keep_inline(posted)
        if query.bot.inline_feedback:
            query.bot.queue.add("chosen_inline_result", chosen)
        return posted

    def press(self, posted: Posted, label: str) -> CallbackQuery:
        """Press the button with that label.

        Raises:
            LookupError: no button under the message has that label and calls the bot.

        """
        keyboard = posted.message.inline_keyboard
        buttons = {b.text: b.callback_data for b in keyboard.buttons} if keyboard else {}
        data = buttons.get(label)
        if data is None:
            raise LookupError(f"No button {label!r} calls the bot; there are {list(buttons)}.")
        return self._call_back(posted, data)

    def press_at(self, posted: Posted, row: int, column: int) -> CallbackQuery:
        """Press the button at that row and column, from 0.

        Raises:
            LookupError: there is no button that calls the bot.
        """
        keyboard = posted.message.inline_keyboard
        rows = keyboard.inline_keyboard if keyboard else ()
        calls = {
            (y, x): button.callback_data
            for y, buttons in enumerate(rows)
            for x, button in enumerate(buttons)
        }
        data = calls.get((row, column))
        if data is None:
            raise LookupError("No button that calls the bot is there.")
        return self._call_back(posted, data)

    def _call_back(self, posted: Posted, data: str) -> CallbackQuery:
        telegram, message = self._telegram, posted.message
        owner = message.via_bot or message.from_
        assert owner is not None
        bot = telegram.bot_of(owner)
        asked = CallbackQuery(
            id=telegram.query_id(),
            bot=bot,
            data=data,
            asked=telegram.clock.now(),
            bell=telegram.bell,
        )
        telegram.questions.ask_callback(asked)
        inline_id = telegram.questions.inline_id(posted)
        source = {"inline_message_id": inline_id} if inline_id else {"message": message.as_json()}
        content = {
            "id": asked.id,
            "from": self.user.as_json(),
            "chat_instance": str(abs(posted.room.chat.id)),
            "data": data,
        }
        bot.queue.add("callback_query", content | source)
        return asked

    def _post(self, room: Room, fields: dict[str, Any]) -> Posted:
        telegram = self._telegram
        message = Message(message_id=room.take_id(), date=telegram.date, chat=room.chat, **fields)
        return telegram.publish(room, message)


def _quoting(answered: Posted | None, quote: str) -> dict[str, Any]:
    """Return the selected part of a message replied to; it may be one that is not in this chat."""
    if not quote:
        return {}
    before, _, _ = (answered.text if answered else "").partition(quote)
    return {"quote": TextQuote(text=quote, position=utf16_length(before), is_manual=True)}
