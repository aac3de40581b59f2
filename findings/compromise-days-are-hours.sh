#!/usr/bin/env bash
# compromise-dates 3.9.0 takes the days of "9-12 May 2024" for hours: the fair of four days lasts from nine to
# noon on the first of May. "5 to 6 May 2024" is five to six in the afternoon of that day. The order of
# American English, "May 9-12, 2024", is read well, and so is "9 May to 12 May 2024". Among what it reads its
# README lists ranges that share a part, such as "aug to june 1999".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . compromise@14.17.0 compromise-dates@3.9.0
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import nlp from "compromise";
import dates from "compromise-dates";

nlp.plugin(dates);
const version = JSON.parse(readFileSync("node_modules/compromise-dates/package.json")).version;
const read = (text) => {
  const now = { today: "2024-04-01", timezone: "UTC" };
  const [found] = nlp(`The fair runs ${text}.`).dates(now).get();
  const range = [found.start, found.end].map((time) => time.slice(0, 16)).join(" to ");
  console.log(JSON.stringify(text), "->", range);
  return range;
};
console.log("compromise-dates", version);
const fair = "2024-05-09T00:00 to 2024-05-12T23:59";
assert.equal(read("May 9-12, 2024"), fair, "changed");
assert.equal(read("9 May to 12 May 2024"), fair, "changed");
const morning = "2024-05-01T09:00 to 2024-05-01T12:00";
for (const text of ["9-12 May 2024", "9–12 May 2024", "from 9 to 12 May 2024"]) {
  assert.equal(read(text), morning, "changed: days are days");
}
assert.equal(read("5 to 6 May 2024"), "2024-05-01T17:00 to 2024-05-01T18:00", "changed: days are days");
JAVASCRIPT
node try.mjs
