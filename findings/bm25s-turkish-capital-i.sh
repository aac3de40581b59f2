#!/usr/bin/env bash
# bm25s 0.3.16: the tokenizer cuts the first letter off Turkish words with a capital dotted I. Lower
# case of "İ" is "i" and a combining dot, the dot ends a token, and a token of one letter is dropped:
# "İstanbul" is indexed as "stanbul" and is not found by "istanbul", nor by "Istanbul". One would
# expect a word to stay whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check bm25s==0.3.16
env/bin/python - <<'PYTHON'
import bm25s

texts = ["Toplantı İstanbul kentinde yapıldı", "Toplantı Ankara kentinde yapıldı"]


def tokens(texts: list[str]) -> list[list[str]]:
    return bm25s.tokenize(texts, stopwords=None, return_ids=False, show_progress=False)


print("bm25s", bm25s.__version__)
read = tokens(texts)
print(f"{texts[0]!r} -> {read[0]}")
index = bm25s.BM25()
index.index(read, show_progress=False)
scores = {}
for word in ("ankara", "istanbul", "Istanbul", "stanbul"):
    scores[word] = [round(float(s), 2) for s in index.get_scores(tokens([word])[0])]
    print(f"scores for {word!r}: {scores[word]}")
assert read[0][1] == "stanbul", "changed: the word stays whole"
assert scores["ankara"][1] > 0 and scores["stanbul"][0] > 0, "changed"
assert scores["istanbul"] == scores["Istanbul"] == [0, 0], "changed: it is found"
PYTHON
