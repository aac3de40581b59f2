// Inline mode: what is typed after the bot's name brings up a list of results.

import { choose, typeInline } from "../core/api.js";
import { clear } from "../core/draft.js";
import { el } from "../core/dom.js";
import { start } from "../core/links.js";
import { extend, hide, show } from "./popup.js";
import { state } from "../core/state.js";

const PAUSE = 250;
let timer = null;
let latest = "";

/** Return what a text asks the bot inline; null when it does not. */
export function inlineQuery(text) {
  const name = `@${state.stage?.bot ?? ""} `;
  return text.toLowerCase().startsWith(name) ? text.slice(name.length) : null;
}

/** Look for results of a query, once the typing pauses. */
export function search(query) {
  clearTimeout(timer);
  latest = query;
  timer = setTimeout(() => find(query), PAUSE);
}

/** Forget a search that is still on its way. */
export function stopSearch() {
  clearTimeout(timer);
  latest = null;
}

async function find(query) {
  const page = await typeInline(query, "").catch(() => null);
  if (!page || query !== latest) return;
  show(
    page.results.map((result) => row(page, result)),
    { heading: heading(page), onmore: further(query, page) },
  );
}

/** Return what loads the page after this one; null where there is none. */
function further(query, page) {
  if (!page.next_offset) return null;
  return async () => {
    const next = await typeInline(query, page.next_offset).catch(() => null);
    if (next && query === latest)
      extend(
        next.results.map((result) => row(next, result)),
        further(query, next),
      );
  };
}

function row(page, result) {
  const pick = async () => {
    stopSearch();
    hide();
    clear();
    await choose(page.query_id, result.id);
  };
  const face = el("span", { class: "initial", "aria-hidden": "true" }, result.title.slice(0, 1));
  return { title: result.title, line: result.description, pick, face };
}

function heading({ button, results }) {
  if (!button && results.length) return null;
  const text = button?.text ?? "No results";
  const pressed = () => {
    clear();
    hide();
    start(button?.start_parameter ?? "");
  };
  return el("button", { class: "popup-button", type: "button", onclick: pressed }, text);
}
