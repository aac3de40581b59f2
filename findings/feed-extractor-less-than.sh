#!/usr/bin/env bash
# @extractus/feed-extractor 8.0.3 takes "<" in the text of a description for a tag and drops all up to the
# next ">": "Inflation fell to < 2% and growth rose to > 1%" becomes "Inflation fell to 1%". The feed escapes
# it twice, as RSS wants of HTML in a description. The documentation speaks of normalized data, and of a
# length at which descriptions are cut, not of words left out. rss-parser 3.13.0 reads it well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @extractus/feed-extractor@8.0.3 rss-parser@3.13.0
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { extractFromXml } from "@extractus/feed-extractor";
import Parser from "rss-parser";

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
const html = "&lt;p&gt;Inflation fell to &amp;lt; 2% and growth rose to &amp;gt; 1%.&lt;/p&gt;";
const feed = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>News</title>
<link>https://example.org/</link><description>News</description><item><title>Inflation</title>
<link>https://example.org/1</link><description>${html}</description></item></channel></rss>`;
const read = extractFromXml(feed).entries[0].description;
const peer = (await new Parser().parseString(feed)).items[0].contentSnippet;
console.log("description:", html);
console.log("@extractus/feed-extractor", version("@extractus/feed-extractor"), "->", JSON.stringify(read));
console.log("rss-parser", version("rss-parser"), "->", JSON.stringify(peer));
assert.equal(peer, "Inflation fell to < 2% and growth rose to > 1%.", "changed");
assert.equal(read.replace(/\s+/g, " "), "Inflation fell to 1%.", "changed: no words are dropped");
JAVASCRIPT
node try.mjs
