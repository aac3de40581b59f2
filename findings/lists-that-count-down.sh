#!/usr/bin/env bash
# inscriptis 2.7.6 and Resiliparse 2.0.1 number a list that counts down as if it counted up: the third of the
# three best, which <ol reversed> shows first, becomes the best. A list that goes on at 8 (start=8) begins at 1
# again. In HTML "reversed" is a list that descends, and "start" where it begins (HTML Standard, section 4.4.5).
# The README of inscriptis names enumerations among what it converts as browsers show it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check inscriptis==2.7.6 Resiliparse==2.0.1 lxml==6.1.3
env/bin/python - <<'PYTHON'
import re
from importlib.metadata import version

import inscriptis
from resiliparse.extract.html2text import extract_plain_text

readers = {"inscriptis": inscriptis.get_text, "Resiliparse": extract_plain_text}
cities = "<li>Ulm</li><li>Bonn</li><li>Kiel</li>"
up = [("1", "Ulm"), ("2", "Bonn"), ("3", "Kiel")]
for name, read in readers.items():
    print(name, version(name))
    for attributes in ("", " reversed", " start=8"):
        text = read(f"<html><body><ol{attributes}>{cities}</ol></body></html>")
        numbered = re.findall(r"(\d+)\. (\w+)", text)
        print(f"  <ol{attributes}> -> {numbered}")
        assert numbered == up, f"changed: {attributes} counts"
PYTHON
