// What is personal by its form: a rule for each, the surest first; amounts, times and slots are kept.
// @ts-check
import { addresses } from "./places.js";
import { isBirth, isDate } from "./dates.js";
import { called } from "./names.js";

/** @typedef {import("./redact.js").Spot} Spot */
/** @typedef {(text: string) => Iterable<Spot>} Rule */
/**
 * Says what was found is, by its mark ("": it is to be kept), null where it is nothing after all.
 * @typedef {(found: string, before: string) => string | null | { length: number, mark: string }} Judge
 */

const BEFORE = 32; // characters in which the word that says what a number is may stand
const DASH = "\\-‐‑–－";
const SPACE = " \\u00a0\\u202f";
const TELEPHONE =
  /(?:tel|phone|\bcall|mobile|\bcell|whatsapp|handy|anruf|rückruf|llam|móvil|appel|portable|ligar|celular|電話|携帯|फ़ोन|फोन|मोबाइल)[^.!?\n]*$/i;
const REFERENCE =
  /(?:\bPNR|booking|\bref|\bcode|confirmation|buchung|referenz|reserva|localizador|réservation|référence|予約)[^.!?\n]*$/i;
const AMOUNT =
  /^(?!0\p{Nd})(?:\p{Nd}{1,6}|\p{Nd}{1,3}(?:[.,' \u00a0\u202f]\p{Nd}{3}){1,3})(?:[.,]\p{Nd}{1,2})?$/u;
const CURRENCY =
  "(?:USD|EUR|GBP|JPY|INR|CHF|CAD|AUD|euros?|dollars?|pounds?|yen|rupees?|francs?|reais)";
const SUM = `\\p{Nd}(?:[.,'${SPACE}]?\\p{Nd}){0,14}`;

/** @param {string} text in whatever digits @returns {string} 0 to 9 alone */
const digits = (text) => text.normalize("NFKC").replace(/[^0-9]/g, "");

/**
 * A rule from a pattern that takes time in proportion to the text: each repetition has its bound.
 * @param {RegExp} pattern @param {Judge} judge @returns {Rule}
 */
const rule = (pattern, judge) =>
  function* spots(text) {
    const each = new RegExp(pattern.source, `${pattern.flags}g`);
    for (let found = each.exec(text); found; found = each.exec(text)) {
      const from = found.index;
      const judged = judge(found[0], text.slice(Math.max(0, from - BEFORE), from));
      if (judged === null) continue;
      const { length, mark } =
        typeof judged === "string" ? { length: found[0].length, mark: judged } : judged;
      yield { from, to: from + length, mark };
      each.lastIndex = from + length;
    }
  };

/**
 * The longest beginning, up to a group's end, that passes.
 * @param {string} found @param {(plain: string) => boolean} passes @param {string} mark
 */
function beginning(found, passes, mark) {
  for (let end = found.length; end > 0; end -= 1) {
    const whole = !/[A-Za-z0-9]/.test(found[end] ?? "") && /[A-Za-z0-9]$/.test(found.slice(0, end));
    const plain = found.slice(0, end).replace(/[^A-Za-z0-9]/g, "");
    if (whole && passes(plain)) return { length: end, mark };
  }
  return null;
}

/** @param {string} plain digits alone */
export function luhn(plain) {
  if (!/^\d{13,19}$/.test(plain)) return false;
  const values = [...plain].reverse().map(Number);
  const twice = (/** @type {number} */ one) => ((one * 2) % 10) + Math.floor(one / 5);
  return values.reduce((all, one, at) => all + (at % 2 ? twice(one) : one), 0) % 10 === 0;
}

/** By its check digits, ISO 7064. @param {string} plain letters and digits alone */
export function isIban(plain) {
  if (!/^[A-Za-z]{2}\d{2}[A-Za-z0-9]{11,30}$/.test(plain)) return false;
  const turned = plain.slice(4) + plain.slice(0, 4);
  const numbers = [...turned.toUpperCase()].map((one) => parseInt(one, 36).toString()).join("");
  return [...numbers].reduce((rest, one) => (rest * 10 + Number(one)) % 97, 0) === 1;
}

/** An address of a page that anybody may see has words in it alone. @param {string} found */
const link = (found) =>
  /[?#=&@%]|\p{Nd}{3}/u.test(found)
    ? { length: found.replace(/[.,;:!)]{1,9}$/, "").length, mark: "link" }
    : "";

/** @param {string} found @param {string} before */
function date(found, before) {
  if (!isDate(found)) return null;
  return isBirth(found, before) ? "date_of_birth" : "";
}

/** Money says nothing of anybody. @param {string} found */
function amount(found) {
  const [sum = ""] = /\p{Nd}[\p{Nd}.,' \u00a0\u202f]*/u.exec(found) ?? [];
  return AMOUNT.test(sum.trim()) ? "" : null;
}

/** @param {string} found @param {string} before */
function number(found, before) {
  const plain = digits(found) || found.replace(/\P{Nd}/gu, "");
  if (plain.length < (/^\p{Nd}+$/u.test(found) ? 5 : 6)) return null;
  const grouped = /^[(（]?\p{Nd}{3}[)）]?[-. ]{0,2}\p{Nd}{3}[-. ]\p{Nd}{4}$/u.test(found);
  const dialled = /^[+＋]|^[(（]?0/.test(found) && plain.length >= 8;
  const isPhone = grouped || dialled || TELEPHONE.test(before);
  return isPhone && plain.length >= 7 && plain.length <= 15 ? "phone" : "number";
}

/**
 * Letters and three digits or more, but for a number with its unit; less where it is said to be one.
 * @param {string} found @param {string} before
 */
function code(found, before) {
  if (/^[A-Z0-9]{5,8}$/.test(found) && /\d/.test(found) && REFERENCE.test(before)) return "number";
  const isCode = /[A-Za-z]/.test(found) && found.replace(/\D/g, "").length >= 3 && found.length > 4;
  return isCode && !/^\d{1,4}(?:[a-z]{1,4}|(?:-[a-z]+)+)$/i.test(found) ? "number" : null;
}

const LETTER = "\\p{L}\\p{M}\\p{N}_";
const HOST = `[${LETTER}-]{1,63}(?:\\.[${LETTER}-]{1,63}){1,8}`;
const GAP = `[${SPACE}${DASH}]?`;
const EMAIL = new RegExp(`[${LETTER}.+%'-]{1,64}(?:[@＠]|\\s?[[(]at[)\\]]\\s?)${HOST}`, "u");
const WHOLE_LINK = /(?:https?:\/\/|www\.)[^\s<>"'、。]{1,2000}/iu;
const BARE_LINK =
  /(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\/[^\s?#<>"']{0,300}[?#][^\s<>"']{1,1000}/iu;
const IBAN = new RegExp(`(?<![A-Za-z0-9])[A-Za-z]{2}\\d{2}(?:${GAP}[A-Za-z0-9]){11,30}`);
const CARD = new RegExp(`(?<![A-Za-z0-9])\\d(?:[${SPACE}${DASH}.]?\\d){12,22}`);
const BEFORE_SUM = `(?:[$€£¥￥₹]|(?<![${LETTER}])(?:${CURRENCY}|Rs\\.?))\\s?${SUM}`;
const AFTER_SUM = `(?<![\\p{Nd}.,])${SUM}\\s?(?:[$€£¥￥₹円元]|${CURRENCY}(?![${LETTER}]))`;
const DATES = [
  /(?<![\p{Nd}.])\p{Nd}{1,4}[./\-年]\p{Nd}{1,2}[./\-月]\p{Nd}{1,4}日?(?![./-]?\p{Nd})/u,
  /(?<!\p{Nd})\p{Nd}{1,2}(?:st|nd|rd|th|º|er|\.)?\s(?:of\s|de\s)?[\p{L}\p{M}]{3,12}\.?,?\s(?:de\s|of\s)?\p{Nd}{4}(?!\p{Nd})/iu,
  /(?<![\p{L}\p{M}])[\p{L}\p{M}]{3,12}\.?\s\p{Nd}{1,2}(?:st|nd|rd|th)?,?\s\p{Nd}{4}(?!\p{Nd})/iu,
];
const YEARS = /(?<![\p{Nd}.-])(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)(?![\p{Nd}-])/u;
const HOUR = "(?:[01]?\\d|2[0-4])[.:][0-5]\\d";
const HOURS = new RegExp(`(?<![\\p{Nd}.:])${HOUR}(?:\\s?[-–]\\s?${HOUR})?(?![.:]?\\p{Nd})`, "u");
const TOKEN = /(?<![A-Za-z0-9])[A-Za-z0-9]{1,40}(?:[-_][A-Za-z0-9]{1,40}){0,8}(?![A-Za-z0-9])/;
const RUN = `(?<![A-Za-z\\p{Nd}])[+＋]?[(（]?\\p{Nd}(?:[${SPACE}${DASH}./()（）]{0,2}\\p{Nd}){4,40}`;
const kept = () => "";

/** In this order; what one has taken or kept no other sees. @type {readonly Rule[]} */
export const RULES = Object.freeze([
  rule(/\{[^{}\s]{1,60}\}/u, kept), // a slot
  rule(EMAIL, () => "email"),
  rule(/(?<![\p{L}\p{N}_.])[@＠][A-Za-z0-9_.]{3,40}/u, () => "name"),
  rule(WHOLE_LINK, link),
  rule(BARE_LINK, link),
  rule(IBAN, (found) => beginning(found, isIban, "iban")),
  rule(CARD, (found) => beginning(found, luhn, "card")),
  ...addresses.map((pattern) => rule(pattern, () => "address")),
  rule(new RegExp(BEFORE_SUM, "iu"), amount),
  rule(new RegExp(AFTER_SUM, "iu"), amount),
  ...DATES.map((pattern) => rule(pattern, date)),
  rule(YEARS, kept),
  rule(HOURS, kept),
  rule(TOKEN, code),
  rule(new RegExp(RUN, "u"), number),
  called,
]);
