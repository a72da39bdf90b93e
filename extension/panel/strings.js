// The texts people read: from the browser in the extension, from the catalogue file elsewhere.
// @ts-check

/**
 * @typedef {(key: string, ...values: (string | number)[]) => string} Texts "" for an unknown key
 */

/**
 * @typedef {{ [key: string]: { message: string, placeholders?: { [name: string]: { content: string } } } }} Catalogue
 */

/** Keys of catalogues have no hyphens. @param {string} key */
const plain = (key) => key.replace(/[^\w@]/g, "_");

/**
 * Texts from a catalogue, with its placeholders filled in as `chrome.i18n` does.
 * @param {Catalogue} catalogue
 * @returns {Texts}
 */
export const fromCatalogue =
  (catalogue) =>
  (key, ...values) => {
    const entry = catalogue[plain(key)];
    if (!entry) return "";
    return entry.message.replace(/\$(\w+)\$/g, (whole, name) => {
      const content = entry.placeholders?.[name.toLowerCase()]?.content;
      return content ? String(values[Number(content.slice(1)) - 1] ?? "") : whole;
    });
  };

/** Whether this page belongs to a loaded extension. */
export const inExtension = () => Boolean(globalThis.chrome?.runtime?.id);

/** @returns {Promise<Texts>} */
export async function loadTexts() {
  if (inExtension())
    return (key, ...values) => chrome.i18n.getMessage(plain(key), values.map(String));
  const answer = await fetch(new URL("../_locales/en/messages.json", import.meta.url));
  return fromCatalogue(await answer.json());
}

/**
 * The name of a language or country; the code where it has none.
 * @param {"language" | "region"} type @param {string | undefined} code
 * @param {string} language that of the words around it
 */
export function nameOf(type, code, language) {
  if (!code) return "";
  try {
    const names = /** @type {const} */ ({ type, style: "short", languageDisplay: "standard" });
    return new Intl.DisplayNames([language], names).of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * Write the texts that the page itself asks for: `data-text`, `data-label`, `data-placeholder`.
 * @param {ParentNode} root
 * @param {Texts} t
 */
export function fillIn(root, t) {
  for (const node of root.querySelectorAll("[data-text]"))
    node.textContent = t(node.getAttribute("data-text") ?? "");
  for (const node of root.querySelectorAll("[data-label]"))
    node.setAttribute("aria-label", t(node.getAttribute("data-label") ?? ""));
  for (const node of root.querySelectorAll("[data-placeholder]"))
    node.setAttribute("placeholder", t(node.getAttribute("data-placeholder") ?? ""));
}
