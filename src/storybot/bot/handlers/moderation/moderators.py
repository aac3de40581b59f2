"""The /moderators command: the owners say who may change the corpus."""

from telegram import MessageEntity, User

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.menus import hide_menu, show_menu
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.drafting.drafts import Drafts, Nomination
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.locales.moderator_messages import Moderating
from storybot.bot.messages.callback_data import ConfirmModerator, LeaveAsIs
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.bot.messages.keyboards import Button, keyboard
from storybot.model.errors import Refused
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory

_NAME = 100


class Moderators:
    """Lists, names and dismisses moderators."""

    def __init__(
        self,
        store: Store,
        memory: ReaderMemory,
        permissions: Permissions,
        locales: Locales,
        buttons: Buttons,
    ) -> None:
        self._store = store
        self._buttons = buttons
        self._drafts = Drafts(memory.drafts, store, Nomination)
        self._permissions = permissions
        self._locales = locales

    def handlers(self) -> Handlers:
        """Return the handlers of the command and of the button that confirms it."""
        return [
            on_command("moderators", self._permissions.for_owners(self._moderators), PLAIN),
            self._buttons.on(ConfirmModerator, self._confirm),
        ]

    async def _moderators(self, command: Command) -> None:
        verb, _, who = command.text.partition(" ")
        words = await self._locales.to(command)
        match verb.lower():
            case "":
                await reply(command.message, await self._list(words))
            case "add":
                await self._add(command, who.strip(), words.say.moderating)
            case "remove":
                await self._remove(command, who.strip(), words.say.moderating)
            case _:
                raise Refused(words.say.moderating.moderators_usage)

    async def _list(self, words: Catalogue) -> FormattedText:
        moderators = await self._store.moderators()
        lines = [
            FormattedText(f"{id} ") + escape_autolinks(shortened(name, _NAME))
            for id, name in moderators.items()
        ]
        card, say = joined(lines, "\n"), words.say.moderating
        if not lines:
            return FormattedText(f"{say.moderators_none}\n\n{say.moderators_usage}")
        return card if card.fits else FormattedText(words.count(say.moderators_count, len(lines)))

    async def _add(self, command: Command, who: str, say: Moderating) -> None:
        """Show whom the command means, and ask."""
        user, name = _person(command, who, say)
        id = await self._drafts.keep(Nomination(user=user, name=name))
        shown = escape_autolinks(shortened(name, _NAME))
        yes = Button(say.button_name, ConfirmModerator(id))
        choices = keyboard([yes, Button(say.button_cancel, LeaveAsIs())])
        asked = filled(say.moderator_ask, name=shown, id=user)
        await self._buttons.reply(command.message, asked, choices, command.user.id)

    async def _confirm(self, pressed: ButtonPress, button: ConfirmModerator) -> None:
        say = (await self._locales.to(pressed)).say.moderating
        if not self._permissions.owns(pressed.user):
            await pressed.warn(say.owners_only)
            return
        draft = await self._drafts.look(button.draft)
        if not draft:
            await pressed.warn(say.draft_gone)
            return
        user, name = draft.content.user, draft.content.name
        if user not in await self._store.moderators():  # else a crash came before the next line
            await self._store.grant(user, name, actor=pressed.actor)
        await self._drafts.drop(draft.id)
        await pressed.tell(say.done)
        shown = escape_autolinks(shortened(name, _NAME))
        await pressed.rewrite(filled(say.moderator_named, name=shown, id=user))
        bot, owns = pressed.query.get_bot(), user in self._permissions.owners
        await show_menu(bot, user, owns=owns)

    async def _remove(self, command: Command, who: str, say: Moderating) -> None:
        id, _ = _person(command, who, say)
        revoked = await self._store.revoke(id, actor=command.actor)
        text = say.moderator_dismissed if revoked else say.moderator_unknown
        await reply(command.message, text.format(id=id))
        await hide_menu(command.message.get_bot(), id)


def _person(command: Command, who: str, say: Moderating) -> tuple[int, str]:
    """Return the id and the name of the person that an owner means.

    Raises:
        Refused: nobody is named, or only by what Telegram does not resolve.
    """
    if who.isascii() and who.isdigit() and len(who) < len(str(2**63)):
        return int(who), who
    named = command.message.parse_entities([MessageEntity.TEXT_MENTION])
    answered = command.message.reply_to_message
    contact = answered.contact if answered and not who else None
    if contact and contact.user_id:
        return contact.user_id, " ".join(filter(None, (contact.first_name, contact.last_name)))
    users = [entity.user for entity in named]
    if not who and answered and not answered.sender_chat:
        users.append(answered.from_user)
    for user in users:
        if user and not user.is_bot:
            return user.id, _full_name(user)
    raise Refused(say.moderators_who if who else say.moderators_usage)


def _full_name(user: User) -> str:
    return f"{user.full_name} @{user.username}" if user.username else user.full_name
