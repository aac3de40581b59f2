// The list of chats.

import { byId, el, icon } from "../core/dom.js";
import { chatAvatar } from "./history.js";
import { clock, summary } from "./message.js";
import { history, on, open, state } from "../core/state.js";

/** Show the chats, and on a phone let the list and the open chat take turns. */
export function startSidebar() {
  for (const event of ["opened", "staged", "reset", "message", "gone"]) on(event, draw);
  byId("back").append(icon("back"));
  byId("back").addEventListener("click", () => byId("app").classList.add("list"));
}

function draw() {
  const focused = document.activeElement?.dataset?.chat;
  byId("chats").replaceChildren(...(state.stage?.chats ?? []).map(row));
  if (focused) byId("chats").querySelector(`[data-chat="${focused}"]`)?.focus();
}

function row({ key, title, about }) {
  const last = history(key).at(-1);
  const unread = state.unread.get(key);
  const choose = () => {
    byId("app").classList.remove("list");
    open(key);
  };
  const current = key === state.open ? "true" : null;
  return el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: "chat-row",
        "data-chat": key,
        "aria-current": current,
        onclick: choose,
      },
      chatAvatar({ key, title }),
      el(
        "span",
        { class: "chat-row-text" },
        el("span", { class: "chat-row-title" }, title),
        el("span", { class: "chat-row-last" }, last ? summary(last) : about),
      ),
      el(
        "span",
        { class: "chat-row-side" },
        last ? el("time", {}, clock(last.date)) : null,
        unread
          ? el("span", { class: "badge", "aria-label": `${unread} unread` }, String(unread))
          : null,
      ),
    ),
  );
}
