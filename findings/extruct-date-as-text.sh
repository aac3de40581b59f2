#!/usr/bin/env bash
# extruct 0.18.0 gives an empty date for the microdata <time itemprop="datePublished">2024-05-06</time>. Of a
# time element the value is the datetime attribute, or else the text (HTML Standard, sections 5.2.4 and 4.5.14).
# Of a span it takes the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check extruct==0.18.0 lxml==6.1.3 lxml_html_clean==0.4.6
env/bin/python - <<'PYTHON'
from importlib.metadata import version

import extruct


def published(element):
    article = f'<article itemscope itemtype="https://schema.org/NewsArticle">{element}</article>'
    found = extruct.extract(f"<html><body>{article}</body></html>", syntaxes=["microdata"])
    return found["microdata"][0]["properties"]["datePublished"]


print("extruct", version("extruct"))
attribute = '<time itemprop="datePublished" datetime="2024-05-06">6 May</time>'
text = '<time itemprop="datePublished">2024-05-06</time>'
span = '<span itemprop="datePublished">2024-05-06</span>'
for element in (attribute, text, span):
    print(f"{element} -> {published(element)!r}")
assert published(attribute) == published(span) == "2024-05-06", "changed"
assert published(text) == "", "changed: the text is the date"
PYTHON
