// A text as it is looked at: ASCII for its doubles, nothing that nobody sees; and where each sign stood.
// @ts-check

/** @typedef {{ text: string, at: number[] }} Plain `at`: where each UTF-16 unit stood, and the end */

const UNSEEN = /[\p{Cf}\p{Me}\u034f\ufe00-\ufe0f]/u;
const DASH = /[\p{Pd}\u2212]/u;
const DIGIT = /\p{Nd}/u;

/** Digits of a script stand in a row, from 0 on. @param {string} one @returns {string} 0 to 9 */
function digit(one) {
  const code = one.codePointAt(0) ?? 0;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

/** @param {string} one a character that is no ASCII */
function seen(one) {
  if (DIGIT.test(one)) return digit(one);
  if (UNSEEN.test(one)) return "";
  if (DASH.test(one)) return "-";
  const double = one.normalize("NFKC");
  return /^[ -~]$/.test(double) && !/[ªº]/.test(one) ? double : one;
}

/** @param {string} text in NFC @returns {Plain} */
export function plain(text) {
  let made = "";
  /** @type {number[]} */
  const at = [];
  let from = 0;
  for (const one of text) {
    const looked = one === "\t" ? " " : one < "\u0080" ? one : seen(one);
    for (let unit = 0; unit < looked.length; unit += 1) at.push(from + (looked === one ? unit : 0));
    made += looked;
    from += one.length;
  }
  return { text: made, at: [...at, from] };
}
