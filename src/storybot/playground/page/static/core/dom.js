// Builds elements. Text becomes text nodes, never markup.

/** Make an element; `on…` properties are listeners, the others attributes; null leaves one out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Make an icon of the sprite; it is decoration, so its button needs a label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Return the element with that id. */
export const byId = (id) => document.getElementById(id);

/** Make the bot's avatar. */
export function botAvatar(extra = "") {
  return el("img", { class: `avatar ${extra}`, src: "/favicon.svg", alt: "" });
}

/** Make a round avatar with the initials of the first and the last word. */
export function avatar(name, hue, extra = "") {
  const words = name.split(/\s+/);
  const letters = [words[0], ...words.slice(1).slice(-1)].map((word) => word.slice(0, 1)).join("");
  return el(
    "span",
    { class: `avatar hue-${hue} ${extra}`, "aria-hidden": "true" },
    letters.toUpperCase(),
  );
}
