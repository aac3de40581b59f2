"""The /moderators command: the owners say who may change the corpus."""

from telegram import MessageEntity, User

from storybot.errors import Refused
from storybot.fronts.telegram.commands import Command, on_command
from storybot.fronts.telegram.marked import Marked, inert, joined
from storybot.fronts.telegram.origins import PLAIN, Handlers
from storybot.fronts.telegram.profile import hide_menu, show_menu
from storybot.fronts.telegram.render import shortened
from storybot.fronts.telegram.rights import Rights
from storybot.fronts.telegram.sending import reply
from storybot.store.base import Store

_USAGE = (
    "/moderators lists them; /moderators add in reply to a person's message, or with a numeric user"
    " id, adds one; /moderators remove, likewise, removes one."
)
_WHO = (
    "Telegram does not tell a bot who is behind an @name. Reply to a message of that person, or"
    " give the numeric user id."
)
_NAME = 100


class Moderators:
    """Lists, names and dismisses moderators."""

    def __init__(self, store: Store, rights: Rights) -> None:
        self._store = store
        self._rights = rights

    def handlers(self) -> Handlers:
        """Return the handler of the command."""
        return [on_command("moderators", self._rights.for_owners(self._moderators), PLAIN)]

    async def _moderators(self, command: Command) -> None:
        verb, _, who = command.text.partition(" ")
        match verb.lower():
            case "":
                await reply(command.message, await self._list())
            case "add":
                await self._add(command, who.strip())
            case "remove":
                await self._remove(command, who.strip())
            case _:
                raise Refused(_USAGE)

    async def _list(self) -> Marked:
        moderators = await self._store.moderators()
        lines = [
            Marked(f"{id} ") + inert(shortened(name, _NAME)) for id, name in moderators.items()
        ]
        card = joined(lines, "\n")
        if not lines:
            return Marked(f"There are no moderators yet, only owners.\n\n{_USAGE}")
        return card if card.fits else Marked(f"There are {len(lines)} moderators.")

    async def _add(self, command: Command, who: str) -> None:
        id, name = _person(command, who)
        await self._store.grant(id, name, actor=command.actor)
        await reply(
            command.message, inert(shortened(name, _NAME)) + f" ({id}) may change the corpus now."
        )
        await show_menu(command.message.get_bot(), id)

    async def _remove(self, command: Command, who: str) -> None:
        id, _ = _person(command, who)
        revoked = await self._store.revoke(id, actor=command.actor)
        text = "may not change the corpus any more." if revoked else "was not a moderator."
        await reply(command.message, f"{id} {text}")
        await hide_menu(command.message.get_bot(), id)


def _person(command: Command, who: str) -> tuple[int, str]:
    """Return the id and the name of the person that an owner means.

    Raises:
        Refused: nobody is named, or only by what Telegram does not resolve.
    """
    if who.isascii() and who.isdigit() and len(who) < len(str(2**63)):
        return int(who), who
    named = command.message.parse_entities([MessageEntity.TEXT_MENTION])
    answered = command.message.reply_to_message
    users = [entity.user for entity in named]
    if not who and answered and not answered.sender_chat:
        users.append(answered.from_user)
    for user in users:
        if user and not user.is_bot:
            return user.id, _full_name(user)
    raise Refused(_WHO if who else _USAGE)


def _full_name(user: User) -> str:
    return f"{user.full_name} @{user.username}" if user.username else user.full_name
