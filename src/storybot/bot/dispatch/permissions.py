"""Authorise changes of the corpus: owners by the settings, moderators by the database.

Checked for each command and each pressed button, so that a revoked right is gone at once.
"""

import logging
from collections.abc import Collection

from telegram import Chat, ChatMember, User
from telegram.constants import ChatID, ChatMemberStatus, ChatType
from telegram.error import BadRequest, ChatMigrated

from storybot.bot.dispatch.buttons import ButtonCallback, D
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, CommandCallback
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply
from storybot.store.document_store import Store

_log = logging.getLogger(__name__)


class Permissions:
    """Answers whether somebody may, and guards commands and buttons with it."""

    def __init__(self, owners: Collection[int], store: Store, locales: Locales) -> None:
        self.owners = frozenset(owners)
        self._store = store
        self._locales = locales

    async def may_change(self, user: User) -> bool:
        """Tell whether a person may change the corpus.

        Raises:
            StoreError: the database cannot say; then nobody may.
        """
        return self.owns(user) or user.id in await self._store.moderators()

    def owns(self, user: User) -> bool:
        """Tell whether a person is an owner, who also names the moderators."""
        return user.id in self.owners

    def for_moderators(self, callback: CommandCallback) -> CommandCallback:
        """Let only moderators and owners give a command; others are told so, in private."""

        async def guarded(command: Command) -> None:
            if await self.may_change(command.user):
                await callback(command)
            else:
                words = await self._locales.to(command)
                await _refuse(command, words.say.moderating.moderators_only)

        return guarded

    def for_owners(self, callback: CommandCallback) -> CommandCallback:
        """Let only owners give a command; others are told so, in private."""

        async def guarded(command: Command) -> None:
            if self.owns(command.user):
                await callback(command)
            else:
                words = await self._locales.to(command)
                await _refuse(command, words.say.moderating.owners_only)

        return guarded

    def for_moderators_press(self, callback: ButtonCallback[D]) -> ButtonCallback[D]:
        """Let only moderators and owners press a button; others are told so."""

        async def guarded(pressed: ButtonPress, data: D) -> None:
            if await self.may_change(pressed.user):
                await callback(pressed, data)
            else:
                words = await self._locales.to(pressed)
                await pressed.warn(words.say.moderating.moderators_only)

        return guarded


async def _refuse(command: Command, why: str) -> None:
    """Refuse in private; in a group such a command may be meant for another bot."""
    if command.message.chat.type == ChatType.PRIVATE:
        await reply(command.message, why)


async def runs_group(chat: Chat, user: User) -> bool:
    """Ask Telegram whether a person is an administrator of a group at this moment."""
    if user.id == ChatID.ANONYMOUS_ADMIN:
        return True
    try:
        member = await _member(chat, user)
    except BadRequest as error:
        _log.debug("Telegram knows no such member: %s", error)
        return False
    return member.status in {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


async def _member(chat: Chat, user: User) -> ChatMember:
    """Look a person up in a group, or in the supergroup that it is by now."""
    try:
        return await chat.get_member(user.id)
    except ChatMigrated as moved:
        return await chat.get_bot().get_chat_member(moved.new_chat_id, user.id)
