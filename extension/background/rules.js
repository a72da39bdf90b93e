// What is suggested and checked, by the names that the server knows.
// @ts-check

/** Checks of what the agent writes. */
export const CHECKS = /** @type {const} */ ([
  "private",
  "slot",
  "promise",
  "tone",
  "culture",
  "heard",
  "apology",
  "sincerity",
]);

/** Kinds of what stands beside a chat unasked. */
export const KINDS = /** @type {const} */ (["nudge", "introduction", "hint", "care", "note"]);

/**
 * The switches of a group that mean something.
 * @param {any} value @returns {{ [rule: string]: boolean }}
 */
export const cleanRules = (value) =>
  Object.fromEntries(
    [...CHECKS, ...KINDS]
      .filter((rule) => typeof value?.[rule] === "boolean")
      .map((rule) => [rule, value[rule]]),
  );
