// Names: those that the panel knows, wherever they stand, and those that a greeting or a title gives away.
// @ts-check

/** @typedef {import("./redact.js").Spot} Spot */

const PLAIN = (/** @type {string} */ text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const words = (/** @type {string} */ text) => text.split(" ");

/** No part of a name that could be found again. */
const NO_NAMES = new Set(
  words(
    "mr mrs ms miss mx dr prof professor professorin sir madam herr frau monsieur madame mme don dona senor senora sr sra " +
      "de del der den di da do dos du la le van von und and the al el bin ibn zu zur " +
      "visitor guest customer user client web anonymous unknown kunde kundin gast besucher " +
      "visiteur cliente visitante invitado utilisateur name",
  ),
);
/** Names that are words as well: they are one only with a capital letter. */
const WORDS_TOO = new Set(
  words(
    "will mark grace hope faith rose bill rich grant frank jack summer april june august dawn " +
      "young long king price best love good bell page case post chance hunter miles rich sunny " +
      "chase drew wade ernst karl klein lang kurz sommer winter sonne blanca pilar mercedes",
  ),
);
const NOT_GREETED = new Set(
  words(
    "there all team everyone everybody again both friend zusammen alle nochmal wieder a todos tous " +
      "todas thank thanks sorry please i we it this that",
  ),
);
const GREETINGS = words(
  "hi hello hey dear morning evening thanks hallo liebe lieber hola bonjour bonsoir cher chère olá oi " +
    "estimado estimada querido querida prezado prezada caro cara",
);
const LONGER = [
  "good (?:morning|afternoon|evening|day)",
  "thank you",
  "sorry",
  "guten (?:tag|morgen|abend)",
  "sehr geehrter?",
  "buen[oa]s (?:días|tardes|noches)",
  "bom dia",
  "boa (?:tarde|noite)",
];
const eitherCase = (/** @type {string} */ one) =>
  `[${one.charAt(0).toUpperCase()}${one.charAt(0)}]${one.slice(1)}`;
const NAME = "\\p{Lu}[\\p{L}\\p{M}'’-]{1,30}";
const TITLE =
  "(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Herrn?|Frau|Monsieur|Madame|Mme|Señora?|Sra?|Senhora?|Doña|Don|" +
  "Prof|Professorin|Professor)\\.?\\s{1,3}){1,4}";
const PARTICLE = "(?:(?:von|vom|van|zu|zur|de|del|der|den|di|da|do|dos|du|la|le)\\s{1,3}){0,3}";
const GREETED = new RegExp(
  `(?<=^|[.,!?\\n]\\s{0,3})(?:${[...LONGER, ...GREETINGS].map(eitherCase).join("|")})(?:\\sthere)?,?\\s{1,3}(?:${TITLE})?${PARTICLE}(${NAME}(?:\\s${NAME})?)(?=\\s{0,3}(?:[,.!?:;\\n–—-]|$))`,
  "dgu",
);
const TITLED = new RegExp(`(?<![\\p{L}\\p{M}])${TITLE}${PARTICLE}(${NAME}(?:\\s${NAME})?)`, "dgu");
const HONOURED = /([\p{sc=Han}\p{sc=Katakana}ー]{1,8})(?:様|さま|氏)/dgu;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
const NOBODY = /^(?:客|皆|皆々|奥|何|王|神|仏|方|各位)$/;

/** @param {RegExp} pattern @param {(name: string) => boolean} isOne @returns {(text: string) => Iterable<Spot>} */
const by = (pattern, isOne) =>
  function* spots(text) {
    for (const { indices, 1: name = "" } of text.matchAll(pattern)) {
      const [from, to] = indices?.[1] ?? [0, 0];
      if (isOne(name)) yield { from, to, mark: "name" };
    }
  };
const first = (/** @type {string} */ name) => PLAIN(name.split(/\s/)[0] ?? "");
const isGreeted = by(GREETED, (name) => !NOT_GREETED.has(first(name)) && !NO_NAMES.has(first(name)));
const isTitled = by(TITLED, (name) => !NO_NAMES.has(first(name)));
const isHonoured = by(HONOURED, (name) => !NOBODY.test(name));

/** Names that nobody told us, where the words around say that they are. @param {string} text */
export function* called(text) {
  /** @type {Spot[]} */
  const found = [];
  for (const each of [isGreeted, isTitled, isHonoured])
    for (const spot of each(text))
      if (!found.some(({ from, to }) => spot.from < to && from < spot.to)) found.push(spot);
  yield* found;
}

/**
 * Each part of a known name.
 * @param {string} text @param {string} name @param {string} mark @returns {Iterable<Spot>}
 */
export function namesIn(text, name, mark) {
  const parts = name.normalize("NFC").match(/[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu) ?? [];
  const close = parts.filter((one) => UNSPACED.test(one));
  const apart = parts.filter((one) => !close.includes(one) && [...one].length > 1);
  const wanted = new Set(apart.flatMap((one) => [one, ...one.split(/['’-]/)]).map(PLAIN));
  const found = [...spaced(text, wanted, mark), ...unspaced(text, close, mark)];
  return found.sort((a, b) => a.from - b.from);
}

/** @param {string} text @param {Set<string>} wanted @param {string} mark @returns {Iterable<Spot>} */
function* spaced(text, wanted, mark) {
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu)) {
    const bare = word.replace(/['’]s$/i, "");
    if (isName(bare, wanted)) yield { from: index, to: index + bare.length, mark };
  }
}

/** @param {string} word @param {Set<string>} wanted */
function isName(word, wanted) {
  const plain = PLAIN(word);
  if (plain.length < 2 || NO_NAMES.has(plain)) return false;
  const parts = [plain, ...plain.split(/['’-]/)].filter((one) => one.length > 1);
  if (!parts.some((one) => wanted.has(one) && !NO_NAMES.has(one))) return false;
  const capital = /^\p{Lu}/u.test(word) || !/^\p{Ll}/u.test(word);
  return capital || (plain.length > 3 && !WORDS_TOO.has(plain));
}

/**
 * Where no spaces part words: each part of two signs or more.
 * @param {string} text @param {string[]} parts @param {string} mark @returns {Iterable<Spot>}
 */
function* unspaced(text, parts, mark) {
  const whole = parts.join("");
  for (const part of new Set([whole, ...parts].filter((one) => [...one].length > 1))) {
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
      if (part === whole || !within(text, whole, at)) yield { from: at, to: at + part.length, mark };
  }
}

/** Whether the whole name stands around this place. @param {string} text @param {string} whole @param {number} at */
function within(text, whole, at) {
  const from = Math.max(0, at - whole.length);
  const found = text.slice(from, at + whole.length).indexOf(whole);
  return found >= 0 && from + found <= at;
}
