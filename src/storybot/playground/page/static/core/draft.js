// What is being written: its text, and the message or file that goes with it.

import { byId } from "./dom.js";
import { emit } from "./state.js";

const NOTHING = { answered: null, quote: "", edited: null, file: null, rich: false };

/** The message replied to and its selected part, the message edited, the file, rich or not. */
export const draft = { ...NOTHING };

/** Put a text into the composer, as if it had been typed. */
export function fill(text) {
  byId("text").value = text;
  byId("text").focus();
  emit("drafted");
}

/** Empty the composer. */
export function clear() {
  byId("text").value = "";
  detach();
}

/** Drop what goes with the text. */
export function detach() {
  Object.assign(draft, NOTHING);
  byId("file").value = "";
  emit("drafted");
}

/** Start a reply to a message, or to a part of it. */
export function answerTo(message, quote = "") {
  Object.assign(draft, { answered: message, quote, edited: null });
  emit("drafted");
  byId("text").focus();
}

/** Start editing a message of one's own. */
export function change(message) {
  clear();
  draft.edited = message;
  fill(message.text ?? message.caption ?? "");
}
