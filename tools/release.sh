#!/usr/bin/env bash
# Build the release into dist/: twice, and only if both come out the same; with its bill of materials.
set -euo pipefail
cd "$(dirname "$0")/.."
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
bin="$PWD/.venv/bin"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
version="$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' src/storybot/__init__.py)"
case "$version" in
  *dev*) echo "$version is no release; this is a trial." ;;
  *) grep -q "^## \[$version\]" CHANGELOG.md || { echo "CHANGELOG.md has no section $version." >&2; exit 1; } ;;
esac
for number in 1 2; do
  mkdir "$work/$number"
  git archive HEAD | tar --extract --directory "$work/$number"
  (cd "$work/$number" && umask "$([ "$number" = 1 ] && echo 022 || echo 077)" && "$bin/python" -m hatchling build --directory "$work/out$number" >/dev/null)
done
(cd "$work/out1" && sha256sum -- *) >"$work/sums"
(cd "$work/out2" && sha256sum --check --quiet "$work/sums") || { echo "Two builds differ." >&2; exit 1; }
rm -rf dist && mkdir dist && cp "$work"/out1/* dist/
cp requirements/run.txt dist/requirements.txt
"$bin/python" -m venv --without-pip "$work/env"
"$bin/python" -m pip --quiet --python "$work/env/bin/python" install --require-hashes --requirement requirements/run.txt
"$bin/python" -m pip --quiet --python "$work/env/bin/python" install --no-deps dist/*.whl
if [ -x "$bin/cyclonedx-py" ]; then
  "$bin/cyclonedx-py" environment --output-reproducible --output-format JSON \
    --pyproject pyproject.toml --output-file dist/storybot.cdx.json "$work/env/bin/python"
  "$bin/pip-licenses" --python="$work/env/bin/python" --from=mixed --format=markdown --order=license >dist/LICENCES.md
  # The version is not in pyproject.toml, where cyclonedx-py looks for it.
  "$bin/python" - dist/storybot.cdx.json "$version" <<'PYTHON'
import json, pathlib, sys
path, version = pathlib.Path(sys.argv[1]), sys.argv[2]
bill = json.loads(path.read_text())
bill["metadata"]["component"]["version"] = version
path.write_text(json.dumps(bill, indent=2) + "\n")
PYTHON
fi
(cd dist && sha256sum -- * >"$work/all") && mv "$work/all" dist/SHA256SUMS
cat dist/SHA256SUMS
