#!/usr/bin/env bash
# Orama 3.1.18: the tokenizers of some of its "30 languages" cut words at letters of these very
# languages. Serbian has no Cyrillic: nothing is indexed, every search is empty, and no error says so.
# Ukrainian has no "ґ": "ґанок" (porch) is indexed as "анок". French drops the "e" of "œ": "cœur" (heart) and
# "cour" (court) are one word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @orama/orama@3.1.18
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { create, insert, search } from "@orama/orama";

async function hits(language, texts, term) {
  const index = create({ schema: { text: "string" }, language });
  texts.forEach((text, id) => insert(index, { id: String(id), text }));
  const found = await search(index, { term });
  const tokens = texts.map((text) => index.tokenizer.tokenize(text, language));
  const which = found.hits.map((hit) => texts[hit.id]);
  console.log(`${language}: ${JSON.stringify(texts)} -> ${JSON.stringify(tokens)}; ${term} finds ${JSON.stringify(which)}`);
  return [tokens, which];
}

console.log("Orama", JSON.parse(readFileSync("node_modules/@orama/orama/package.json")).version);
const [, latin] = await hits("serbian", ["Izbori u Beogradu"], "Beogradu");
assert.equal(latin.length, 1, "changed");
const [serbian, cyrillic] = await hits("serbian", ["Избори у Београду"], "Београду");
assert.deepEqual(serbian, [[]], "changed: Cyrillic is indexed");
assert.equal(cyrillic.length, 0, "changed: Cyrillic is found");
const [ukrainian] = await hits("ukrainian", ["старий ґанок"], "ґанок");
assert.deepEqual(ukrainian, [["старий", "анок"]], "changed: the letter stays");
const [, french] = await hits("french", ["la cour suprême", "le cœur du pays"], "cœur");
assert.equal(french.length, 2, "changed: heart and court are two words");
JAVASCRIPT
node try.mjs
