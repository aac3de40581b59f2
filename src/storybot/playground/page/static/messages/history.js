// The open chat: its head, its messages, and what stands in an empty one.

import { avatar, botAvatar, byId, el } from "../core/dom.js";
import { drawMessage } from "./message.js";
import { drawRights } from "./rights.js";
import { author, chat, history, isSeen, keyOf, on, state, writeAs } from "../core/state.js";
import { start } from "../core/links.js";

const NEAR = 120;
const ABOVE = 76;
const BELOW = 12;
const HUES = { group: 5, inline: 1, moderator: 4 };

/** Show the open chat and keep it up to date. */
export function startHistory() {
  on("opened", drawChat);
  on("staged", drawFrame);
  on("reset", () => chat() && drawMessages());
  on("message", ({ chat: key, message, isNew }) => {
    if (key === state.open && state.stage && isSeen(message)) upsert(message, isNew);
  });
  on("gone", ({ chat: key }) => {
    if (key === state.open) drawMessages();
  });
}

function drawChat() {
  if (!chat()) return;
  drawFrame();
  drawMessages();
  toEnd();
}

/** Draw what surrounds the messages. */
function drawFrame() {
  const { title, about, people, key } = chat();
  byId("chat-title").textContent = title;
  byId("chat-about").textContent = about;
  byId("chat-avatar").replaceChildren(chatAvatar({ key, title }));
  const choices = people.length > 1 ? people.map(choice) : [];
  byId("write-as").replaceChildren(...choices);
  drawRights();
  if (!history(state.open).length) drawMessages();
}

/** Make the avatar of a chat. */
export function chatAvatar({ key, title }) {
  return key === "reader" ? botAvatar() : avatar(title, HUES[key]);
}

function choice(person) {
  const isChosen = person.id === author().id;
  const properties = { type: "button", "aria-pressed": String(isChosen) };
  return el("button", { ...properties, onclick: () => writeAs(person.id) }, person.name);
}

function drawMessages() {
  const messages = history(state.open);
  const nodes = messages.flatMap((message, index) => withDay(message, messages[index - 1]));
  const head = chat().note ? [el("p", { class: "note" }, chat().note)] : [];
  const isBare = !messages.length && chat().has_bot;
  byId("messages").replaceChildren(...head, ...(isBare ? [welcome()] : nodes));
}

/** Draw a message, below the date where it is the first of its day. */
function withDay(message, before) {
  const isFirst = !before || day(before) !== day(message);
  const follows = !isFirst && before.from?.id === message.from?.id && !before.new_chat_members;
  const drawnMessage = drawMessage(message, follows);
  return isFirst ? [el("p", { class: "pill day" }, day(message)), drawnMessage] : [drawnMessage];
}

function day(message) {
  const options = { day: "numeric", month: "long" };
  return new Date(message.date * 1000).toLocaleDateString("en-GB", options);
}

/** Put a message into the list, or a new version in place of the old one. */
function upsert(message, isNew) {
  const list = byId("messages");
  const atEnd = isNearEnd();
  const messages = history(state.open);
  const index = messages.findIndex((one) => keyOf(one) === keyOf(message));
  const old = list.querySelector(`.message[data-id="${keyOf(message)}"]`);
  const nodes = withDay(message, messages[index - 1]);
  if (old) old.replaceWith(nodes.at(-1));
  else if (index === messages.length - 1 && index > 0) list.append(...nodes);
  else drawMessages();
  if (isNew && (atEnd || message.from?.id === author().id)) toEnd();
}

function welcome() {
  const { description } = state.stage;
  return el(
    "section",
    { class: "welcome" },
    botAvatar("large"),
    el("h3", {}, "What can this bot do?"),
    el("p", {}, description || "Storybot answers questions about a news story."),
    el("button", { class: "button", type: "button", onclick: () => start("") }, "Start"),
  );
}

function isNearEnd() {
  const view = byId("history");
  return view.scrollHeight - view.scrollTop - view.clientHeight < NEAR;
}

/** Scroll to the end, but no farther than to the head of the last message. */
function toEnd() {
  const view = byId("history");
  const last = byId("messages").lastElementChild;
  if (!last) return;
  const spare = view.clientHeight - last.offsetHeight - BELOW;
  const above = Math.max(BELOW, Math.min(ABOVE, spare));
  view.scrollTop = Math.min(view.scrollHeight, last.offsetTop - view.offsetTop - above);
}
