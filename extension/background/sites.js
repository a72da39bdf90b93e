// The shipped site profiles, data from `sites/`, and match patterns as in the manifest.
// @ts-check

/**
 * Whether an address fits a match pattern; patterns do not know ports.
 * @param {string} pattern for instance `https://*.example.com/chat*`
 * @param {string} address
 */
export function matches(pattern, address) {
  const [, scheme, host, path] = /^(\*|https?):\/\/(\*|(?:\*\.)?[^/*]+)(\/.*)$/.exec(pattern) ?? [];
  if (!scheme || !host || !path || !URL.canParse(address)) return false;
  const url = new URL(address);
  const schemes = scheme === "*" ? ["http:", "https:"] : [`${scheme}:`];
  return schemes.includes(url.protocol) && hostFits(host, url.hostname) && pathFits(path, url);
}

/** @param {string} pattern @param {string} host */
const hostFits = (pattern, host) =>
  pattern === "*" ||
  pattern === host ||
  (pattern.startsWith("*.") && `.${host}`.endsWith(pattern.slice(1)));

/**
 * Each `*` stands for any run of characters; the pieces between must come in order.
 * @param {string} pattern @param {URL} url
 */
function pathFits(pattern, { pathname, search }) {
  const address = pathname + search;
  const pieces = pattern.split("*");
  const first = pieces.shift() ?? "";
  if (!address.startsWith(first)) return false;
  if (!pieces.length) return address === first;
  const last = pieces.pop() ?? "";
  let at = first.length;
  for (const piece of pieces) {
    const found = address.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return address.length - last.length >= at && address.endsWith(last);
}

/** @param {string} path */
const json = async (path) => (await fetch(path)).json();

/**
 * The shipped profiles, in the order of `sites/index.json`.
 * @param {(path: string) => string} url where a file of the extension is
 * @returns {Promise<Sidecar.Profile[]>}
 */
export async function loadProfiles(url) {
  /** @type {string[]} */
  const names = await json(url("sites/index.json"));
  return Promise.all(names.map((name) => json(url(`sites/${name}.json`))));
}
