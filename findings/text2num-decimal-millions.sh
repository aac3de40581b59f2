#!/usr/bin/env bash
# text2num 3.1.0: alpha2digit writes the scale of a decimal number behind it. French "deux virgule cinq
# millions" and Spanish "dos coma cinco millones" (2.5 million) become "2,5000000", which is two and a
# half; English "three point five million" becomes the two numbers "3.5 1000000". Its README promises
# "ordinal, cardinal and decimal numbers", and alone both decimals and millions are read well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check text2num==3.1.0
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from text_to_num import alpha2digit

right = {("fr", "deux virgule cinq litres"): "2,5 litres", ("fr", "deux millions"): "2000000",
         ("es", "dos coma cinco litros"): "2,5 litros", ("es", "dos millones"): "2000000",
         ("en", "three point five litres"): "3.5 litres", ("en", "three million"): "3000000"}
wrong = {("fr", "deux virgule cinq millions"): "2,5000000",
         ("es", "dos coma cinco millones"): "2,5000000",
         ("en", "three point five million"): "3.5 1000000",
         ("de", "zwei Komma fünf Millionen"): "2,5 1000000"}
print("text2num", version("text2num"))
for (language, words), digits in (right | wrong).items():
    print(f"{language} {words!r} -> {alpha2digit(words, language)!r}")
for (language, words), digits in right.items():
    assert alpha2digit(words, language) == digits, "changed"
for (language, words), digits in wrong.items():
    assert alpha2digit(words, language) == digits, "changed: the million counts"
PYTHON
