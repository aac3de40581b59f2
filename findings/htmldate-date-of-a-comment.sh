#!/usr/bin/env bash
# htmldate 1.11.0 takes the first "datePublished" in a page's JSON-LD, whoever's it is: an article of 6 May
# 2024 has the date of a reader's comment on it, of the film that it reviews or of the study that it cites,
# if these stand before its own. "An object is an unordered collection" (RFC 8259, section 1), so the page
# says the same either way, and https://schema.org/datePublished is of the work in whose object it stands.
# The docstring of find_date: "Look for original date (e.g. publication date)", as trafilatura does.
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
kind = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge"}
own = {"datePublished": "2024-05-06T10:00:00Z"}


def day(*parts):
    data = json.dumps({name: value for part in (kind, *parts) for name, value in part.items()})
    head = f'<head><title>Bridge</title><script type="application/ld+json">{data}</script></head>'
    page = f"<html>{head}<body><article><h1>Bridge</h1>{story}</article></body></html>"
    return find_date(page, original_date=True)


others = {
    "comment": {"@type": "Comment", "text": "At last!", "datePublished": "2024-06-01T09:00:00Z"},
    "itemReviewed": {"@type": "Movie", "name": "Bridge", "datePublished": "2019-03-02"},
    "citation": {"@type": "ScholarlyArticle", "name": "Bridges", "datePublished": "2017-01-09"},
}
print("htmldate", version("htmldate"), "-", own)
for name, other in others.items():
    after, before = day(own, {name: other}), day({name: other}, own)
    print(f"{name} of {other['datePublished'][:10]}, after it: {after}, before it: {before}")
    assert after == "2024-05-06", "changed"
    assert before == other["datePublished"][:10], "changed: the article's own date is taken"
PYTHON
