"""Looking at chats and leaving them; fetching files."""

from typing import Any

from storybot.playground.botapi.methods.address import find_room, room_to_write
from storybot.playground.botapi.methods.request import Caller, Request
from storybot.playground.botapi.methods.updates_methods import Nothing
from storybot.playground.objects import limits
from storybot.playground.objects.refusal import bad_request
from storybot.playground.world.rooms import Member, Room
from storybot.playground.world.telegram import as_chat_member


class OfChat(Request):
    """Parameters that identify a chat."""

    chat_id: str = ""


class GetChatMember(OfChat):
    """https://core.telegram.org/bots/api#getchatmember."""

    user_id: int = 0


class GetChatAdministrators(OfChat):
    """https://core.telegram.org/bots/api#getchatadministrators."""

    return_bots: bool = False


class GetFile(Request):
    """https://core.telegram.org/bots/api#getfile."""

    file_id: str = ""


def get_chat(caller: Caller, request: OfChat) -> dict[str, Any]:
    """Return a chat's details."""
    room = find_room(caller, request.chat_id)
    full = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    return room.chat.as_json() | full


def get_chat_member(caller: Caller, request: GetChatMember) -> dict[str, Any]:
    """Return a user's membership in a chat; one who never joined counts as having left."""
    room = room_to_write(caller, request.chat_id)
    user = caller.telegram.accounts.get(request.user_id)
    if request.user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID" if _is_big(room) else "user not found")
    return as_chat_member(room.members.get(user.id) or Member(user, "left"))


def get_chat_administrators(caller: Caller, request: GetChatAdministrators) -> list[dict[str, Any]]:
    """Return the administrators of a chat; bots only if requested."""
    room = room_to_write(caller, request.chat_id)
    if room.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        as_chat_member(member)
        for member in room.present()
        if member.is_admin and (request.return_bots or not member.user.is_bot)
    ]


def get_chat_member_count(caller: Caller, request: OfChat) -> int:
    """Return how many are in a chat."""
    return len(list(room_to_write(caller, request.chat_id).present()))


def leave_chat(caller: Caller, request: OfChat) -> bool:
    """Leave a group, supergroup or channel."""
    room = room_to_write(caller, request.chat_id)
    if room.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    caller.telegram.set_status(room, caller.bot.user, "left", by=caller.bot.user)
    return True


def get_file(caller: Caller, request: GetFile) -> dict[str, Any]:
    """Return the download path of a file."""
    if not request.file_id:
        raise bad_request("file_id not specified")
    stored = caller.telegram.files.find(request.file_id)
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > limits.DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    document = stored.document.as_json()
    kept = {name: document[name] for name in ("file_id", "file_unique_id", "file_size")}
    return kept | {"file_path": stored.path}


def part(_caller: Caller, _: Nothing) -> bool:
    """Answer logOut and close; the playground has no other server to move to."""
    return True


def _is_big(room: Room) -> bool:
    return room.kind in {"supergroup", "channel"}


_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
