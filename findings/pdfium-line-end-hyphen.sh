#!/usr/bin/env bash
# pypdfium2 5.15.2: a hyphen at the end of a line comes out as U+FFFE from get_text_range() and as U+0002
# from get_text_bounded(), and the line break is gone. Both are no characters of the page; a real hyphen
# (Lantern-Bridge) and a word division (inter-national) look the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 fpdf2==2.8.9
env/bin/python - <<'PYTHON'
from importlib.metadata import version

import pypdfium2
from fpdf import FPDF

page = FPDF()
page.add_page()
page.set_font("Helvetica", size=12)
for row, line in enumerate(["The inter-", "national court saw the Lantern-", "Bridge."]):
    page.text(20, 20 + 6 * row, line)
page.output("court.pdf")
text = pypdfium2.PdfDocument("court.pdf")[0].get_textpage()
whole, bounded = text.get_text_range(), text.get_text_bounded()
print("pypdfium2", version("pypdfium2"))
print("get_text_range():  ", ascii(whole))
print("get_text_bounded():", ascii(bounded))
assert whole == "The inter\ufffenational court saw the Lantern\ufffeBridge.", "changed"
assert bounded == whole.replace("\ufffe", "\x02"), "changed"
PYTHON
