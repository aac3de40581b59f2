#!/usr/bin/env bash
# newsmlg2 1.1, the library of the IPTC for its own format, ends a headline where markup begins: "The mayor
# is <span>not</span> guilty" reads "The mayor is", and an editor's "Do <span>not</span> use" reads "Do".
# Written again by to_xml_string, the words behind are gone. NewsML-G2 allows markup there: a headline is of
# Label1Type, text with minimal markup, and an edNote of BlockType, as the classes of the package say too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check newsmlg2==1.1 lxml==6.1.3
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from NewsMLG2 import NewsMLG2Document

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:example.org:20240506:1"
  standard="NewsML-G2" standardversion="2.35" conformance="power" version="1" xml:lang="en">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:IPTC"/>
<versionCreated>2024-05-06T10:00:00+02:00</versionCreated><edNote>{note}</edNote></itemMeta>
<contentMeta><headline>{headline}</headline></contentMeta></newsItem>"""


def read(headline, note):
    item = NewsMLG2Document(ITEM.format(headline=headline, note=note).encode()).get_item()
    written = item.contentmeta.to_xml_string()
    return str(item.contentmeta.headline), str(item.itemmeta.ednote), "guilty" in str(written)


print("newsmlg2", version("newsmlg2"), "- headline, note, and whether to_xml_string writes the last word")
for words in (
    ("The mayor is not guilty", "Do not use"),
    ("The mayor is <span>not</span> guilty", "Do <span>not</span> use"),
):
    print(words, "->", read(*words))
assert read("The mayor is not guilty", "Do not use") == ("The mayor is not guilty", "Do not use", True)
found = read("The mayor is <span>not</span> guilty", "Do <span>not</span> use")
assert found == ("The mayor is", "Do", False), "changed: the words are kept"
PYTHON
