// Where one writes: text, replies, files, and the keys that work the list above.

import { edit, send, upload } from "../core/api.js";
import { suggest } from "./commands.js";
import { byId, el, icon } from "../core/dom.js";
import { clear, detach, draft, fill } from "../core/draft.js";
import { inlineQuery, search, stopSearch } from "./inline.js";
import { formattedSize } from "../core/sizes.js";
import { summary } from "../messages/message.js";
import { hide, take } from "./popup.js";
import { author, chat, on, state } from "../core/state.js";

/** Make the composer work. */
export function startComposer() {
  for (const name of ["attach", "rich", "menu", "send"]) byId(name).append(icon(name));
  byId("composer").addEventListener("submit", submit);
  byId("text").addEventListener("input", changed);
  byId("text").addEventListener("keydown", pressed);
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("rich").addEventListener("click", () => {
    draft.rich = !draft.rich;
    changed();
  });
  byId("menu").addEventListener("click", () => fill("/"));
  byId("file").addEventListener("change", attach);
  on("drafted", changed);
  on("opened", opened);
  on("staged", drawPlaceholder);
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
  byId("send").disabled = !field.value.trim() && !draft.file;
  byId("rich").setAttribute("aria-pressed", String(draft.rich));
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
  const written = { ...draft };
  const { answered, quote, edited, file, rich } = written;
  if (!text && !file) return;
  clear();
  hide();
  const reply = { replyTo: answered?.message_id ?? null, quote };
  try {
    if (edited) await edit(edited.message_id, text);
    else if (file) await upload(file, text, reply);
    else await send(text, { ...reply, rich });
  } catch {
    if (byId("text").value) return;
    Object.assign(draft, written);
    fill(text);
  }
}

function attach() {
  [draft.file] = byId("file").files;
  changed();
  byId("text").focus();
  if (state.open === "moderator" && !byId("text").value) fill("/add");
  hide();
}

/** Return what goes along with the text, as an icon and two lines; null where nothing does. */
function attached() {
  const { answered, quote, edited, file } = draft;
  const reply = answered ? `Reply to ${answered.from?.first_name ?? ""}` : "";
  if (file) return ["file", file.name, reply || formattedSize(file.size)];
  if (edited) return ["edit", "Edit message", edited.text ?? edited.caption ?? ""];
  if (!answered) return null;
  return ["reply", quote ? `${reply}, to a part` : reply, quote || summary(answered)];
}

/** Show what goes along with the text: a message that is answered or changed, a file. */
function drawAttached() {
  const bar = byId("attached");
  const along = attached();
  bar.hidden = !along;
  if (!along) return;
  const [sign, title, line] = along;
  const drop = () => {
    if (draft.edited) clear();
    else detach();
  };
  bar.replaceChildren(
    icon(sign),
    el("span", { class: "attached-text" }, el("strong", {}, title), el("span", {}, line)),
    el(
      "button",
      { class: "icon-button", type: "button", "aria-label": "Take away", onclick: drop },
      icon("close"),
    ),
  );
}
