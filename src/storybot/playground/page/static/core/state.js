// What the page knows: the stage, the messages of each chat, what is open, who writes.

const listeners = new Map();

export const state = {
  stage: null,
  messages: new Map(),
  open: "reader",
  authors: new Map(),
  unread: new Map(),
};

/** Call a function whenever something of that name happens. */
export function on(name, listener) {
  listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}

/** Tell who listens. */
export function emit(name, detail) {
  for (const listener of listeners.get(name) ?? []) listener(detail);
}

/** Return a chat of the stage; the open one unless another is named. */
export function chat(key = state.open) {
  return state.stage?.chats.find((one) => one.key === key);
}

/** Return the messages of a chat, oldest first. */
export function history(key) {
  const messages = [...(state.messages.get(key)?.values() ?? [])];
  return messages.sort((a, b) => a.message_id - b.message_id);
}

/** Return the person whose part is taken in a chat. */
export function author(key = state.open) {
  const people = chat(key)?.people ?? [];
  return people.find((person) => person.id === state.authors.get(key)) ?? people[0];
}

/** Write as another person in the open chat. */
export function writeAs(id) {
  state.authors.set(state.open, id);
  emit("opened");
}

/** Open a chat. */
export function open(key) {
  state.open = key;
  state.unread.delete(key);
  emit("opened");
}

/** Say whether a message is the bot's own. */
export function isByBot(message) {
  return message.from?.id === state.stage?.bot_id;
}
