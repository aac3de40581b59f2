// The list above the composer: rows to choose from, by key, click or tap.

import { byId, el } from "../core/dom.js";

const NEAR = 60;
let rows = [];
let active = -1;
let more = null;

/** Say whether the list is shown. */
export const isOpen = () => !byId("popup").hidden;

/** Show rows of `{title, line, pick, complete}`; `onmore` is called near the end of the list. */
export function show(list, { heading = null, onmore = null } = {}) {
  rows = list;
  more = onmore;
  byId("popup-head").replaceChildren(...(heading ? [heading] : []));
  byId("options").replaceChildren(...rows.map(option));
  byId("popup").hidden = !rows.length && !heading;
  byId("popup").scrollTop = 0;
  mark(rows.length ? 0 : -1);
}

/** Add rows to the end. */
export function extend(list, onmore) {
  const from = rows.length;
  rows = [...rows, ...list];
  more = onmore;
  byId("options").append(...list.map((row, index) => option(row, from + index)));
}

/** Close the list. */
export function hide() {
  rows = [];
  byId("popup").hidden = true;
  byId("text").removeAttribute("aria-activedescendant");
}

/** Let the arrow keys, Enter, Tab and Escape work the list; say whether a key was taken. */
export function take(key) {
  if (!isOpen()) return false;
  if (key === "Escape") hide();
  else if (key === "ArrowDown" || key === "ArrowUp") step(key === "ArrowDown" ? 1 : -1);
  else if (key === "Enter" && rows[active]) rows[active].pick();
  else if (key === "Tab" && rows[active]?.complete) rows[active].complete();
  else return false;
  return true;
}

/** Load further rows when the end comes near. */
export function startPopup() {
  byId("popup").addEventListener("scroll", ({ target }) => {
    if (target.scrollHeight - target.scrollTop - target.clientHeight < NEAR) loadMore();
  });
}

function loadMore() {
  const load = more;
  more = null;
  load?.();
}

function step(by) {
  mark(Math.max(0, Math.min(rows.length - 1, active + by)));
  byId(`option-${active}`)?.scrollIntoView({ block: "nearest" });
  if (active >= rows.length - 2) loadMore();
}

function mark(index) {
  byId(`option-${active}`)?.setAttribute("aria-selected", "false");
  active = index;
  byId(`option-${active}`)?.setAttribute("aria-selected", "true");
  if (active >= 0) byId("text").setAttribute("aria-activedescendant", `option-${active}`);
}

function option(row, index) {
  const properties = {
    class: "option",
    id: `option-${index}`,
    role: "option",
    "aria-selected": "false",
  };
  // The composer keeps the focus: on a phone the keyboard would close otherwise.
  const keep = (event) => event.preventDefault();
  return el(
    "div",
    { ...properties, onmousedown: keep, onclick: row.pick },
    row.face ?? null,
    el("span", { class: "option-text" }, el("strong", {}, row.title), el("span", {}, row.line)),
  );
}
