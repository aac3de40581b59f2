"""What `bench.bot` runs in processes of their own, set up by the bot's own settings.

``python -m bench.bot_process constant`` is the bot with handlers that always answer the same, and
nothing else changed; ``python -m bench.bot_process costs`` reads questions from stdin, a line each,
and prints as JSON what answering them costs without Telegram around it, first and again.
"""

import asyncio
import json
import sys
import time
from collections.abc import Collection, Sequence
from unittest.mock import patch

import click
from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import ContextTypes, InlineQueryHandler, MessageHandler, filters

from storybot import open_story
from storybot.answering.answer import Answerer
from storybot.bot import app as front
from storybot.bot.dispatch.filters import Handlers
from storybot.cli.main import main as storybot
from storybot.runtime.settings import load_settings
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.index import Results

_CONSTANT = "The mayor opened the bridge on Monday."
_RANKED = 5
"""Citations of an answer, as the private door asks for."""


def constant_bot() -> None:
    """Run the command that starts the bot, with other handlers."""
    with patch.object(front, "all_handlers", _constant_handlers):
        storybot(["bot"])


def _constant_handlers(*_: object) -> Handlers:
    return [MessageHandler(filters.TEXT, _reply), InlineQueryHandler(_offer)]


async def _reply(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message:
        await update.message.reply_text(_CONSTANT)


async def _offer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.inline_query:
        content = InputTextMessageContent(_CONSTANT)
        result = InlineQueryResultArticle("constant", _CONSTANT, content)
        await update.inline_query.answer([result], cache_time=15, is_personal=False)


async def costs(questions: Sequence[str]) -> list[dict[str, float]]:
    """Return milliseconds for each question: asked for the first time, and asked again.

    Every question is worked out once before, so that articles and words are known to both.
    """
    settings = load_settings()
    async with open_story(
        settings.database, index=settings.index, threshold=settings.threshold
    ) as story:
        # One that is not told of generations keeps no answer.
        fresh = Answerer(story.store, story.index, settings.threshold)
        found = []
        for answerer in (fresh, story.answerer):
            await _cost(answerer, questions)
            found.append(await _cost(answerer, questions))
    return found


async def _cost(answerer: Answerer, questions: Sequence[str]) -> dict[str, float]:
    searches: list[float] = []
    untimed = EmbeddedIndex.find

    async def find(
        index: EmbeddedIndex, terms: Sequence[str], k: int, counted: Collection[str] = ()
    ) -> Results:
        begun = time.perf_counter()
        results = await untimed(index, terms, k, counted)
        searches.append(time.perf_counter() - begun)
        return results

    with patch.object(EmbeddedIndex, "find", find):
        busy = time.process_time()
        for question in questions:
            await answerer.answer(question, _RANKED)
        answering = time.process_time() - busy
    return {
        "answer_ms": answering / len(questions) * 1e3,
        "search_ms": sum(searches) / len(questions) * 1e3,
    }


def main() -> None:
    """Do what the first argument names."""
    if sys.argv[1] == "constant":
        constant_bot()
    else:
        click.echo(json.dumps(asyncio.run(costs(sys.stdin.read().splitlines()))))


if __name__ == "__main__":
    main()
