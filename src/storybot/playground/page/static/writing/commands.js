// The command menu: what `/` brings up, as the bot has set it.

import { send } from "../core/api.js";
import { clear, fill } from "../core/draft.js";
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
  const pick = () => {
    clear();
    hide();
    send(whole);
  };
  return { title: `/${command}`, line: description, pick, complete: () => fill(`${whole} `) };
}
