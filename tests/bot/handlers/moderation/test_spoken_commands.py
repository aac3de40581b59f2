"""Commands without a slash, in reply to an answer of the bot, in seven languages."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from storybot.bot.handlers.moderation.spoken_commands import SpokenCommand, spoken_command
from storybot.bot.locales.catalogue import LANGUAGES
from storybot.model.documents import DocumentId, State
from worlds.bot_in_process import (
    ADA,
    GROUP,
    OLGA,
    BotInProcess,
    JsonObject,
    bot_in_process,
    data_of,
)
from worlds.bot_process import BRIDGE, FERRY

PHRASES: dict[str, dict[str, list[str]]] = tomllib.loads(
    files("storybot.bot.locales").joinpath("spoken_commands.toml").read_text(encoding="utf-8")
)
QUESTION = "Who opened the Lantern Bridge?"


@pytest.mark.parametrize("name", PHRASES)
def test_every_language_has_its_words(name: str) -> None:
    """Each phrase is heard as its command, also with a capital letter and a full stop."""
    assert set(PHRASES[name]) == set(LANGUAGES)
    for phrases in PHRASES[name].values():
        for phrase in phrases:
            assert spoken_command(f"{phrase.capitalize()}.") == SpokenCommand(name), phrase


def test_no_phrase_means_two_things() -> None:
    """In whichever language it is."""
    heard = [
        (phrase, name) for name in PHRASES for each in PHRASES[name].values() for phrase in each
    ]
    assert len({phrase for phrase, _ in heard}) == len(heard)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Retract this: it was a shadow.", SpokenCommand("retract", "it was a shadow.")),
        ("retract – 3 errors", SpokenCommand("retract", "3 errors")),
        ("Відклич це\nПомилка в даті", SpokenCommand("retract", "Помилка в даті")),
        ("BUNU GERİ ÇEK", SpokenCommand("retract")),
        ("Montre l'article", SpokenCommand("show")),
        ("Retract this?", None),
        ("Why did they retract this", None),
        ("history: of the bridge", None),
        ("", None),
    ],
)
def test_only_the_whole_message_is_a_command(said: str, means: SpokenCommand | None) -> None:
    """What only contains the words is a question; a retraction may have its reason behind it."""
    assert spoken_command(said) == means


async def answered(bot: BotInProcess, chat: JsonObject, question: str = QUESTION) -> JsonObject:
    """Ask, and return the answer."""
    return await bot.say(ADA, chat, f"/ask {question}")


async def test_a_moderator_retracts_in_reply_to_an_answer(tmp_path: Path) -> None:
    """In a group: the card asks, with the reason that was given, and a number is no article's."""
    async with bot_in_process(tmp_path, BRIDGE, FERRY) as bot:
        answer = await answered(bot, GROUP)
        said = "Retract this: 2 figures are wrong"
        card = await bot.say(OLGA, GROUP, said, reply_to_message=answer)
        assert "Article 1, version 1" in card["text"]
        assert "Reason: 2 figures are wrong" in card["text"]
        await bot.press(OLGA, card, data_of(card, "Retract"))
        assert (await bot.store.version(DocumentId("1"))).state is State.RETRACTED


async def test_edit_show_and_history_without_a_slash(tmp_path: Path) -> None:
    """Each does what its command does, in the language of whoever says it or another."""
    async with bot_in_process(tmp_path, BRIDGE, FERRY) as bot:
        answer = await answered(bot, GROUP)
        card = await bot.say(OLGA, GROUP, "исправь это", reply_to_message=answer)
        assert data_of(card, "✎ Headline")
        shown = await bot.say(OLGA, GROUP, "Zeig den Artikel!", reply_to_message=answer)
        assert "Article 1, version 1: live" in shown["text"]
        mention = [{"type": "mention", "offset": 0, "length": 10}]
        said = "@story_bot history"
        told = await bot.say(OLGA, GROUP, said, reply_to_message=answer, entities=mention)
        assert "added: “Lantern Bridge opens" in told["text"]


async def test_a_reader_who_says_so_moderates_nothing(tmp_path: Path) -> None:
    """It is a question like any other, and no button of the desk comes of it."""
    async with bot_in_process(tmp_path, BRIDGE, FERRY) as bot:
        answer = await answered(bot, GROUP)
        for said in ("retract this", "edit this", "history"):
            told = await bot.say(ADA, GROUP, said, reply_to_message=answer)
            assert "version" not in told["text"]
            assert "Shall I stop" not in told["text"]


async def test_under_what_is_no_answer_it_is_a_question(tmp_path: Path) -> None:
    """Nothing says which article would be meant."""
    async with bot_in_process(tmp_path, BRIDGE, FERRY) as bot:
        listed = await bot.say(ADA, GROUP, "/sources")
        told = await bot.say(OLGA, GROUP, "retract this", reply_to_message=listed)
        assert "Shall I stop" not in told["text"]


async def test_the_article_is_the_one_that_the_message_shows(tmp_path: Path) -> None:
    """Not the first of the ranking, where the reader has turned to the next quote."""
    async with bot_in_process(tmp_path, BRIDGE, FERRY) as bot:
        answer = await answered(bot, GROUP, "What happened to bridge and ferry in Marlow Quay?")
        first = (await bot.memory.answer_at(GROUP["id"], answer["message_id"])).quotes  # type: ignore[union-attr]
        other = next(i for i, quote in enumerate(first) if quote.document != first[0].document)
        for _ in range(other):
            await bot.press(ADA, answer, data_of(answer, "More"))
        shown = await bot.say(OLGA, GROUP, "show this", reply_to_message=answer)
        assert f"Article {first[other].document}," in shown["text"]
