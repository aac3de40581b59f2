"""The stage as the page shows it: chats, people, and the menus that the bot has set."""

from storybot.playground.page.command_menus import commands_for
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
