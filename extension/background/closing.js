// What a closed connection means for the person who sees it: a state, a problem, how soon to retry.
// @ts-check

/**
 * `patient`: trying again soon cannot help, so the longest wait applies at once.
 * @typedef {{ status: "offline" | "unpaired", problem: string, patient?: boolean }} Meaning
 */

/** @type {{ [code: number]: Meaning }} */
const CLOSE_CODES = {
  1012: { status: "offline", problem: "restarting" },
  4401: { status: "unpaired", problem: "not_paired", patient: true },
  4403: { status: "unpaired", problem: "not_allowed", patient: true },
  4408: { status: "offline", problem: "too_slow" },
  4413: { status: "offline", problem: "too_big", patient: true },
  4426: { status: "offline", problem: "upgrade", patient: true },
  4429: { status: "offline", problem: "too_fast", patient: true },
};

/** @type {{ [fault: string]: Meaning }} */
const FAULTS = {
  unproven: { status: "unpaired", problem: "unproven", patient: true },
  code_wrong: { status: "unpaired", problem: "code_wrong", patient: true },
};

/**
 * @param {number} code the close code; 1006 is also what a closed port looks like
 * @param {string} [fault] what the handshake found wrong, where it was this side that hung up
 * @returns {Meaning}
 */
export const meaningOf = (code, fault) =>
  (fault && FAULTS[fault]) || CLOSE_CODES[code] || { status: "offline", problem: "no_server" };
