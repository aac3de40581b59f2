#!/usr/bin/env bash
# okapibm25 1.4.1 scores every passage of a Russian text NaN, and nothing can be ranked: it counts runs of
# the letters A to Z, of digits and "_" as words, and divides by their mean number, which is 0. One Latin name
# in any passage makes numbers of the scores again. Its README names no language, and BM25 is of terms, whatever
# their letters. It also takes the terms of a query for regular expressions: "U.S." ranks "UNSC" first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . okapibm25@1.4.1
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import okapi from "okapibm25";

const version = JSON.parse(readFileSync("node_modules/okapibm25/package.json")).version;
const score = (passages, term) => {
  const scores = okapi.default(passages, [term]).map((score) => Number(score.toFixed(2)));
  console.log(JSON.stringify(term), "in", JSON.stringify(passages), "->", scores.join(", "));
  return scores;
};
console.log("okapibm25", version);
const english = score(["The mayor opened the bridge", "Snow fell at dawn"], "bridge");
assert(english[0] > 0 && english[1] === 0, "changed");
const russian = score(["Мэр открыл мост", "Утром выпал снег"], "мост");
assert(russian.every(Number.isNaN), "changed: Russian is scored");
const mixed = score(["Мэр открыл мост", "Утром выпал снег", "Рынок вырос, пишет Reuters"], "мост");
assert(mixed[0] > 0 && mixed[1] === 0, "changed");
const names = score(["The U.S. won the cup", "The UNSC met again", "Snow fell"], "U.S.");
assert(names[1] > names[0], "changed: the term counts");
JAVASCRIPT
node try.mjs
