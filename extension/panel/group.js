// Puts the items in the order shown, and says once what all lines have in common.
// @ts-check

const BETWEEN = " · "; // between the customer's words and the situation they stand for

/** Above the lines, in this order: what presses, then what to know before writing. */
const ABOVE = ["nudge", "note", "care", "introduction", "hint"];

/** Notes before the lines, so that their gist is seen whatever follows. @param {Sidecar.Item[]} items */
export const arranged = (items) => [
  ...ABOVE.flatMap((kind) => items.filter((item) => item.kind === kind)),
  ...items.filter(({ kind }) => !ABOVE.includes(kind)),
];

/** @param {Sidecar.Item} item */
const parts = ({ why }) => (why ? why.split(BETWEEN) : []);

/**
 * Why these lines are shown: the parts that they all begin with, and for each item the rest. Only
 * what can be inserted is compared: a nudge beside it has a reason of its own.
 * @param {Sidecar.Item[]} items
 * @returns {{ shared: string[], own: (item: Sidecar.Item) => string }}
 */
export function reasons(items) {
  const [first = [], ...others] = items.filter(({ insertable }) => insertable).map(parts);
  const differs = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  const shared = differs < 0 ? first : first.slice(0, differs);
  const rest = (/** @type {Sidecar.Item} */ item) => parts(item).slice(shared.length).join(BETWEEN);
  return { shared, own: (item) => (item.insertable ? rest(item) : (item.why ?? "")) };
}
