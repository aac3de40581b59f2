// Listens to the server's events and keeps the state up to date.

import { byId } from "./dom.js";
import { emit, isByBot, keyOf, placeOf, state } from "./state.js";

/** Connect; the browser connects again by itself, and is then told everything anew. */
export function listen() {
  const source = new EventSource("/api/events");
  source.addEventListener("hello", () => {
    byId("offline").hidden = true;
    state.messages.clear();
    // What is told again is not to be read aloud again.
    byId("history").setAttribute("aria-busy", "true");
    emit("reset");
  });
  source.addEventListener("replayed", () => byId("history").setAttribute("aria-busy", "false"));
  source.addEventListener("stage", (event) => {
    const isFirst = state.stage === null;
    state.stage = JSON.parse(event.data);
    emit(isFirst ? "opened" : "staged");
  });
  source.addEventListener("message", (event) => keep(JSON.parse(event.data)));
  source.addEventListener("gone", (event) => {
    const gone = JSON.parse(event.data);
    state.messages.get(gone.chat)?.delete(placeOf(gone.message_id, gone.person));
    emit("gone", gone);
  });
  source.addEventListener("error", () => {
    byId("offline").hidden = false;
  });
}

function keep({ chat, message, fresh }) {
  if (!state.messages.has(chat)) state.messages.set(chat, new Map());
  const messages = state.messages.get(chat);
  const isNew = !messages.has(keyOf(message));
  messages.set(keyOf(message), message);
  if (fresh && isNew && chat !== state.open && isByBot(message)) {
    state.unread.set(chat, (state.unread.get(chat) ?? 0) + 1);
  }
  emit("message", { chat, message, isNew });
}
