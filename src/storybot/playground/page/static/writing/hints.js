// Things to try, as buttons above the composer; each goes away once it was tried.

import { send } from "../core/api.js";
import { fill } from "../core/draft.js";
import { byId, el } from "../core/dom.js";
import { chat, on, state } from "../core/state.js";

const tried = new Set();

/** Show what can be tried in the open chat. */
export function startHints() {
  on("opened", draw);
  on("staged", draw);
}

function draw() {
  const left = (chat()?.hints ?? []).filter((hint) => !tried.has(name(hint)));
  byId("hints").replaceChildren(...left.map(chip));
  byId("hints").scrollLeft = 0;
}

function chip(hint) {
  const [label, text, does] = hint;
  const use = () => {
    tried.add(name(hint));
    draw();
    if (does === "send") send(text);
    else fill(text);
  };
  return el("button", { class: "hint", type: "button", onclick: use }, label);
}

const name = ([label]) => `${state.open} ${label}`;
