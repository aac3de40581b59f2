// The command menu: what `/` brings up, as the bot has set it.

import { byId } from "../core/dom.js";
import { fill } from "../core/draft.js";
import { hide, show } from "./popup.js";
import { author, chat, state } from "../core/state.js";

/** Show the commands that begin with what is typed; say whether it can be one. */
export function suggest(text) {
  const typed = /^\/([a-z0-9_]*)$/i.exec(text);
  if (!typed) return false;
  const found = author().commands.filter(({ command }) =>
    command.startsWith(typed[1].toLowerCase()),
  );
  show(found.map(row));
  return found.length > 0;
}

function row({ command, description }) {
  const isGroup = chat().key === "group";
  const whole = isGroup ? `/${command}@${state.stage.bot}` : `/${command}`;
  // Sent as if it had been typed: with the file and the reply that go along.
  const pick = () => {
    fill(whole);
    hide();
    byId("composer").requestSubmit();
  };
  return { title: `/${command}`, line: description, pick, complete: () => fill(`${whole} `) };
}
