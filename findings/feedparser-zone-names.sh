#!/usr/bin/env bash
# feedparser 6.0.14: of zone names in a pubDate, the American ones are applied, others (CEST, CET, BST,
# MSK) are read as UTC: a time wrong by hours instead of none. Feeds do carry them, though RFC 822 names
# only the American ones.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check feedparser==6.0.14
env/bin/python - <<'PYTHON'
import time

import feedparser


def hour(zone):
    item = f"<item><title>t</title><pubDate>Mon, 06 May 2024 10:00:00 {zone}</pubDate></item>"
    feed = feedparser.parse(f'<rss version="2.0"><channel><title>f</title>{item}</channel></rss>')
    return time.strftime("%H:%M", feed.entries[0].published_parsed)


right = {"GMT": "10:00", "EST": "15:00", "EDT": "14:00", "+0200": "08:00"}
wrong = {"CEST": "08:00", "CET": "09:00", "BST": "09:00", "MSK": "07:00"}
print("feedparser", feedparser.__version__, "- 10:00 in each zone, as published_parsed in UTC")
for zone, true in (right | wrong).items():
    print(f"{zone:5} {hour(zone)}, truly {true}")
assert {zone: hour(zone) for zone in right} == right, "changed"
assert {hour(zone) for zone in wrong} == {"10:00"}, "changed: one of them is no longer UTC"
PYTHON
