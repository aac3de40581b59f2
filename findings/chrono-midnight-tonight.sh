#!/usr/bin/env bash
# chrono-node 2.10.3: "midnight tonight" is noon of the same day, twelve hours early and, read in the
# afternoon, in the past. "tonight" puts the hour of midnight, 0, into the half of the day after noon.
# Alone, "midnight" is the next one, and "tonight at 11" is 23:00. The README promises to "handle most
# date/time format and extract information from any given text" (https://github.com/wanasit/chrono).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . chrono-node@2.10.3
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { parse } from "chrono-node";

const now = new Date("2024-05-06T14:00:00Z");
const version = JSON.parse(readFileSync("node_modules/chrono-node/package.json")).version;
const read = (text) => {
  const [found] = parse(text, { instant: now, timezone: "UTC" });
  const time = found.start.date().toISOString().slice(0, 16);
  console.log(JSON.stringify(text), "->", JSON.stringify(found.text), time);
  return time;
};
console.log("chrono-node", version, "- now is", now.toISOString().slice(0, 16));
assert.equal(read("The ceasefire begins at midnight."), "2024-05-07T00:00", "changed");
assert.equal(read("The ceasefire begins tonight at 11."), "2024-05-06T23:00", "changed");
for (const text of ["at midnight tonight", "tonight at midnight"])
  assert.equal(read(`The ceasefire begins ${text}.`), "2024-05-06T12:00", "changed: no noon");
assert.equal(read("It begins tomorrow night at midnight."), "2024-05-07T12:00", "changed: no noon");
JAVASCRIPT
node try.mjs
