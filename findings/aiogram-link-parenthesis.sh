#!/usr/bin/env bash
# aiogram 3.31.0: Message.md_text, and link() of the MarkdownV2 helpers, leave ")" and a backslash in
# addresses as they are, so Telegram refuses a message that links to a Wikipedia article such as
# G20_(forum), and drops backslashes in silence. Telegram's documentation: inside (...) of a link all ")"
# and "\" must be escaped. The parser is Telegram's own, of TDLib.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check aiogram==3.31.0 tdjson==1.8.69
env/bin/python - <<'PYTHON'
import json
from importlib.metadata import version

import tdjson
from aiogram.types import Chat, Message, MessageEntity
from aiogram.utils.markdown import link


def telegram(request):
    return json.loads(tdjson.td_execute(json.dumps(request).encode()))


def read(text):
    mode = {"@type": "textParseModeMarkdown", "version": 2}
    said = telegram({"@type": "parseTextEntities", "text": text, "parse_mode": mode})
    return said.get("message") or [e["type"]["url"] for e in said["entities"]]


def linked(url):
    entity = MessageEntity(type="text_link", offset=0, length=3, url=url)
    chat = Chat(id=1, type="private")
    return Message(message_id=1, date=0, chat=chat, text="G20", entities=[entity]).md_text


telegram({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
plain, forum = "https://en.wikipedia.org/wiki/G20", "https://en.wikipedia.org/wiki/G20_(forum)"
print("aiogram", version("aiogram"), "- TDLib", version("tdjson"))
for url in (plain, forum):
    print(f"md_text: {linked(url)} -> {read(linked(url))}")
    print(f"link():  {link('G20', url)} -> {read(link('G20', url))}")
assert read(linked(plain)) == read(link("G20", plain)) == [plain], "changed"
for said in (read(linked(forum)), read(link("G20", forum))):
    assert "')' is reserved and must be escaped" in said, "changed: it is escaped"
assert read("[G20](" + forum.replace(")", "\\)") + ")") == [forum], "changed"
PYTHON
