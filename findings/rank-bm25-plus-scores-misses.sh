#!/usr/bin/env bash
# rank-bm25 0.2.2: BM25Plus adds its lower bound delta for every query term to every passage, also to
# those without the term. In the paper (Lv and Zhai, 2011) a term that is absent adds nothing. Ranking
# does not change, but "score > 0" finds every passage.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check rank-bm25==0.2.2 numpy==2.4.6
env/bin/python - <<'PYTHON'
from importlib.metadata import version

from rank_bm25 import BM25Plus

passages = [["harbour", "opens"], ["ferry", "sails"], ["rain", "falls"]]
scores = BM25Plus(passages).get_scores(["harbour"]).tolist()
print("rank-bm25", version("rank-bm25"))
for passage, score in zip(passages, scores):
    print("query harbour, passage", " ".join(passage), "->", round(score, 4))
assert scores[0] > scores[1] == scores[2] > 0, "changed: passages without the term score zero"
PYTHON
