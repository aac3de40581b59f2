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

/** Return who alone sees an ephemeral message, besides the bot; 0 for one that all see. */
export function seenOnlyBy(message) {
  if (message.ephemeral_message_id === undefined) return 0;
  return message.from.is_bot ? message.receiver_user.id : message.from.id;
}

/** Return the key of a message in its chat: an ephemeral one has an id of its one reader's. */
export function keyOf(message) {
  const person = seenOnlyBy(message);
  return placeOf(person ? message.ephemeral_message_id : message.message_id, person);
}

/** Return the key of a message with that id, seen by that person alone or by all. */
export const placeOf = (id, person) => (person ? `${person}.${id}` : String(id));

/** Say whether the person whose part is taken sees a message. */
export function isSeen(message, key = state.open) {
  const person = seenOnlyBy(message);
  return !person || person === author(key)?.id;
}

/** Return the messages of a chat that one sees, oldest first. */
export function history(key) {
  const messages = [...(state.messages.get(key)?.values() ?? [])];
  return messages.filter((one) => isSeen(one, key)).sort(byTime);
}

/** Compare by time; within a second ephemeral messages, which have no number, come last. */
function byTime(a, b) {
  const number = (one) => one.message_id || Infinity;
  if (a.date !== b.date) return a.date - b.date;
  if (number(a) !== number(b)) return number(a) - number(b);
  return (a.ephemeral_message_id ?? 0) - (b.ephemeral_message_id ?? 0);
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
