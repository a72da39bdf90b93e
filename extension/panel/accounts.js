// Cards and IBANs by their check digits, however they are parted and whatever stands before them.
// @ts-check

/** @typedef {{ length: number, mark: string } | null} Judged */

const GAP = "[^A-Za-z0-9\\uE000]{0,3}"; // what may stand between two signs of a number
export const IBAN = new RegExp(
  `[A-Za-z]${GAP}[A-Za-z](?:${GAP}\\d){2}(?:${GAP}[A-Za-z0-9]){11,29}`,
  "u",
);
export const CARD = new RegExp(`\\d(?:${GAP}\\d){12,22}`, "u");
const FOLLOWS = new RegExp(`\\d${GAP}$`, "u");
const ISSUED = /^(?:3[04-9]|[456]|2[2-7]|8[12]|9792)/; // how cards' numbers begin
/** Of the IBANs of the register of ISO 13616; the server has the same. */
const LENGTHS = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 " +
    "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 " +
    "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 " +
    "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 " +
    "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);

/** @param {string} text @param {RegExp} signs @returns {number[]} behind each of them */
const ends = (text, signs) => [...text.matchAll(signs)].map(({ index }) => index + 1);

/** @param {string} digits */
export function luhn(digits) {
  if (!/^\d{13,19}$/.test(digits)) return false;
  const values = [...digits].reverse().map(Number);
  const twice = (/** @type {number} */ one) => ((one * 2) % 10) + Math.floor(one / 5);
  return values.reduce((all, one, at) => all + (at % 2 ? twice(one) : one), 0) % 10 === 0;
}

/** By its country's length and its check digits, ISO 7064. @param {string} signs letters and digits */
export function isIban(signs) {
  if (!/^[A-Za-z0-9]+$/.test(signs)) return false;
  if (signs.length !== LENGTHS.get(signs.slice(0, 2).toUpperCase())) return false;
  const turned = signs.slice(4) + signs.slice(0, 4);
  const numbers = [...turned.toUpperCase()].map((one) => parseInt(one, 36).toString()).join("");
  return [...numbers].reduce((rest, one) => (rest * 10 + Number(one)) % 97, 0) === 1;
}

/**
 * The longest beginning that passes; the less it looks like a card, the more is asked.
 * @param {boolean} glued whether other digits stand right before or behind it
 * @returns {(found: string, before: string) => Judged}
 */
const longest = (glued) => (found, before) => {
  const digits = found.replace(/\D/g, "");
  const [issued, behind] = [ISSUED.test(digits), /\d$/.test(before)];
  if ((glued && !issued) || (behind && !glued)) return null;
  const all = ends(found, /\d/g);
  for (let count = Math.min(19, all.length); count > 12; count -= 1) {
    const end = all[count - 1] ?? 0;
    if (glued !== (behind || /^\d/.test(found.slice(end)))) continue;
    if (!luhn(digits.slice(0, count))) continue;
    const said = found.slice(0, end);
    const [groups, gaps] = [said.split(/\D+/), said.match(/\D+/g) ?? []];
    const even = new Set(gaps.map((one) => one.replace(/\s+/g, " "))).size <= 1;
    const grouped = even && groups.slice(0, -1).every((one) => one.length >= 4);
    const close = !glued && gaps.every((one) => /^(?:\s{1,3}|[.-])$/.test(one));
    if ((issued && grouped) || (close && (issued || !FOLLOWS.test(before))))
      return { length: end, mark: "card" };
  }
  return null;
};

export const card = longest(false);
/** Once those that stand apart are dealt with. */
export const gluedCard = longest(true);

/** @param {string} found @returns {Judged} */
export function iban(found) {
  const all = found.replace(/[^A-Za-z0-9]/g, "");
  const length = LENGTHS.get(all.slice(0, 2).toUpperCase()) ?? 0;
  const signs = all.slice(0, length);
  if (2 * signs.replace(/\D/g, "").length < length || !isIban(signs)) return null;
  return { length: ends(found, /[A-Za-z0-9]/g)[length - 1] ?? 0, mark: "iban" };
}
