#!/usr/bin/env bash
# chrono-node 2.10.3 reads the end of a number as the number: "1,000 years ago" is "000 years ago" and so
# now, "two and a half years ago" is "half years ago", which is six months, and "10,000 years ago" is this
# morning at ten. One would expect the number, or no date, of a parser that its README says to "extract
# information from any given text"; "1000 years ago" and "2.5 years ago" are read well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . chrono-node@2.10.3
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { parse } from "chrono-node";

const now = new Date("2024-05-06T12:00:00Z");
const version = JSON.parse(readFileSync("node_modules/chrono-node/package.json")).version;
const read = (text) => {
  const [found] = parse(`The wall was built ${text}.`, { instant: now, timezone: "UTC" });
  const time = found.start.date().toISOString().slice(0, 16);
  console.log(JSON.stringify(text), "->", JSON.stringify(found.text), time);
  return time;
};
console.log("chrono-node", version, "- now is", now.toISOString().slice(0, 16));
assert.equal(read("1000 years ago"), "1024-05-06T12:00", "changed");
assert.equal(read("2.5 years ago"), "2021-11-06T12:00", "changed");
assert.equal(read("1,000 years ago"), "2024-05-06T12:00", "changed: the number counts");
assert.equal(read("10,000 years ago"), "2024-05-06T10:00", "changed: the number counts");
assert.equal(read("two and a half years ago"), "2023-11-06T12:00", "changed: the number counts");
JAVASCRIPT
node try.mjs
