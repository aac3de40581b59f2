#!/usr/bin/env bash
# PostgreSQL 18 (PGlite 0.5.17): full-text search takes the hyphen between or before figures for a minus, so
# "2023-2024" is 2023 and -2024, "aged 18-24" is not found by 24, and "F-16s" not by "F-16", though
# "F-16" is: one is the letter and a number below zero, the other a word with a hyphen. The documentation
# has "signed integer" for -1234 (https://www.postgresql.org/docs/current/textsearch-parsers.html), not
# for the end of a span of years. With an en dash, "1990–1995" is found by 1995.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @electric-sql/pglite@0.5.17
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { PGlite } from "@electric-sql/pglite";

const database = await new PGlite();
const ask = async (sql, ...values) => (await database.query(sql, values)).rows[0].answer;
console.log((await ask("SELECT version() AS answer")).split(" on ")[0]);
for (const [text, words, found] of [
  ["the years 1990–1995", "1995", true], ["the years 1990-1995", "1990", true],
  ["the years 1990-1995", "1995", false], ["people aged 18-24", "24", false],
  ["since mid-2023", "2023", false], ["an F-16 jet", "F-16", true], ["two F-16s", "F-16", false]]) {
  const vector = await ask("SELECT to_tsvector('english', $1)::text AS answer", text);
  const query = await ask("SELECT plainto_tsquery('english', $1)::text AS answer", words);
  const hit = await ask("SELECT $1::tsvector @@ $2::tsquery AS answer", vector, query);
  console.log(JSON.stringify(text), "->", vector, `- ${words}: ${query} ${hit ? "found" : "not found"}`);
  assert.equal(hit, found, found ? "changed" : "changed: it is found");
}
await database.close();
JAVASCRIPT
node try.mjs
