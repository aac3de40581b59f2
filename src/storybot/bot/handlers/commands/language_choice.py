"""The /lang command: the language that the bot speaks, to a reader or in a group."""

from telegram import Chat, User
from telegram.constants import ChatType

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import runs_group
from storybot.bot.dispatch.replies import reply
from storybot.bot.locales.catalogue import LANGUAGES
from storybot.bot.messages.callback_data import ChooseLanguage
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.store.reader_memory import ReaderMemory

_IN_ROW = 2


class LanguageChoice:
    """Lets readers, and the administrators of groups, choose a language."""

    def __init__(self, memory: ReaderMemory, locales: Locales, buttons: Buttons) -> None:
        self._memory = memory
        self._locales = locales
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handlers of the command and of its buttons."""
        return [
            on_command("lang", self._offer, PLAIN),
            self._buttons.on(ChooseLanguage, self._choose),
        ]

    async def _offer(self, command: Command) -> None:
        message, wanted = command.message, command.text.lower()
        say = (await self._locales.words(message.chat, command.user)).say
        if not await self._may(message.chat, command.user):
            await reply(message, say.admins_only)
        elif wanted in LANGUAGES:
            await self._memory.set_language(message.chat_id, wanted)
            await reply(message, LANGUAGES[wanted].say.lang_set)
        else:
            await self._buttons.reply(message, say.lang_choose, _choices())

    async def _choose(self, pressed: ButtonPress, button: ChooseLanguage) -> None:
        chat, chosen = pressed.chat, button.language
        words = await self._locales.to(pressed)
        if not chat or chosen not in LANGUAGES:
            await pressed.warn(words.say.button_outdated)
        elif not await self._may(chat, pressed.user):
            await pressed.warn(words.say.admins_only)
        else:
            await self._memory.set_language(chat.id, chosen)
            await pressed.acknowledge()
            await pressed.rewrite(FormattedText(LANGUAGES[chosen].say.lang_set))

    async def _may(self, chat: Chat, user: User) -> bool:
        return chat.type == ChatType.PRIVATE or await runs_group(chat, user)


def _choices() -> Keyboard:
    buttons = [Button(words.say.name, ChooseLanguage(code)) for code, words in LANGUAGES.items()]
    return keyboard(*(buttons[i : i + _IN_ROW] for i in range(0, len(buttons), _IN_ROW)))
