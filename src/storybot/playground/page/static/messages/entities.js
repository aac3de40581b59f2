// Draws a text with its entities; their offsets count UTF-16 units, as strings do here.

import { send } from "../core/api.js";
import { el, icon } from "../core/dom.js";
import { link } from "../core/links.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/** Return the nodes that show a text. */
export function formatted(text, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return drawn(text, 0, text.length, sorted);
}

function drawn(text, from, to, entities) {
  const parts = [];
  let at = from;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (entity.offset > at) parts.push(text.slice(at, entity.offset));
    const inside = drawn(text, entity.offset, end, entities.slice(index + 1, next));
    parts.push(wrapped(entity, text.slice(entity.offset, end), inside));
    at = end;
    index = next;
  }
  if (at < to) parts.push(text.slice(at, to));
  return withoutBlockBreaks(parts);
}

/** Take away the line break on either side of a block, which already breaks the line. */
function withoutBlockBreaks(parts) {
  const isBlock = (part) => part instanceof Element && "block" in part.dataset;
  return parts
    .map((part, index) => {
      if (typeof part !== "string") return part;
      const head = isBlock(parts[index - 1]) ? part.replace(/^\n/, "") : part;
      return isBlock(parts[index + 1]) ? head.replace(/\n$/, "") : head;
    })
    .filter((part) => part !== "");
}

function wrapped(entity, text, children) {
  const { type } = entity;
  if (type in PLAIN) return el(PLAIN[type], {}, ...children);
  if (BLOCKS.has(type)) return block(entity, children);
  if (type === "text_link") return link(entity.url, ...children);
  if (type === "url") return link(text, ...children);
  if (type === "email") return link(`mailto:${text}`, ...children);
  if (type === "spoiler") return spoiler(children);
  if (type === "bot_command") return command(text);
  return el("span", { class: `entity ${type}` }, ...children);
}

function block({ type, language }, children) {
  if (type === "pre") {
    return el(
      "pre",
      { "data-block": true, "data-language": language },
      el("code", {}, ...children),
    );
  }
  if (type === "blockquote") return el("blockquote", { "data-block": true }, ...children);
  return expandable(children);
}

function expandable(children) {
  const inner = el("div", { class: "clamped" }, ...children);
  const toggle = el(
    "button",
    {
      class: "icon-button toggle",
      type: "button",
      "aria-label": "Show the whole quote",
      "aria-expanded": "false",
      onclick: () => {
        const isOpen = inner.classList.toggle("whole");
        toggle.setAttribute("aria-expanded", String(isOpen));
      },
    },
    icon("chevron"),
  );
  requestAnimationFrame(() => {
    toggle.hidden = inner.scrollHeight <= inner.clientHeight + 1;
  });
  return el("blockquote", { "data-block": true, class: "expandable" }, inner, toggle);
}

function spoiler(children) {
  const reveal = (event) => event.currentTarget.classList.add("revealed");
  const properties = { class: "spoiler", type: "button", "aria-label": "Hidden; press to show" };
  return el("button", { ...properties, onclick: reveal }, ...children);
}

function command(text) {
  return el("button", { class: "command", type: "button", onclick: () => send(text) }, text);
}
