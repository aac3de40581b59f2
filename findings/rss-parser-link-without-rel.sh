#!/usr/bin/env bash
# rss-parser 3.13.0 gives the first <link> of an Atom entry, whatever it is, if the link of the article has no
# rel: the address to edit it, its comments, the sound file or another site's page. RFC 4287, section
# 4.2.7.2: "If the "rel" attribute is not present, the link element MUST be interpreted as if the link
# relation type is "alternate"." With rel="alternate" written out the same feed is read well;
# @rowanmanning/feed-parser 2.1.5 reads both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . rss-parser@3.13.0 @rowanmanning/feed-parser@2.1.5
cat > try.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { parseFeed } from "@rowanmanning/feed-parser";
import Parser from "rss-parser";

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
const news = "https://example.org/";
const feed = (links) => `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>News</title><id>${news}</id><updated>2024-05-06T10:00:00Z</updated><author><name>Ada</name></author>
<entry><title>Bridge opens</title><id>${news}1</id><updated>2024-05-06T10:00:00Z</updated>${links}
<summary>The mayor opened it.</summary></entry></feed>`;
const article = `${news}bridge`;
for (const name of ["rss-parser", "@rowanmanning/feed-parser"]) console.log(name, version(name));
for (const [rel, other] of [["edit", `${news}edit/1`], ["replies", `${news}bridge/comments`],
  ["enclosure", `${news}bridge.mp3`], ["via", "https://example.com/source"]]) {
  const first = `<link rel="${rel}" href="${other}"/>`;
  const implied = feed(`${first}<link href="${article}"/>`);
  const written = feed(`${first}<link rel="alternate" href="${article}"/>`);
  const read = (await new Parser().parseString(implied)).items[0].link;
  console.log(`${first}<link href="${article}"/> -> ${read}`);
  assert.equal((await new Parser().parseString(written)).items[0].link, article, "changed");
  assert.equal(parseFeed(implied).items[0].url, article, "changed");
  assert.equal(read, other, "changed: the article's link is taken");
}
JAVASCRIPT
node try.mjs
