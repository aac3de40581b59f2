#!/usr/bin/env bash
# python-telegram-bot 22.8: with any Defaults, even empty ones, answer_inline_query(next_offset="")
# sends the two characters [] as the next offset. An empty offset ends the list of results; this
# one makes clients ask for another page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check python-telegram-bot==22.8
env/bin/python - <<'PYTHON'
import asyncio
import json

import telegram
from telegram.ext import Defaults, ExtBot
from telegram.request import BaseRequest


class Recorder(BaseRequest):
    """Records the parameters of each call and accepts it."""

    read_timeout = 5

    def __init__(self) -> None:
        self.sent = {}

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url, method, request_data=None, **_):
        self.sent = request_data.json_parameters if request_data else {}
        me = {"id": 1, "is_bot": True, "first_name": "b", "username": "b"}
        return 200, json.dumps({"ok": True, "result": me if "getMe" in url else True}).encode()


async def next_offset(defaults):
    request = Recorder()
    bot = ExtBot("1:a", request=request, get_updates_request=Recorder(), defaults=defaults)
    async with bot:
        await bot.answer_inline_query("query", [], next_offset="")
        return request.sent["next_offset"]


without, with_defaults = asyncio.run(next_offset(None)), asyncio.run(next_offset(Defaults()))
print("python-telegram-bot", telegram.__version__)
print('answer_inline_query(next_offset="") without Defaults sends', repr(without))
print('answer_inline_query(next_offset="") with Defaults() sends ', repr(with_defaults))
assert (without, with_defaults) == ("", "[]"), "changed"
PYTHON
