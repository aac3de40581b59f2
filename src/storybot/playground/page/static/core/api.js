// Asks the server to do what a person does; a refusal is shown and thrown.

import { author, state } from "./state.js";
import { toast } from "./notices.js";

const LONGEST = 4096;

async function post(path, options) {
  let response;
  try {
    response = await fetch(path, { method: "POST", ...options });
  } catch (error) {
    toast("The bot cannot be reached.");
    throw error;
  }
  const result = await response.json();
  if (response.ok) return result;
  toast(result.error);
  throw new Error(result.error);
}

function act(deed, wish) {
  const body = JSON.stringify({ chat: state.open, author: author().id, ...wish });
  const headers = { "Content-Type": "application/json" };
  return post(`/api/${deed}`, { body, headers });
}

/** Write a message; what is too long for one becomes several, as in Telegram's own clients. */
export async function send(text, { replyTo = null, quote = "", rich = false } = {}) {
  let reply = { reply_to: replyTo, quote };
  for (const piece of pieces(text)) {
    await act("send", { text: piece, rich, ...reply });
    reply = {};
  }
}

/** Change a message that one wrote. */
export const edit = (messageId, text) => act("edit", { message_id: messageId, text });

/** Press a button under a message; return what the bot says to it. */
export function press(message, row, column) {
  const ephemeral = message.ephemeral_message_id !== undefined;
  const id = ephemeral ? message.ephemeral_message_id : message.message_id;
  return act("press", { message_id: id, ephemeral, row, column });
}

/** Make the bot an administrator of the open group, or a member again. */
export const promote = (isAdmin) => act("promote", { is_admin: isAdmin });

/** Ask for inline results. */
export const typeInline = (query, offset) => act("inline", { query, offset });

/** Send one of the inline results. */
export const choose = (queryId, resultId) =>
  act("choose", { query_id: queryId, result_id: resultId });

/** Send a file. */
export function upload(file, caption, { replyTo = null, quote = "" } = {}) {
  const wish = { chat: state.open, author: author().id, name: file.name, caption, quote };
  if (replyTo) wish.reply_to = replyTo;
  return post(`/api/upload?${new URLSearchParams(wish)}`, { body: file });
}

/** Cut a text into pieces of at most 4096 UTF-16 units, at the end of a line where there is one. */
export function* pieces(text) {
  let rest = text;
  while (rest.length > LONGEST) {
    const line = rest.lastIndexOf("\n", LONGEST - 1);
    const end = line > 0 ? line + 1 : LONGEST - isHigh(rest, LONGEST - 1);
    yield rest.slice(0, end);
    rest = rest.slice(end);
  }
  if (rest.trim()) yield rest;
}

function isHigh(text, index) {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit < 0xdc00 ? 1 : 0;
}
