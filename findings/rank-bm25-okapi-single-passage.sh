#!/usr/bin/env bash
# rank-bm25 0.2.2: in a corpus of one passage, BM25Okapi scores the passage that contains the query
# term below zero, and one with none of the query's terms at zero. Terms in half of the passages weigh
# exactly nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check rank-bm25==0.2.2 numpy==2.4.6
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from rank_bm25 import BM25Okapi

one = BM25Okapi([["harbour", "opens"]])
hit, miss = one.get_scores(["harbour"])[0], one.get_scores(["ferry"])[0]
half = BM25Okapi([["harbour", "opens"], ["ferry", "sails"]]).get_scores(["harbour"]).tolist()
print("rank-bm25", version("rank-bm25"))
print("one passage, a query term in it:    ", hit)
print("one passage, no query term in it:   ", miss)
print("two passages, the term in the first:", half)
assert hit < miss == 0, "changed: a hit no longer scores below a miss"
assert half == [0, 0], "changed: a term in half of the passages counts"
PYTHON
