// Where a link leads: out of the page, or, for a link that starts the bot, into its chat.

import { send } from "./api.js";
import { el } from "./dom.js";
import { open, state } from "./state.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);

/** Make a link around nodes; where it would be unsafe, leave them plain. */
export function link(address, ...children) {
  const url = parsed(address);
  const payload = url && startPayload(url);
  if (payload !== null && payload !== undefined) {
    const follow = (event) => {
      event.preventDefault();
      start(payload);
    };
    return el(
      "a",
      { href: url.href, onclick: follow, title: "Opens the chat with the bot" },
      ...children,
    );
  }
  if (!url || !SAFE.has(url.protocol)) return el("span", {}, ...children);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Open a link as a button does. */
export function follow(address) {
  const url = parsed(address);
  if (!url) return;
  const payload = startPayload(url);
  if (payload !== null) start(payload);
  else if (SAFE.has(url.protocol)) window.open(url.href, "_blank", "noopener,noreferrer");
}

/** Open the private chat with the bot and start it, with a payload where there is one. */
export async function start(payload) {
  open(state.open === "moderator" ? "moderator" : "reader");
  await send(payload ? `/start ${payload}` : "/start");
}

function parsed(address) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  try {
    return new URL(whole);
  } catch {
    return null;
  }
}

/** Return what a link starts our bot with; null when it does not. */
function startPayload(url) {
  const bot = state.stage?.bot.toLowerCase();
  const isWeb = ["t.me", "telegram.me"].includes(url.hostname);
  const named = isWeb ? url.pathname.slice(1) : url.searchParams.get("domain");
  const isTelegram = isWeb || url.protocol === "tg:";
  return isTelegram && named?.toLowerCase() === bot ? (url.searchParams.get("start") ?? "") : null;
}
