#!/usr/bin/env bash
# pip 23.2.1, which Python 3.11.7 brings along: an extra asked for as lxml[html_clean] is not found in
# lxml 6.1.3, which spells it html-clean. pip warns, installs without it and succeeds, so that a fresh
# trafilatura 2.3.1 cannot be imported. pip 26.3 treats both spellings as one (PEP 685).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pip==23.2.1
env/bin/python - <<'PYTHON'
import subprocess
import sys
from importlib.metadata import version


def install_and_import(*packages):
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *packages], check=True, capture_output=True, text=True)
    code = "import trafilatura; print('trafilatura', trafilatura.__version__)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    return done.stderr, (ran.stdout + ran.stderr).strip().splitlines()[-1]


wanted = ("trafilatura==2.3.1", "justext==3.0.2", "lxml==6.1.3")
old = version("pip")
warning, outcome = install_and_import(*wanted)
print("pip", old, "-", warning.strip())
print("import:", outcome)
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "pip==26.3"], check=True)
_, mended = install_and_import(*wanted)
print("pip 26.3 - import:", mended)
assert "does not provide the extra 'html_clean'" in warning, "changed"
assert "lxml" in outcome and "trafilatura 2.3.1" not in outcome, "changed: it can be imported"
assert mended == "trafilatura 2.3.1", "changed: pip 26.3 does not help"
PYTHON
