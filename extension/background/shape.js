// Checks that a site profile, from a file or a policy, has the shape that the reader takes.
// @ts-check

/**
 * What is wrong: a key of the texts, and the field it is about.
 * @typedef {{ problem: string, field: string }} Problem
 */

/** @typedef {{ profile: Sidecar.Profile } | Problem} Checked */

/** @typedef {(selector: string) => boolean} Fits whether a selector can be read; only pages know */

/** @typedef {(value: any, field: string, fits?: Fits) => any} Check what is kept, or throws */

const LONGEST = 2_000;
const MOST = 100;

/** @param {string} what @param {string} field @returns {Problem} */
export const fault = (what, field) => ({ problem: `site_fault_${what}`, field });

class Fault extends Error {
  /** @param {string} what @param {string} field */
  constructor(what, field) {
    super(what);
    this.found = fault(what, field);
  }
}

/** @type {Check} */
function text(value, field) {
  if (typeof value !== "string" || !value.trim() || value.length > LONGEST)
    throw new Fault("text", field);
  return value;
}

/** A profile's name; it stands before every conversation's, so it has no colon. @type {Check} */
function name(value, field) {
  if (!/^[\w.-]{1,100}$/.test(text(value, field))) throw new Fault("name", field);
  return value;
}

/** @type {Check} */
function count(value, field) {
  if (!Number.isInteger(value) || value < 0) throw new Fault("number", field);
  return value;
}

/** @type {Check} */
function truth(value, field) {
  if (typeof value !== "boolean") throw new Fault("truth", field);
  return value;
}

/** @type {Check} */
function regex(value, field) {
  try {
    new RegExp(text(value, field), "u");
  } catch (error) {
    throw error instanceof Fault ? error : new Fault("regex", field);
  }
  return value;
}

/** @type {Check} */
function selector(value, field, fits = () => true) {
  if (!fits(text(value, field))) throw new Fault("selector", field);
  return value;
}

/** @type {Check} */
function nested(value, field, fits) {
  for (const one of text(value, field).split(" >>> ")) selector(one, field, fits);
  return value;
}

/** @param {string} value */
export const isPattern = (value) =>
  /^(\*|https?):\/\/(\*|(\*\.)?[^/*:@\s]+(:\d+)?)\/\S*$/.test(value);

/** @type {Check} */
function pattern(value, field) {
  if (!isPattern(text(value, field))) throw new Fault("pattern", field);
  return value;
}

/** @param {...string} words @returns {Check} */
const word =
  (...words) =>
  (value, field) => {
    if (!words.includes(value)) throw new Fault("word", field);
    return value;
  };

/** @param {Check} check @returns {Check} */
const list = (check) => (value, field, fits) => {
  if (!Array.isArray(value) || value.length > MOST) throw new Fault("list", field);
  return value.map((one, i) => check(one, `${field}[${i}]`, fits));
};

/**
 * A group of fields; those that are not named are dropped.
 * @param {{ [field: string]: Check }} needed
 * @param {{ [field: string]: Check }} [optional]
 * @returns {Check}
 */
const group =
  (needed, optional = {}) =>
  (value, field, fits) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new Fault("group", field);
    const at = (/** @type {string} */ key) => (field ? `${field}.${key}` : key);
    /** @type {{ [field: string]: unknown }} */
    const kept = {};
    for (const [key, check] of Object.entries({ ...needed, ...optional })) {
      const has = Object.hasOwn(value, key) && value[key] !== undefined;
      if (has) kept[key] = check(value[key], at(key), fits);
      else if (Object.hasOwn(needed, key)) throw new Fault("missing", at(key));
    }
    return kept;
  };

const where = group({}, { from: word("attr", "text", "url"), selector, attr: text, regex });

const rule = group(
  { is: word("customer", "agent", "bot", "system", "note") },
  { selector, closest: selector, has: selector, attr: text, regex, author: regex },
);

/** @type {Check} */
function condition(value, field, fits) {
  const kept = rule(value, field, fits);
  if (!kept.selector && !kept.closest && !kept.has && !kept.attr && !kept.author)
    throw new Fault("condition", field);
  return kept;
}

/** Without a rule for the customer there would never be a line. @type {Check} */
function direction(value, field, fits) {
  const rules = list(condition)(value, field, fits);
  if (!rules.some((/** @type {Sidecar.DirectionRule} */ one) => one.is === "customer"))
    throw new Fault("customer", field);
  return rules;
}

const composer = group(
  { selector, kind: word("textarea", "input", "rich") },
  { noteMode: selector, frame: selector, send: selector },
);

const profile = group(
  {
    id: name,
    version: count,
    verified: text,
    match: list(pattern),
    conversation: where,
    list: selector,
    message: selector,
    direction,
    composer,
  },
  {
    shadowHost: nested,
    chat: selector,
    customer: group({}, { name: where, locale: where, country: where, timezone: where }),
    messageId: group({ attr: text }, { regex }),
    order: word("newest-first"),
    ignore: list(selector),
    carryAuthor: truth,
    showsPanel: truth,
    author: selector,
    text: selector,
    textExclude: list(selector),
    time: group({ attr: text }, { selector }),
  },
);

/**
 * @param {unknown} value
 * @param {Fits} [fits] left out where no page is at hand
 * @returns {Checked} the profile, without what the reader does not know
 */
export function checkProfile(value, fits) {
  try {
    return { profile: profile(value, "", fits) };
  } catch (error) {
    if (error instanceof Fault) return error.found;
    throw error;
  }
}
