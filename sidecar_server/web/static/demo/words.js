// Puts times, places and names into words for the desk.
// @ts-check

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const places = new Intl.DisplayNames(["en"], { type: "region" });

/** @param {number} at */
export const clockTime = (at) => clock.format(at);

/** RFC 3339, in UTC. @param {number} at */
export const stamp = (at) => new Date(at).toISOString();

/** How long someone has waited, short. @param {number} ms */
export function waited(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How pressing a wait is; only the look depends on it. @param {number} ms */
export function pressing(ms) {
  if (ms > 300_000) return "long";
  return ms > 90_000 ? "some" : "short";
}

/** Two letters for a face; scripts without capitals give one sign. @param {string} name */
export function initials(name) {
  const parts = name.trim().split(/\s+/);
  const first = [...(parts[0] ?? "")][0] ?? "?";
  const last = parts.length > 1 ? ([...(parts.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

/** One of six calm colours for a face, always the same for a name. @param {string} name */
export function tone(name) {
  return String([...name].reduce((sum, sign) => (sum * 17 + (sign.codePointAt(0) ?? 0)) % 1009, 5) % 6);
}

/** Where the customer is and what time it is there.
 * @param {{country?: string, timezone?: string}} customer @param {number} now */
export function place(customer, now) {
  const parts = [];
  if (customer.country) parts.push(region(customer.country));
  if (customer.timezone) parts.push(`${localTime(customer.timezone, now)} there`);
  return parts.filter(Boolean).join(" · ");
}

/** @param {string} country */
function region(country) {
  try {
    return places.of(country) ?? country;
  } catch {
    return country; // a country written out rather than as a code
  }
}

/** @param {string} timezone @param {number} now */
function localTime(timezone, now) {
  try {
    const options = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", timeZone: timezone });
    return new Intl.DateTimeFormat(undefined, options).format(now);
  } catch {
    return "";
  }
}

/** Writes only what changed: a live page should lie still.
 * @param {HTMLElement} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
