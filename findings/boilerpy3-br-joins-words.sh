#!/usr/bin/env bash
# boilerpy3 1.0.7 joins the words around <br/> and <br />: "was found guilty<br/>of fraud" becomes "guiltyof
# fraud", and so do the lines of an address or of a poem. With <br> it breaks the line. The two are the
# same element: in the start tag of a void element the slash has no effect (HTML Standard, section 13.1.2.1),
# and in XHTML it has to stand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check boilerpy3==1.0.7
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from boilerpy3.extractors import ArticleExtractor

STORY = "<p>The mayor opened the bridge on Monday, and many people came to see it, as they had said.</p>" * 5


def read(line_break):
    ruling = f"<p>After a long day the court said the mayor was found guilty{line_break}of fraud in the spring.</p>"
    page = f"<html><head><title>Ruling</title></head><body>{STORY}{ruling}{STORY}</body></html>"
    text = ArticleExtractor().get_content(page)
    return text[text.index("guilty") :][:15]


print("boilerpy3", version("boilerpy3"))
for line_break in ("<br>", "<br/>", "<br />"):
    print(f"guilty{line_break}of fraud -> {read(line_break)!r}")
assert read("<br>") == "guilty\nof fraud", "changed"
assert read("<br/>").startswith("guiltyof fraud"), "changed: the words are apart"
assert read("<br />").startswith("guiltyof fraud"), "changed: the words are apart"
PYTHON
