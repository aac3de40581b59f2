// Where one writes: text, replies, files, and the keys that work the list above.

import { send, upload } from "./api.js";
import { suggest } from "./commands.js";
import { byId, el, icon } from "./dom.js";
import { inlineQuery, search, stopSearch } from "./inline.js";
import { formattedSize } from "./sizes.js";
import { hide, take } from "./popup.js";
import { author, chat, on, state } from "./state.js";

let answered = null;
let file = null;

/** Make the composer work. */
export function startComposer() {
  for (const name of ["attach", "menu", "send"]) byId(name).append(icon(name));
  byId("composer").addEventListener("submit", submit);
  byId("text").addEventListener("input", changed);
  byId("text").addEventListener("keydown", pressed);
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("menu").addEventListener("click", () => fill("/"));
  byId("file").addEventListener("change", attach);
  on("opened", opened);
  on("staged", drawPlaceholder);
}

/** Put a text into the composer, as if it had been typed. */
export function fill(text) {
  byId("text").value = text;
  byId("text").focus();
  changed();
}

/** Empty the composer. */
export function clear() {
  byId("text").value = "";
  answered = null;
  file = null;
  byId("file").value = "";
  changed();
}

/** Begin a reply to a message. */
export function answerTo(message) {
  answered = message;
  drawAttached();
  byId("text").focus();
}

function opened() {
  stopSearch();
  clear();
  drawPlaceholder();
}

function drawPlaceholder() {
  if (!chat()) return;
  const asName = chat().people.length > 1 ? ` as ${author().name}` : "";
  byId("text").placeholder = `Message${asName}`;
  byId("menu").hidden = !author().commands.length;
  byId("attach").hidden = !chat().has_bot;
}

function changed() {
  const field = byId("text");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  const query = inlineQuery(field.value);
  if (query !== null) search(query);
  else {
    stopSearch();
    if (!suggest(field.value)) hide();
  }
  byId("send").disabled = !field.value.trim() && !file;
  drawAttached();
}

function pressed(event) {
  if (event.isComposing) return;
  if (take(event.key)) event.preventDefault();
  else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    byId("composer").requestSubmit();
  } else if (event.key === "Escape") clear();
}

async function submit(event) {
  event.preventDefault();
  const text = byId("text").value.trim();
  const [sentFile, replyTo] = [file, answered?.message_id ?? null];
  if (!text && !sentFile) return;
  clear();
  hide();
  try {
    if (sentFile) await upload(sentFile, text);
    else await send(text, { replyTo });
  } catch {
    if (!byId("text").value) fill(text);
  }
}

function attach() {
  [file] = byId("file").files;
  changed();
  byId("text").focus();
  if (state.open === "moderator" && !byId("text").value) fill("/add");
  hide();
}

/** Show what goes along with the text: a message that is answered, a file. */
function drawAttached() {
  const bar = byId("attached");
  bar.hidden = !answered && !file;
  if (bar.hidden) return;
  const [title, line] = file
    ? [file.name, formattedSize(file.size)]
    : [`Reply to ${answered.from?.first_name ?? ""}`, answered.text ?? answered.caption ?? ""];
  const drop = () => {
    answered = null;
    file = null;
    byId("file").value = "";
    changed();
  };
  bar.replaceChildren(
    icon(file ? "file" : "reply"),
    el("span", { class: "attached-text" }, el("strong", {}, title), el("span", {}, line)),
    el(
      "button",
      { class: "icon-button", type: "button", "aria-label": "Take away", onclick: drop },
      icon("close"),
    ),
  );
}
