// What is personal by its form: a rule for each, the surest first; amounts, times and slots are kept.
// @ts-check
import { CARD, IBAN, card, gluedCard, iban } from "./accounts.js";
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
const TELEPHONE =
  /(?:tel|phone|\bcall|mobile|\bcell|whatsapp|handy|anruf|rückruf|llam|móvil|appel|portable|ligar|celular|電話|携帯|फ़ोन|फोन|मोबाइल)[^.!?\n]*$/i;
const REFERENCE =
  /(?:\bPNR|booking|\bref|\bcode|confirmation|buchung|referenz|reserva|localizador|réservation|référence|予約)[^.!?\n]*$/i;
const AMOUNT = /^(?!0\d)(?:\d{1,6}|\d{1,3}(?:[.,' ]\d{3}){1,3})(?:[.,]\d{1,2})?$/u;
const CURRENCY =
  "(?:USD|EUR|GBP|JPY|INR|CHF|CAD|AUD|euros?|dollars?|pounds?|yen|rupees?|francs?|reais)";
const SUM = "\\d(?:[.,' ]?\\d){0,14}";

/**
 * A rule from a pattern that takes time in proportion to the text: each repetition has its bound.
 * @param {RegExp} pattern @param {Judge} judge
 * @param {boolean} [inside] where one does not begin, one may a sign later @returns {Rule}
 */
const rule = (pattern, judge, inside = false) =>
  function* spots(text) {
    const each = new RegExp(pattern.source, `${pattern.flags}g`);
    for (let found = each.exec(text); found; found = each.exec(text)) {
      const from = found.index;
      const judged = judge(found[0], text.slice(Math.max(0, from - BEFORE), from));
      if (inside) each.lastIndex = from + 1;
      if (judged === null) continue;
      const { length, mark } =
        typeof judged === "string" ? { length: found[0].length, mark: judged } : judged;
      yield { from, to: from + length, mark };
      each.lastIndex = from + length;
    }
  };

/** An address of a page that anybody may see has words in it alone. @param {string} found */
const link = (found) =>
  /[?#=&@%]|\d{3}/u.test(found)
    ? { length: found.replace(/[.,;:!)]{1,9}$/, "").length, mark: "link" }
    : "";

/** @param {string} found @param {string} before */
function date(found, before) {
  if (!isDate(found)) return null;
  return isBirth(found, before) ? "date_of_birth" : "";
}

/** Money says nothing of anybody. @param {string} found */
function amount(found) {
  const [sum = ""] = /\d[\d.,' ]*/u.exec(found) ?? [];
  return AMOUNT.test(sum.trim()) ? "" : null;
}

/** @param {string} found @param {string} before */
function number(found, before) {
  const plain = found.replace(/\D/g, "");
  if (plain.length < (/^\d+$/u.test(found) ? 5 : 6)) return null;
  const grouped = /^\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]\d{4}$/u.test(found);
  const dialled = /^\+|^\(?0/.test(found) && plain.length >= 8;
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
const DOT = "(?:\\.|\\s?[[({]dot[\\])}]\\s?)";
const AT = "(?:@|\\s@\\s|\\s?[[({]at[\\])}]\\s?)";
const HOST = `[${LETTER}-]{1,63}(?:${DOT}[${LETTER}-]{1,63}){1,8}`;
const EMAIL = new RegExp(`[${LETTER}.+%'-]{1,64}${AT}${HOST}`, "iu");
const WHOLE_LINK = /(?:https?:\/\/|www\.)[^\s<>"'、。]{1,2000}/iu;
const BARE_LINK =
  /(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\/[^\s?#<>"']{0,300}[?#][^\s<>"']{1,1000}/iu;
const BEFORE_SUM = `(?:[$€£¥￥₹]|(?<![${LETTER}])(?:${CURRENCY}|Rs\\.?))\\s?${SUM}`;
const AFTER_SUM = `(?<![\\d.,])${SUM}\\s?(?:[$€£¥￥₹円元]|${CURRENCY}(?![${LETTER}]))`;
const DATES = [
  /(?<![\d.])\d{1,4}\s?[./\-年]\s?\d{1,2}\s?[./\-月]\s?\d{1,4}日?(?![./-]?\d)/u,
  /(?<!\d)\d{1,2}(?:st|nd|rd|th|º|er|\.)?\s(?:of\s|de\s)?[\p{L}\p{M}]{3,12}\.?,?\s(?:de\s|of\s)?\d{4}(?!\d)/iu,
  /(?<![\p{L}\p{M}])[\p{L}\p{M}]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?!\d)/iu,
];
const YEARS = /(?<![\d.-])(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d)(?![\d-])/u;
const HOUR = "(?:[01]?\\d|2[0-4])[.:][0-5]\\d";
const HOURS = new RegExp(`(?<![\\d.:])${HOUR}(?:\\s?-\\s?${HOUR})?(?![.:]?\\d)`, "u");
const TOKEN = /(?<![A-Za-z0-9])[A-Za-z0-9]{1,40}(?:[-_][A-Za-z0-9]{1,40}){0,8}(?![A-Za-z0-9])/;
const RUN = /(?:\+|(?<![A-Za-z\d]))\(?\d(?:[ \-./()·_]{0,3}\d){4,40}/;
const kept = () => "";

/** In this order; what one has taken or kept no other sees. @type {readonly Rule[]} */
export const RULES = Object.freeze([
  rule(/\{[\p{L}\p{M}_-]{1,58}\d{0,2}\}/u, kept), // a slot
  rule(EMAIL, () => "email"),
  rule(WHOLE_LINK, link),
  rule(BARE_LINK, link),
  rule(IBAN, iban, true),
  rule(CARD, card, true),
  rule(CARD, gluedCard, true),
  rule(/(?<![\p{L}\p{N}_.])@[A-Za-z0-9_.]{3,40}/u, () => "name"),
  ...addresses.map((pattern) => rule(pattern, () => "address")),
  rule(new RegExp(BEFORE_SUM, "iu"), amount),
  rule(new RegExp(AFTER_SUM, "iu"), amount),
  ...DATES.map((pattern) => rule(pattern, date)),
  rule(YEARS, kept),
  rule(HOURS, kept),
  rule(TOKEN, code),
  rule(RUN, number),
  called,
]);
