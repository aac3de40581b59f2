"""What a bot says of itself: commands, name, descriptions."""

from typing import Any

import pytest
import telegram

from worlds.playground import World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


def _command(command: str = "ask", description: str = "ask") -> dict[str, str]:
    return {"command": command, "description": description}


async def test_commands_are_kept_per_scope_and_language(world: World) -> None:
    """Each scope and language has a list of its own, also when it is the same chat twice."""
    group = telegram.BotCommandScopeAllGroupChats()
    chat = telegram.BotCommandScopeChat(world.ada.user.id)
    async with client_of(world) as client:
        await client.set_my_commands([("start", "begin"), ("/ask", " ask ")])
        await client.set_my_commands([("start", "Anfang")], language_code="de")
        await client.set_my_commands([("ask", "ask here")], scope=group)
        await client.set_my_commands([("stats", "figures")], scope=chat)
        assert await client.get_my_commands() == (
            telegram.BotCommand("start", "begin"),
            telegram.BotCommand("ask", "ask"),
        )
        assert [c.description for c in await client.get_my_commands(language_code="de")] == [
            "Anfang"
        ]
        assert [c.command for c in await client.get_my_commands(scope=chat)] == ["stats"]
        await client.delete_my_commands(scope=group)
        assert await client.get_my_commands(scope=group) == ()
        assert len(await client.get_my_commands()) == 2
    assert world.telegram.journal.unknown_parameters == []


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"commands": [_command()] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [_command("")]}, "command must be non-empty"),
        ({"commands": [_command("x" * 33)]}, "command length must not exceed 32"),
        ({"commands": [_command("Ask")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [_command(description=" ")]}, "command description must be non-empty"),
        ({"commands": [_command(description="x" * 257)]}, "must not exceed 256"),
        ({"commands": [{"command": "ask"}]}, "can't parse BotCommand: Can't find field \"descr"),
        ({"commands": "ask"}, "can't parse BotCommand: Can't parse JSON object"),
        ({"commands": [], "language_code": "english"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "all"}}, "BotCommandScope: Unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat"}}, 'Can\'t find field "chat_id"'),
        ({"commands": [], "scope": {"type": "chat_member", "chat_id": 1}}, '"user_id"'),
    ],
)
async def test_commands_are_checked(world: World, parameters: dict[str, Any], refusal: str) -> None:
    """Each wrong list of commands is refused in Telegram's words, and nothing is kept."""
    description = await world.refusal("setMyCommands", **parameters)
    assert description.startswith("Bad Request: ")
    assert refusal in description
    assert world.bot.profile.commands == {}


async def test_longest_commands(world: World) -> None:
    """A hundred commands of 32 characters with descriptions of 256 are accepted."""
    commands = [_command(f"{n:032d}", "x" * 256) for n in range(100)]
    assert await world.ask("setMyCommands", commands=commands)


async def test_texts_fall_back_to_those_for_all(world: World) -> None:
    """A language without a text of its own shows the text for all languages."""
    async with client_of(world) as client:
        assert (await client.get_my_name()).name == "Story"
        await client.set_my_name("Story bot")
        await client.set_my_name("Geschichte", language_code="de")
        await client.set_my_description("Ask about the story.")
        await client.set_my_short_description("Answers with sentences.")
        assert (await client.get_my_name("fr")).name == "Story bot"
        assert (await client.get_my_name("de")).name == "Geschichte"
        await client.set_my_name("", language_code="de")
        assert (await client.get_my_name("de")).name == "Story bot"
        assert (await client.get_my_description("de")).description == "Ask about the story."
        short = await client.get_my_short_description()
        assert short.short_description == "Answers with sentences."
    assert world.telegram.journal.unknown_parameters == []


@pytest.mark.parametrize(
    ("method", "field", "longest"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_texts_are_limited(world: World, method: str, field: str, longest: int) -> None:
    """Names and descriptions have their longest length, and no further."""
    assert await world.ask(method, **{field: "x" * longest})
    assert "is too long" in await world.refusal(method, **{field: "x" * (longest + 1)})


async def test_logging_out_and_closing_are_answered(world: World) -> None:
    """Both are accepted; there is no other server to go to."""
    async with client_of(world) as client:
        assert await client.log_out()
        assert await client.close()
