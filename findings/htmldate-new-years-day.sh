#!/usr/bin/env bash
# htmldate 1.11.0: a word before a date in Spanish, Italian, Russian or Ukrainian ("Publicado el 6 de mayo
# de 2024", the dateline "Madrid, 6 de mayo de 2024") turns it into 1 January 2024, a day that the page
# does not name; alone, "6 de mayo de 2024" is read. English, French and German may have words before it.
# The documentation says "multilingual", and None where no date is valid; the other languages' dates are
# taken for a year alone. trafilatura takes its dates from here.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check htmldate==1.11.0 lxml==6.1.3 dateparser==1.5.0
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from htmldate import find_date

story = "<p>The mayor opened the Lantern Bridge that morning, and many people came to see it.</p>"


def day(line):
    page = f"<html><body><article><h1>Bridge</h1><p>{line}</p>{story}</article></body></html>"
    return find_date(page)


right = ["Published on 6 May 2024", "Publié le 6 mai 2024", "Veröffentlicht am 6. Mai 2024",
         "6 de mayo de 2024", "6 мая 2024", "6 травня 2024"]
wrong = ["Publicado el 6 de mayo de 2024", "Madrid, 6 de mayo de 2024", "Pubblicato il 6 maggio 2024",
         "Опубликовано 6 мая 2024", "Опубліковано 6 травня 2024"]
print("htmldate", version("htmldate"), "- every line says the sixth of May")
for line in right + wrong:
    print(f"{line!r} -> {day(line)}")
assert {day(line) for line in right} == {"2024-05-06"}, "changed"
assert {day(line) for line in wrong} == {"2024-01-01"}, "changed: one of them is read, or is no date"
PYTHON
