#!/usr/bin/env bash
# Babel 2.18.0: format_list falls back to another style where a language lacks one, but not where it has
# a part of one. Lists of the style "unit" thus raise KeyError: in German from three members, in Spanish
# from two. The styles "unit-short" and "unit-narrow" do the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check babel==2.18.0
env/bin/python - <<'PYTHON'
import babel
from babel.lists import format_list


def listed(members, style, language):
    try:
        return format_list(list(members), style, language)
    except KeyError as error:
        return f"KeyError {error}"


print("Babel", babel.__version__)
for language in ("en", "de", "es"):
    for members in ("ab", "abc"):
        print(language, *(f"{s}: {listed(members, s, language)};" for s in ("standard", "unit")))
assert listed("abc", "unit", "en") == "a, b, c", "changed"
assert listed("ab", "unit", "de") == "a, b", "changed"
assert listed("abc", "unit", "de") == listed("ab", "unit", "es") == "KeyError 'start'", "changed"
PYTHON
