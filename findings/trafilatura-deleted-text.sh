#!/usr/bin/env bash
# trafilatura 2.3.1: text that a page marks as deleted stays in the extracted plain text, unmarked and
# joined to its replacement: a correction from 48 to 61 reads as 4861. So do superscripts: 10 to the 6th
# reads as 106. Markdown output keeps the marks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml==6.1.3 lxml_html_clean==0.4.6 justext==3.0.2
env/bin/python - <<'PYTHON'
import trafilatura

story = "<p>The mayor opened the Lantern Bridge on Monday morning, and many people came.</p>" * 4
costs = "<p>It cost <del>48</del><ins>61</ins> million crowns, or 6.1 times 10<sup>7</sup>.</p>"
page = f"<html><body><article><h1>Bridge opens</h1>{story}{costs}</article></body></html>"
plain = trafilatura.extract(page).splitlines()[-1]
marked = trafilatura.extract(page, output_format="markdown").splitlines()[-1]
print("trafilatura", trafilatura.__version__)
print("HTML:    ", costs)
print("text:    ", plain)
print("markdown:", marked)
assert "4861 million" in plain and "107" in plain, "changed: the text tells them apart"
assert "~~48~~" in marked, "changed"
PYTHON
