"""One call of the Bot API, from its parameters to its answer."""

import inspect
from collections.abc import Mapping
from typing import Any

from storybot.playground.botapi.methods.request import Caller, Upload, read
from storybot.playground.botapi.methods.table import METHODS, UNKNOWN_BEFORE_10_2
from storybot.playground.botapi.methods.unknown import unknown_parameters
from storybot.playground.objects.refusal import BotApiError
from storybot.playground.world.bots import Bot
from storybot.playground.world.telegram import Telegram


async def call(
    telegram: Telegram,
    token: str,
    method_name: str,
    parameters: Mapping[str, Any],
    uploads: Mapping[str, Upload],
) -> Any:
    """Carry out a method for the bot with that token and return its result.

    Raises:
        BotApiError: Telegram would refuse it.

    """
    try:
        result = await _run(telegram, token, method_name, parameters, uploads)
    except BotApiError as refusal:
        telegram.journal.note(method_name, parameters, refusal.code, refusal.description)
        raise
    else:
        telegram.journal.note(method_name, parameters, 200)
        return result
    finally:
        telegram.bell.ring()


async def _run(
    telegram: Telegram,
    token: str,
    method_name: str,
    parameters: Mapping[str, Any],
    uploads: Mapping[str, Upload],
) -> Any:
    bot = _bot(telegram, token)
    name = method_name.lower()
    method = METHODS.get(name)
    if method is None or (name in UNKNOWN_BEFORE_10_2 and not telegram.knows_ephemeral):
        raise BotApiError(404, "Not Found: method not found")
    request = read(method.parameters, parameters)
    for name in unknown_parameters(parameters, request):
        telegram.journal.unknown_parameters.append((method.name, name))
    result = method.run(Caller(telegram, bot, uploads), request)
    return await result if inspect.isawaitable(result) else result


def _bot(telegram: Telegram, token: str) -> Bot:
    bot = telegram.bots.get(token)
    if bot is None:
        raise BotApiError(401, "Unauthorized")
    return bot
