// Short notices that go away by themselves, and those that wait for an OK.

import { byId, el } from "./dom.js";

const SHOWN = 4000;

/** Show a notice for a few seconds. */
export function toast(text) {
  const notice = el("p", { class: "toast" }, text);
  byId("toasts").append(notice);
  setTimeout(() => notice.remove(), SHOWN);
}

/** Show a notice that has to be closed. */
export function warn(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}
