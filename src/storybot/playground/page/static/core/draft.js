// What is being written: its text, and the message or file that goes with it.

import { byId } from "./dom.js";
import { emit } from "./state.js";

/** The message that is replied to, the message that is edited, the file to upload. */
export const draft = { answered: null, edited: null, file: null };

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
  Object.assign(draft, { answered: null, edited: null, file: null });
  byId("file").value = "";
  emit("drafted");
}

/** Start a reply to a message. */
export function answerTo(message) {
  draft.answered = message;
  emit("drafted");
  byId("text").focus();
}

/** Start editing a message of one's own. */
export function change(message) {
  clear();
  draft.edited = message;
  fill(message.text);
}
