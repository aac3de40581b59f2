#!/usr/bin/env bash
# dateparser 1.5.0 reads German "heute Morgen", which is this morning, as tomorrow, and "gestern Morgen um
# 8:30 Uhr", yesterday at 8:30, as tomorrow at 8:30. Alone and in small letters "morgen" is tomorrow, behind
# a day it is the morning. One would expect the day that is named, or None as for "heute Abend", this evening.
# search_dates finds the same in a sentence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
env/bin/python - <<'PYTHON'
from datetime import datetime

import dateparser
from dateparser.search import search_dates

now = datetime(2024, 5, 6, 12)
said = {"languages": ["de"], "settings": {"RELATIVE_BASE": now}}
texts = ("heute", "gestern um 8:30 Uhr", "heute Abend", "heute Morgen", "gestern Morgen um 8:30 Uhr")
found = {text: dateparser.parse(text, **said) for text in texts}
print("dateparser", dateparser.__version__, "- now is", now)
for text, read in found.items():
    print(f"{text!r} -> {read}")
sentence = "Der Bürgermeister trat heute Morgen zurück."
print(f"{sentence!r} -> {search_dates(sentence, **said)}")
assert found["heute"] == now and found["heute Abend"] is None, "changed"
assert found["gestern um 8:30 Uhr"] == datetime(2024, 5, 5, 8, 30), "changed"
assert found["heute Morgen"] == datetime(2024, 5, 7, 12), "changed: no longer tomorrow"
assert found["gestern Morgen um 8:30 Uhr"] == datetime(2024, 5, 7, 8, 30), "changed: no longer tomorrow"
assert search_dates(sentence, **said) == [("heute Morgen", datetime(2024, 5, 7, 12))], "changed"
PYTHON
