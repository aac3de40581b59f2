// The buttons under a message, and what pressing them does.

import { press } from "../core/api.js";
import { fill } from "../core/draft.js";
import { el, icon } from "../core/dom.js";
import { follow } from "../core/links.js";
import { toast, warn } from "../core/notices.js";
import { open, state } from "../core/state.js";

/** Return the rows of buttons of a message; null where it has none. */
export function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el(
    "div",
    { class: "keyboard", role: "group", "aria-label": "Buttons" },
    rows.map((row, y) =>
      el(
        "div",
        { class: "row" },
        row.map((key, x) => button(message, key, y, x)),
      ),
    ),
  );
}

function button(message, key, row, column) {
  const [sign, action] = behaviour(message, key, row, column);
  const properties = { class: `key ${key.style ?? ""}`, type: "button" };
  return el(
    "button",
    { ...properties, onclick: (event) => action(event.currentTarget) },
    el("span", {}, key.text),
    sign ? icon(sign) : null,
  );
}

/** Return the sign on a button, and what it does. */
function behaviour(message, key, row, column) {
  if (key.url) return ["out", () => follow(key.url)];
  if (key.copy_text) return ["copy", () => copy(key.copy_text.text)];
  const elsewhere = key.switch_inline_query ?? key.switch_inline_query_chosen_chat?.query;
  if (elsewhere !== undefined && elsewhere !== null)
    return ["switch", () => ask(elsewhere, "inline")];
  const here = key.switch_inline_query_current_chat;
  if (here !== undefined && here !== null) return ["switch", () => ask(here, state.open)];
  return [null, (pressed) => call(message, row, column, pressed)];
}

async function call(message, row, column, pressed) {
  pressed.setAttribute("aria-busy", "true");
  try {
    const answer = await press(message, row, column);
    if (answer.url) follow(answer.url);
    else if (answer.text && answer.show_alert) warn(answer.text);
    else if (answer.text) toast(answer.text);
  } finally {
    pressed.removeAttribute("aria-busy");
  }
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast("Copied.");
}

function ask(query, key) {
  open(key);
  fill(`@${state.stage.bot} ${query}`);
}
