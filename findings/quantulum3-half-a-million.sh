#!/usr/bin/env bash
# quantulum3 0.10.0 reads "half a million people" as 1,500,000, "half a billion dollars" as 1.5 billion, and
# "a million and a half" as 1,000,000.5: "half" is added, where it should multiply, and the other way round.
# "two and a half years" and "1.5 million" are read well. The documentation says that it "parses
# spelled-out numbers".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check quantulum3==0.10.0
env/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

from quantulum3 import parser

right = {"two and a half years": 2.5, "1.5 million people": 1_500_000, "a million people": 1_000_000}
wrong = {"half a million people": (1_500_000, 500_000), "half a billion dollars": (1.5e9, 0.5e9),
         "a million and a half": (1_000_000.5, 1_500_000)}
print("quantulum3", version("quantulum3"))
for text, value in right.items():
    found = [quantity.value for quantity in parser.parse(text)]
    print(f"{text!r} -> {found}")
    assert found == [value], "changed"
for text, (value, true) in wrong.items():
    found = [quantity.value for quantity in parser.parse(text)]
    print(f"{text!r} -> {found}, truly {true:g}")
    assert found == [value], "changed: it is read otherwise"
PYTHON
