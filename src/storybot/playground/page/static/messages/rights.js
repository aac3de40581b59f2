// What the owner of a group may let the bot do: be an administrator, who hears everything.

import { promote } from "../core/api.js";
import { byId, icon } from "../core/dom.js";
import { author, chat } from "../core/state.js";

/** Show the button of the open chat; only the owner of a group can press it. */
export function drawRights() {
  const { rules, bot_rules: isAdmin } = chat();
  const button = byId("rights");
  const label = isAdmin ? "Storybot is an administrator" : "Make Storybot an administrator";
  button.hidden = !rules;
  button.disabled = author().id !== rules;
  button.setAttribute("aria-pressed", String(isAdmin));
  button.setAttribute("aria-label", label);
  button.title = label;
  button.replaceChildren(icon("shield"));
  button.onclick = () => promote(!isAdmin);
}
