// The kinds of suggestions: which are lines that a digit inserts, and which come unasked.
// @ts-check

/** Those with a place and a key or button of their own. */
const APART = ["nudge", "introduction", "hint", "care"];
/** Those that nothing the customer wrote calls for: they wait until the agent is not writing. */
const UNASKED = ["nudge", "hint", "care"];

/** Something to know before writing, rather than something to write. @param {Sidecar.Item} item */
export const isNote = ({ kind }) => kind === "note";

/** How a chat may begin, before anything was written. @param {Sidecar.Item} item */
export const isBeginning = ({ kind }) => kind === "introduction";

/** @param {Sidecar.Item} item */
export const isApart = ({ kind }) => APART.includes(kind);

/** @param {Sidecar.Item} item */
export const comesUnasked = ({ kind }) => UNASKED.includes(kind);

/** Whether a digit inserts it. @param {Sidecar.Item} item */
export const isLine = (item) => Boolean(item.insertable) && !isApart(item);
