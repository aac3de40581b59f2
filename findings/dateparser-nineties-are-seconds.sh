#!/usr/bin/env bash
# dateparser 1.5.0: "in the 1990s" is 1990 seconds ago, 33 minutes before now, for search_dates as for
# parse; "the 60s" are a minute ago. The docstring of search_dates: "Find all substrings of the given string
# which represent date and/or time and parse them". One would expect the decade, its first year, or
# nothing, as for "in the nineties"; "in 1990" is read well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
env/bin/python - <<'PYTHON'
from datetime import datetime, timedelta

import dateparser
from dateparser.search import search_dates

now = datetime(2024, 5, 6, 12)


def found(text):
    return search_dates(text, languages=["en"], settings={"RELATIVE_BASE": now})


texts = ["Crime fell in 1990.", "Crime fell in the nineties.", "Crime fell in the 1990s.",
         "It opened in the 1960s.", "Music of the 60s."]
print("dateparser", dateparser.__version__, "- now is", now)
for text in texts:
    print(f"{text!r} -> {[(words, str(date)) for words, date in found(text) or []]}")
assert found(texts[0])[0][1].year == 1990 and not found(texts[1]), "changed"
for text, seconds in zip(texts[2:], (1990, 1960, 60)):
    ago = timedelta(seconds=seconds)
    assert found(text)[0][1] == now - ago, "changed: a decade is no count of seconds"
PYTHON
