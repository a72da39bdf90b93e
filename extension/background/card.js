// The agent's introduction card: what of it can be used, whatever a form, a file or the storage holds.
// @ts-check

/** The server's own limits, but for the facts: more than six and none would be remembered. */
export const MOST = { text: 120, list: 12, facts: 6, years: 70, photo: 24_000 };

const PHOTO = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/;

/** @param {unknown} value one line, cut at a whole character */
const line = (value) =>
  typeof value === "string"
    ? [...value.replace(/\s+/g, " ").trim()].slice(0, MOST.text).join("").trim()
    : "";

/** @param {unknown} value @returns {string[]} none empty, none twice */
function lines(value) {
  const given = Array.isArray(value) ? value.map(line).filter(Boolean) : [];
  const first = new Map(given.map((one) => [one.toLowerCase(), one]));
  return [...first.values()].slice(0, MOST.list);
}

/** @param {unknown} value @returns {Sidecar.Card["facts"]} those that say something about something */
function facts(value) {
  const given = Array.isArray(value) ? value : [];
  return given
    .map((one) => ({ about: line(one?.about), says: line(one?.says) }))
    .filter(({ about, says }) => about && says)
    .slice(0, MOST.facts);
}

/** @param {unknown} value */
function years(value) {
  const whole = Number.isFinite(value) ? Math.round(Number(value)) : 0;
  return Math.min(MOST.years, Math.max(0, whole));
}

/** @param {unknown} value */
const photo = (value) =>
  typeof value === "string" && value.length <= MOST.photo && PHOTO.test(value) ? value : "";

/**
 * The card as it is kept and sent; null where it has no name, which is none.
 * @param {any} value @returns {Sidecar.Card | null}
 */
export function cleanCard(value) {
  const name = line(value?.name);
  if (!name) return null;
  return {
    name,
    years: years(value.years),
    expertise: lines(value.expertise),
    languages: lines(value.languages),
    facts: facts(value.facts),
    photo: photo(value.photo),
    match: value.match === true,
  };
}
