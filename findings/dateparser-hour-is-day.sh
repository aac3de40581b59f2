#!/usr/bin/env bash
# dateparser 1.5.0: the German time of day "18 Uhr" is read as the 18th of the month, and "heute
# 18 Uhr" (today at 18:00) as the present hour: the time is lost without a word. "18:00 Uhr" is read
# correctly.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
env/bin/python - <<'PYTHON'
from datetime import datetime

import dateparser

now = datetime(2024, 5, 6, 12)
found = {
    text: dateparser.parse(text, languages=["de"], settings={"RELATIVE_BASE": now})
    for text in ("18 Uhr", "heute 18 Uhr", "heute 18:00 Uhr")
}
print("dateparser", dateparser.__version__, "- now is", now)
for text, read in found.items():
    print(f"{text!r} -> {read}")
assert found["heute 18:00 Uhr"] == datetime(2024, 5, 6, 18), "changed"
assert found["18 Uhr"] == datetime(2024, 5, 18), "changed: no longer the 18th"
assert found["heute 18 Uhr"] == now, "changed: the hour is no longer lost"
PYTHON
