#!/usr/bin/env bash
# ultimate-sitemap-parser 1.8.1 adds the day, and the month, on which it runs to a date without them: a page
# last changed in "2024-05" was changed on 30 May if the program runs on the 30th of any month, and one of
# "2019" in this month of 2019. The sitemap protocol takes the format of W3C, which has dates of a year
# or of a year and a month (https://www.w3.org/TR/NOTE-datetime). One would expect the first day, or None.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check ultimate-sitemap-parser==1.8.1 python-dateutil==2.9.0.post0
env/bin/python - <<'PYTHON'
from datetime import date
from importlib.metadata import version

from usp.tree import sitemap_from_str

PAGES = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/bridge</loc><lastmod>{}</lastmod></url></urlset>"""


def read(lastmod):
    (page,) = sitemap_from_str(PAGES.format(lastmod)).all_pages()
    return page.last_modified.date()


today = date.today()
print("ultimate-sitemap-parser", version("ultimate-sitemap-parser"), "- today is", today)
for lastmod in ("2024-05-06", "2024-05", "2024"):
    print(f"{lastmod} -> {read(lastmod)}")
assert read("2024-05-06") == date(2024, 5, 6), "changed"
assert read("2024-05") == date(2024, 5, today.day), "changed: the day of today is not taken"
assert read("2024") == today.replace(year=2024), "changed: today is not taken"
PYTHON
