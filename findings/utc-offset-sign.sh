#!/usr/bin/env bash
# dateparser 1.5.0 and python-dateutil 4.0.0 read "UTC+3" with opposite signs, six hours apart:
# dateutil takes it as POSIX does in TZ, where UTC+3 is three hours behind UTC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0 python-dateutil==4.0.0
env/bin/python - <<'PYTHON'
from datetime import UTC
from importlib.metadata import version

import dateparser
from dateutil import parser

text = "12 May 2024 10:00 UTC+3"
ours, theirs = dateparser.parse(text), parser.parse(text)
print("dateparser", dateparser.__version__, "- python-dateutil", version("python-dateutil"))
print(text)
print("dateparser:", ours.isoformat(), "=", ours.astimezone(UTC).time(), "UTC")
print("dateutil:  ", theirs.isoformat(), "=", theirs.astimezone(UTC).time(), "UTC")
assert (theirs - ours).total_seconds() == 6 * 3600, "changed: they agree, or differ otherwise"
PYTHON
