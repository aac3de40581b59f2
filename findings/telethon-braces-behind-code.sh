#!/usr/bin/env bash
# Telethon 1.45.0: html.unparse of a code block, with a language or without one, puts braces behind the text
# and spaces and line ends around it: "total = 48" goes out as "total = 48{}", and once more each time it is
# read and written. Its docstring says that it does the reverse of parse, which reads <pre> well. What
# Telegram makes of the HTML is asked of its own parser, of TDLib.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check telethon==1.45.0 tdjson==1.8.69
env/bin/python - <<'PYTHON'
import json
from importlib.metadata import version

import tdjson
from telethon.extensions import html
from telethon.tl.types import MessageEntityCode, MessageEntityPre


def telegram(text):
    query = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    return json.loads(tdjson.td_execute(json.dumps(query).encode()))["text"]


tdjson.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())
text = "total = 48"
print("Telethon", version("telethon"), "- TDLib", version("tdjson"))
inline = html.unparse(text, [MessageEntityCode(0, len(text))])
print(f"inline code: {inline!r} -> {telegram(inline)!r}")
assert telegram(inline) == text, "changed"
for language in ("python", ""):
    block = html.unparse(text, [MessageEntityPre(0, len(text), language)])
    again = html.unparse(*html.parse(block))
    print(f"block, language {language!r}: {block!r} -> {telegram(block)!r}, again {telegram(again)!r}")
    assert telegram(block).strip() == f"{text}{{}}" != text, "changed: the text is as it was"
    assert telegram(again).strip() == f"{text}{{}}{{}}", "changed: the text is as it was"
PYTHON
