#!/usr/bin/env bash
# htmldate 1.11.0 dates a page to 1 January 2019 for an apostrophe: JSON may write "’" as \u2019, and does
# by default in PHP and Python, so "It\u2019s open" in a script of a page without a date reads as the year
# 2019, and an en dash (\u2013) as 2013. The docstring of find_date promises "a valid date expression as a
# string, or None": the page names no date, and with the character itself none is found. To JSON the two
# are the same string (RFC 8259, section 7). trafilatura takes its dates from here.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check htmldate==1.11.0 lxml==6.1.3 dateparser==1.5.0
env/bin/python - <<'PYTHON'
import json
from importlib.metadata import version

from htmldate import find_date

story = "<p>The mayor opened the Lantern Bridge that morning, and many people came to see it.</p>"


def day(headline, ascii_only):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline}
    data = json.dumps(data, ensure_ascii=ascii_only)
    script = f'<script type="application/ld+json">{data}</script>'
    head = f"<head><meta charset='utf-8'><title>Bridge</title>{script}</head>"
    return find_date(f"<html>{head}<body><article><h1>Bridge</h1>{story}</article></body></html>")


print("htmldate", version("htmldate"), "- pages that name no date")
for headline, wrong in (("It’s open", "2019-01-01"), ("Bridge – open", "2013-01-01")):
    plain, escaped = day(headline, ascii_only=False), day(headline, ascii_only=True)
    print(f'"headline": {json.dumps(headline, ensure_ascii=False)} -> {plain}')
    print(f'"headline": {json.dumps(headline)} -> {escaped}')
    assert plain is None, "changed"
    assert escaped == wrong, "changed: an escape is no year"
PYTHON
