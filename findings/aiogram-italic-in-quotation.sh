#!/usr/bin/env bash
# aiogram 3.31.0: Message.md_text breaks the line before and after italic or underlined words in a block
# quotation: sent again, "a *new* bridge" stands on three lines. It sets off "_" by a carriage return,
# as Telegram once advised, and splits quotations into lines at carriage returns too. The parser is
# Telegram's own, of TDLib; it reads html_text back as it was. Of a message formatted as Markdown one would
# expect the message's words in its lines.
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


def telegram(request):
    return json.loads(tdjson.td_execute(json.dumps(request).encode()))


def read(text, mode):
    return telegram({"@type": "parseTextEntities", "text": text, "parse_mode": mode})["text"]


telegram({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
text = "We need a new bridge, said the mayor."
entities = [MessageEntity(type="blockquote", offset=0, length=len(text)),
            MessageEntity(type="italic", offset=text.index("new"), length=3)]
message = Message(message_id=1, date=0, chat=Chat(id=1, type="private"), text=text, entities=entities)
as_markdown = read(message.md_text, {"@type": "textParseModeMarkdown", "version": 2})
as_html = read(message.html_text, {"@type": "textParseModeHTML"})
print("aiogram", version("aiogram"), "- TDLib", version("tdjson"))
print("message:  ", repr(text), [(e.type, e.offset, e.length) for e in entities])
print("html_text:", repr(message.html_text))
print(" is read: ", repr(as_html))
print("md_text:  ", repr(message.md_text))
print(" is read: ", repr(as_markdown))
assert as_html == text, "changed"
assert as_markdown == "We need a \nnew\n bridge, said the mayor.", "changed: the line is whole"
PYTHON
