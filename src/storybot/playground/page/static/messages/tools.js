// The buttons beside a message: change it, or reply to it or to the part of it that is selected.

import { answerTo, change } from "../core/draft.js";
import { el, icon } from "../core/dom.js";
import { author, isByBot, keyOf, seenOnlyBy } from "../core/state.js";

/** Return the buttons beside a message. */
export function tools(message) {
  if (seenOnlyBy(message)) return [];
  const name = isByBot(message) ? "Storybot" : message.from?.first_name;
  const reply = () => answerTo(message, selectedIn(message));
  return [
    ...(canChange(message) ? [tool("Edit message", "edit", () => change(message))] : []),
    tool(`Reply to ${name}`, "reply", reply),
  ];
}

function canChange(message) {
  const hasWords = message.text !== undefined || message.document;
  return message.from?.id === author().id && hasWords && !message.via_bot;
}

function tool(label, sign, action) {
  const properties = { class: "icon-button tool", type: "button", "aria-label": label };
  // What is selected stays so while the button is pressed.
  const keep = (event) => event.preventDefault();
  return el(
    "button",
    { ...properties, title: label, onmousedown: keep, onclick: action },
    icon(sign),
  );
}

/** Return the part of a message that is selected; empty for none, or more than it. */
function selectedIn(message) {
  const selection = getSelection();
  const shown = document.querySelector(`.message[data-id="${keyOf(message)}"] .text`);
  const isInside = [selection?.anchorNode, selection?.focusNode].every((node) =>
    shown?.contains(node),
  );
  const part = isInside ? selection.toString().trim() : "";
  return (message.text ?? message.caption ?? "").includes(part) ? part : "";
}
