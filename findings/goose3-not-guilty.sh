#!/usr/bin/env bash
# goose3 3.1.22 drops a word or two in <u>, <mark>, <cite>, <abbr>, <sub>, <ins> and other elements of a
# sentence: "the mayor is <u>not</u> guilty" becomes "the mayor is guilty". It takes them for paragraphs with
# too few stop words. <em>, <b>, <i>, <strong>, <small> and <a> are kept. Its README promises the "main text
# of an article" (https://github.com/goose3/goose3); issue 190 there, of words in <small>, is closed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check goose3==3.1.22 lxml==6.1.3 lxml_html_clean==0.4.6
env/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

from goose3 import Goose

story = "<p>The mayor opened the bridge on Monday, and many people came to see it, as they had said.</p>" * 5


def read(word):
    ruling = f"<p>The court of the town has found that the mayor is {word} guilty of what they said he did.</p>"
    page = f"<html><body><article><h1>Ruling</h1>{story}{ruling}{story}</article></body></html>"
    text = Goose().extract(raw_html=page).cleaned_text
    return " ".join(next(line for line in text.splitlines() if "court" in line).split())


print("goose3", version("goose3"))
for element in ("em", "b", "small", "u", "mark", "cite", "ins"):
    said = read(f"<{element}>not</{element}>")
    print(f"the mayor is <{element}>not</{element}> guilty -> {said!r}")
    if element in ("em", "b", "small"):
        assert "is not guilty" in said, "changed"
    else:
        assert "is guilty" in said, "changed: the word is kept"
PYTHON
