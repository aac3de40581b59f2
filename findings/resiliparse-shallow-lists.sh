#!/usr/bin/env bash
# resiliparse 2.0.1: extract_plain_text with main_content=True drops every bulleted list with less than three
# elements between <body> and it, as in <body><article><ul>; a numbered list in its place is kept, and so is
# the same list with more <div> around it. Its docstring: "list elements [...] will be preserved", and of
# main_content "simple heuristics for extracting only "main-content" elements": a list amid an article's
# paragraphs is that.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check resiliparse==2.0.1
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from resiliparse.extract.html2text import extract_plain_text


def kept(kind, wrappers):
    items = "".join(f"<li>{words}</li>" for words in ("Ferries stop on Friday.", "The quay opens in May."))
    story = f"<p>The mayor named two dates:</p><{kind}>{items}</{kind}><p>Both are final, she said.</p>"
    page = f"<html><body>{'<div>' * wrappers}<article>{story}</article>{'</div>' * wrappers}</body></html>"
    text = extract_plain_text(page, main_content=True)
    print(f"{wrappers} <div>, <article>, <{kind}> -> {text!r}")
    return "Friday" in text


print("resiliparse", version("resiliparse"))
assert kept("ol", 0) and kept("ol", 1) and kept("ul", 2), "changed"
assert not kept("ul", 0) and not kept("ul", 1), "changed: the list is kept"
PYTHON
