// One message as a bubble.

import { formatted } from "./entities.js";
import { avatar, botAvatar, el, icon } from "../core/dom.js";
import { keyboard } from "./keyboard.js";
import { richBlocks, richWords } from "./rich.js";
import { tools } from "./tools.js";
import { author, chat, keyOf, seenOnlyBy } from "../core/state.js";
import { formattedSize } from "../core/sizes.js";

const BOT_HUE = 0;

/** Return a colour number for somebody: the bot's own, or one for each person. */
export function hue(user) {
  return user.is_bot ? BOT_HUE : 1 + (user.id % 5);
}

/** Write the time of a message. */
export function clock(seconds) {
  const options = { hour: "2-digit", minute: "2-digit", hour12: false };
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", options);
}

/** Return one line of what a message says. */
export function summary(message) {
  if (message.new_chat_members) return service(message);
  const text = shown(message) || richWords(message.rich_message?.blocks);
  return (text || message.document?.file_name || "").replace(/\s+/g, " ");
}

/** Return the text of a message as people see it: what a start link brought along is not shown. */
function shown(message) {
  const text = message.text ?? message.caption ?? "";
  return text.replace(/^(\/start) [\w-]+$/, "$1");
}

/** Return what an event of the chat is called. */
function service(message) {
  const names = (users) => users.map((user) => user.first_name).join(" and ");
  if (message.new_chat_members) {
    return `${message.from.first_name} added ${names(message.new_chat_members)}`;
  }
  if (message.left_chat_member) return `${message.left_chat_member.first_name} left`;
  return "The chat was changed";
}

/** Draw a message; `follows` says that the one before it is by the same author. */
export function drawMessage(message, follows) {
  const hasFile = message.document || message.photo;
  const isService = message.text === undefined && !hasFile && !message.rich_message;
  if (isService) return wrap(message, "service", el("p", { class: "pill" }, service(message)));
  const isOwn = message.from?.id === author().id;
  const isGroup = chat().people.length > 1;
  const side = isOwn ? "own" : "other";
  const face = isGroup && !isOwn ? portrait(message, follows) : null;
  const body = el(
    "div",
    { class: "body" },
    bubble(message, isGroup && !isOwn && !follows),
    keyboard(message),
  );
  const kind = `${side} ${follows ? "follows" : ""} ${seenOnlyBy(message) ? "ephemeral" : ""}`;
  return wrap(message, kind, face, body, ...tools(message));
}

function portrait({ from }, follows) {
  if (follows) return el("span", { class: "avatar" });
  return from.is_bot ? botAvatar() : avatar(from.first_name, hue(from));
}

function wrap(message, kind, ...children) {
  const label = message.from ? message.from.first_name : undefined;
  return el(
    "article",
    { class: `message ${kind}`, "data-id": keyOf(message), "aria-label": label },
    ...children,
  );
}

function bubble(message, named) {
  return el(
    "div",
    { class: "bubble" },
    named ? el("p", { class: `name hue-${hue(message.from)}` }, message.from.first_name) : null,
    forwarded(message),
    message.via_bot ? el("p", { class: "via" }, `via @${message.via_bot.username}`) : null,
    answered(message),
    file(message),
    photo(message),
    el("div", { class: "text" }, ...words(message), meta(message)),
    seenOnlyBy(message) ? el("p", { class: "only" }, icon("eye"), "Only you see this") : null,
  );
}

function words(message) {
  if (message.rich_message) return richBlocks(message.rich_message.blocks);
  return formatted(shown(message), message.entities ?? message.caption_entities);
}

function meta(message) {
  const edited = message.edit_date ? "edited " : "";
  const time = new Date(message.date * 1000).toISOString();
  return el("span", { class: "meta" }, edited, el("time", { datetime: time }, clock(message.date)));
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const from =
    origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.chat?.title ?? "";
  return el("p", { class: "via" }, `Forwarded from ${from}`);
}

function answered(message) {
  const original = message.reply_to_message;
  if (!original) return null;
  const show = () => {
    const target = document.querySelector(`.message[data-id="${original.message_id}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1200);
  };
  const name = original.from?.first_name ?? "";
  return el(
    "button",
    {
      class: `reply hue-${hue(original.from ?? {})}`,
      type: "button",
      onclick: show,
      "aria-label": `In reply to ${name}`,
    },
    el("span", { class: "name" }, name),
    el("span", { class: "line" }, message.quote?.text ?? summary(original)),
  );
}

function file(message) {
  const { document: sent } = message;
  if (!sent) return null;
  return el(
    "div",
    { class: "file" },
    el("span", { class: "file-icon" }, icon("file")),
    el(
      "span",
      {},
      el("span", { class: "file-name" }, sent.file_name ?? "file"),
      el("small", {}, formattedSize(sent.file_size)),
    ),
  );
}

function photo(message) {
  const [sent] = message.photo ?? [];
  if (!sent) return null;
  const { width, height } = sent;
  const alt = message.caption ?? "";
  return el("img", { class: "photo", src: `/api/photos/${sent.file_id}`, width, height, alt });
}
