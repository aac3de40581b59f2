#!/usr/bin/env bash
# python-docx 1.2.0: Paragraph.text leaves out insertions with tracked changes and content controls,
# which Word displays as ordinary text. mammoth 1.13.0 reads both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0
env/bin/python - <<'PYTHON'
from importlib.metadata import version

import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = nsdecls("w")
document = docx.Document()
paragraph = document.add_paragraph("Mayor ")
run = "<w:r><w:t>{}</w:t></w:r>"
control = f"<w:sdt {W}><w:sdtContent>{run.format('Ottilie Brandt')}</w:sdtContent></w:sdt>"
paragraph._p.append(parse_xml(control))
paragraph.add_run(" paid ")
insertion = f'<w:ins {W} w:id="1" w:author="Ada">{run.format("61 million")}</w:ins>'
paragraph._p.append(parse_xml(insertion))
paragraph.add_run(" crowns.")
document.save("letter.docx")

theirs = docx.Document("letter.docx").paragraphs[0].text
with open("letter.docx", "rb") as file:
    whole = mammoth.extract_raw_text(file).value.strip()
print("python-docx", version("python-docx"), repr(theirs))
print("mammoth", version("mammoth"), repr(whole))
assert whole == "Mayor Ottilie Brandt paid 61 million crowns.", "changed"
assert theirs == "Mayor  paid  crowns.", "changed: python-docx reads one of them"
PYTHON
