"""The stage as the page shows it: chats, people, and the menus that the bot has set."""

import json

from storybot.playground.page.page_messages import ChatView, PersonView, StageView
from storybot.playground.page.stage import Scene, SceneKey, Stage
from storybot.playground.world.bots import Bot
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Room


def stage_view(stage: Stage) -> StageView:
    """Return the view of the page around the messages."""
    return StageView(
        bot=stage.bot.user.username or "",
        bot_id=stage.bot.user.id,
        description=stage.bot.profile.descriptions.get("", ""),
        chats=[_chat_view(stage.bot, key, scene) for key, scene in stage.scenes.items()],
    )


def _chat_view(bot: Bot, key: SceneKey, scene: Scene) -> ChatView:
    return ChatView(
        key=key,
        title=scene.title,
        about=scene.about,
        note=scene.note,
        people=[_person_view(bot, scene.room, person) for person in scene.people],
        hints=list(scene.hints),
        has_bot=scene.room.has(bot.user.id),
        rules=scene.group.owner.id if scene.group else 0,
        bot_rules=bool(scene.group) and scene.room.members[bot.user.id].is_admin,
    )


def _person_view(bot: Bot, room: Room, person: Person) -> PersonView:
    in_chat = room.has(bot.user.id)
    return PersonView(
        id=person.user.id,
        name=person.user.first_name,
        commands=commands_for(bot, room, person) if in_chat else [],
    )


def commands_for(bot: Bot, room: Room, person: Person) -> list[dict[str, str]]:
    """Return the command menu that a person sees in a chat: that of the narrowest scope set.

    The order is Telegram's: https://core.telegram.org/bots/api#determining-list-of-commands
    """
    commands = bot.profile.commands
    for scope in _scopes(room, person):
        if listed := commands.get((scope, "")):
            return listed
    return []


def _scopes(room: Room, person: Person) -> list[str]:
    if room.is_private:
        chat = str(person.user.id)
        return [_scope("chat", chat), _scope("all_private_chats"), _scope("default")]
    chat = str(room.chat.id)
    is_admin = room.members[person.user.id].is_admin
    return [
        _scope("chat_member", chat, person.user.id),
        *([_scope("chat_administrators", chat)] if is_admin else []),
        _scope("chat", chat),
        *([_scope("all_chat_administrators")] if is_admin else []),
        _scope("all_group_chats"),
        _scope("default"),
    ]


def _scope(kind: str, chat: str = "", user_id: int = 0) -> str:
    return json.dumps([kind, chat, user_id])
