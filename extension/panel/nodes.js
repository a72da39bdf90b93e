// Makes elements from plain values; text only ever enters a page through textContent.
// @ts-check

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ [attribute: string]: string | boolean | undefined }} [attributes] false and undefined are left out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : value);
  for (const child of children) if (child) made.append(child);
  return made;
}

/**
 * Text in which words between backticks are shown as commands.
 * @param {string} text
 */
export const withCommands = (text) =>
  text
    .split("`")
    .map((part, i) => (i % 2 ? node("code", {}, part) : document.createTextNode(part)));

/**
 * The element with this id; the page is ours, so it is there.
 * @param {string} id
 */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
