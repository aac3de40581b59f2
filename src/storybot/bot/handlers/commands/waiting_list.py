"""The /waiting command: the questions whose answers a person will be told, and an end to each."""

from telegram import Chat, User
from telegram.constants import ChatType

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_data import CancelWaiting
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, joined
from storybot.bot.messages.keyboards import Button, keyboard
from storybot.bot.messages.quote_card import Card
from storybot.store.readers.subscriber_store import SubscriberStore
from storybot.store.records import OwnSubscription

_SHOWN, _IN_ROW = 20, 5
_QUESTION = 150
"""Characters of a question that are shown: so many questions fit into a message."""


class WaitingList:
    """Lists what somebody waits for: in a group what they asked there, in private all of it."""

    def __init__(self, subscribers: SubscriberStore, locales: Locales, buttons: Buttons) -> None:
        self._subscribers = subscribers
        self._locales = locales
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handlers of the command and of its buttons."""
        return [
            on_command("waiting", self._list, PLAIN),
            self._buttons.on(CancelWaiting, self._cancel),
        ]

    async def _list(self, command: Command) -> None:
        message, user = command.message, command.user
        card = await self._card(message.chat, user, await self._locales.to(command))
        await self._buttons.reply(message, card.text, card.keyboard, user.id)

    async def _cancel(self, pressed: ButtonPress, button: CancelWaiting) -> None:
        words = await self._locales.to(pressed)
        await self._subscribers.cancel(button.id, pressed.user.id)
        await pressed.tell(words.say.waiting_cancelled)
        if pressed.chat:
            await pressed.show(await self._card(pressed.chat, pressed.user, words))

    async def _card(self, chat: Chat, user: User, words: Catalogue) -> Card:
        found = await self._subscribers.of_person(user.id)
        if chat.type != ChatType.PRIVATE:
            found = [one for one in found if one.chat == chat.id]
        return waiting_card(found, chat.id, words)


def waiting_card(found: list[OwnSubscription], chat: int, words: Catalogue) -> Card:
    """Show what a person waits for, the newest last, with a button that ends each."""
    if not found:
        none = words.say.waiting_none.format(button=words.say.button_tell_me)
        return Card(FormattedText(none), ())
    lines, ends = [FormattedText(words.say.waiting_head)], []
    for number, one in enumerate(found[:_SHOWN], start=1):
        where = f" ({words.say.waiting_group})" if one.chat != chat else ""
        question = escape_autolinks(shortened(one.question, _QUESTION))
        lines.append(FormattedText(f"{number}. ") + question + where)
        ends.append(Button(f"✕ {number}", CancelWaiting(one.id)))
    rows = (ends[i : i + _IN_ROW] for i in range(0, len(ends), _IN_ROW))
    return Card(joined(lines, "\n"), keyboard(*rows))
