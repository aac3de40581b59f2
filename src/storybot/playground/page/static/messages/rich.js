// Draws the blocks of a rich message: headings, lists, and paragraphs with marked parts.

import { el } from "../core/dom.js";

const MARKS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const SMALLEST = 6;

/** Return the nodes that show blocks. */
export function richBlocks(blocks = []) {
  return blocks.map((block) => {
    if (block.type === "heading") return heading(block);
    if (block.type === "list") return el("ul", {}, (block.items ?? []).map(item));
    return el("p", {}, marked(block.text));
  });
}

/** Return the words of blocks, as one line. */
export function richWords(blocks = []) {
  return richBlocks(blocks)
    .map((node) => node.textContent)
    .join(" ");
}

function heading({ size, text }) {
  return el(`h${Math.min(SMALLEST, 3 + (size ?? 1))}`, {}, marked(text));
}

const item = ({ blocks }) => el("li", {}, richBlocks(blocks));

function marked(text) {
  if (typeof text === "string") return [text];
  if (Array.isArray(text)) return text.flatMap(marked);
  if (!text) return [];
  const inside = marked(text.text);
  return text.type in MARKS ? [el(MARKS[text.type], {}, inside)] : inside;
}
