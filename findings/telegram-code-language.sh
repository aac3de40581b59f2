#!/usr/bin/env bash
# python-telegram-bot 22.8 and aiogram 3.31.0 lose the language of a code block in text_html and html_text,
# each in its own way: class="python" and language="language-python", where Telegram's documentation wants
# class="language-python". Telegram takes them without an error: the block, sent again, has no language and
# no colours. pyTelegramBotAPI 4.37.1 writes what Telegram reads. The parser is Telegram's own, of TDLib.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check python-telegram-bot==22.8 aiogram==3.31.0 pyTelegramBotAPI==4.37.1 tdjson==1.8.69
env/bin/python - <<'PYTHON'
import json
from datetime import UTC, datetime
from importlib.metadata import version

import aiogram.types
import tdjson
import telebot.formatting
import telebot.types
import telegram


def ask(request):
    return json.loads(tdjson.td_execute(json.dumps(request).encode()))


def language(html):
    mode = {"@type": "textParseModeHTML"}
    said = ask({"@type": "parseTextEntities", "text": html, "parse_mode": mode})
    return {e["type"].get("language") for e in said["entities"]} - {None}


ask({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
text, block = "print(1)", {"type": "pre", "offset": 0, "length": 8, "language": "python"}
now, chat = datetime.now(UTC), {"id": 1, "type": "private"}
written = {
    "python-telegram-bot": telegram.Message(
        1, now, telegram.Chat(**chat), text=text, entities=[telegram.MessageEntity(**block)]
    ).text_html,
    "aiogram": aiogram.types.Message(
        message_id=1, date=now, chat=chat, text=text, entities=[block]
    ).html_text,
    "pyTelegramBotAPI": telebot.formatting.apply_html_entities(
        text, [telebot.types.MessageEntity(**block)], None
    ),
}
print("TDLib", version("tdjson"))
for name, html in written.items():
    print(f"{name} {version(name)}: {html} -> {language(html) or 'no language'}")
assert language(written["pyTelegramBotAPI"]) == {"python"}, "changed"
assert not language(written["python-telegram-bot"]), "changed: the language stays"
assert not language(written["aiogram"]), "changed: the language stays"
PYTHON
