// Makes elements from plain values; text only ever enters a page through textContent.
// @ts-check

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{ [attribute: string]: string | boolean | undefined }} Attributes false and undefined are left out */
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {Element} Made
 * @param {Made} made
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : value);
  for (const child of children) if (child) made.append(child);
  return made;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const node = (tag, attributes = {}, ...children) =>
  filled(document.createElement(tag), attributes, children);

/**
 * A part of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export const shape = (tag, attributes = {}, ...children) =>
  filled(document.createElementNS(SVG, tag), attributes, children);

/**
 * Put these children into a place, unless the same stand there: then focus and selection stay.
 * @param {Element} place
 * @param {...Child} children
 */
export function put(place, ...children) {
  const wanted = /** @type {Element} */ (place.cloneNode(false));
  for (const child of children) if (child) wanted.append(child);
  if (!wanted.isEqualNode(place)) place.replaceChildren(...wanted.childNodes);
}

/**
 * Text in which words between backticks are shown as commands.
 * @param {string} text
 */
export const withCommands = (text) =>
  text
    .split("`")
    .map((part, i) => (i % 2 ? node("code", {}, part) : document.createTextNode(part)));

/** Words for the ear alone. @param {string} text */
export const unseen = (text) => node("span", { class: "hidden-words" }, text);

/**
 * The element with this id; the page is ours, so it is there.
 * @param {string} id
 */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
