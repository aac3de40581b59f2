#!/usr/bin/env bash
# python-telegram-bot 22.8: Message.text_markdown_v2 writes "___both___" for words in italics and underlined,
# and "_one___two__" for an italic word with an underlined one right after it. Telegram reads "__" first and
# refuses both: to send a message on raises BadRequest. The documentation calls the property a best effort
# that may render otherwise, not one that may be refused; Telegram's names the form to write instead. The
# parser is Telegram's own, of TDLib; it reads text_html back as it was.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check python-telegram-bot==22.8 tdjson==1.8.69
env/bin/python - <<'PYTHON'
import json
from datetime import UTC, datetime
from importlib.metadata import version

import tdjson
from telegram import Chat, Message, MessageEntity


def telegram(request):
    return json.loads(tdjson.td_execute(json.dumps(request).encode()))


def read(text, mode):
    said = telegram({"@type": "parseTextEntities", "text": text, "parse_mode": mode})
    if said["@type"] == "error":
        return said["message"]
    kind = "@type"
    return said["text"], [(e["type"][kind], e["offset"], e["length"]) for e in said["entities"]]


telegram({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
html, markdown = {"@type": "textParseModeHTML"}, {"@type": "textParseModeMarkdown", "version": 2}
both = [MessageEntity("italic", 0, 4), MessageEntity("underline", 0, 4)]
pair = [MessageEntity("italic", 0, 3), MessageEntity("underline", 3, 3)]
print("python-telegram-bot", version("python-telegram-bot"), "- TDLib", version("tdjson"))
for text, entities, plain in (("both", both, "<i><u>both</u></i>"), ("onetwo", pair, "<i>one</i><u>two</u>")):
    message = Message(1, datetime.now(UTC), Chat(1, "private"), text=text, entities=entities)
    print(plain)
    print(" text_html:       ", message.text_html, "->", read(message.text_html, html))
    print(" text_markdown_v2:", message.text_markdown_v2, "->", read(message.text_markdown_v2, markdown))
    assert read(message.text_html, html) == read(plain, html), "changed"
    assert "Can't parse entities" in read(message.text_markdown_v2, markdown), "changed: it is read"
assert read("___both_**__", markdown) == read("<i><u>both</u></i>", html), "changed"
PYTHON
