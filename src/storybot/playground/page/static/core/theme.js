// Light or dark: as the system wants it, until the button says otherwise.

import { byId, icon } from "./dom.js";

const KEY = "storybot-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = localStorage.getItem(KEY);
  return chosen ? chosen === "dark" : system.matches;
}

function show() {
  const dark = isDark();
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const button = byId("theme");
  button.replaceChildren(icon(dark ? "sun" : "moon"));
  button.setAttribute("aria-label", dark ? "Light colours" : "Dark colours");
  button.title = button.getAttribute("aria-label");
}

/** Set the colours and let the button change them. */
export function startTheme() {
  byId("theme").addEventListener("click", () => {
    localStorage.setItem(KEY, isDark() ? "light" : "dark");
    show();
  });
  system.addEventListener("change", show);
  show();
}
