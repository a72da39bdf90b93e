// Puts the items in the order shown, and says once what all lines have in common.
// @ts-check

const BETWEEN = " · "; // between the customer's words and the situation they stand for

/** Something to know before writing, rather than something to write. @param {Sidecar.Item} item */
export const isNote = (item) => item.kind === "note";

/** Notes first, so that their gist is seen whatever follows. @param {Sidecar.Item[]} items */
export const arranged = (items) => [
  ...items.filter(isNote),
  ...items.filter((item) => !isNote(item)),
];

/** @param {Sidecar.Item} item */
const parts = ({ why }) => (why ? why.split(BETWEEN) : []);

/**
 * Why these lines are shown: the parts that they all begin with, and for each line the rest.
 * @param {Sidecar.Item[]} lines
 * @returns {{ shared: string[], own: (item: Sidecar.Item) => string }}
 */
export function reasons(lines) {
  const [first = [], ...others] = lines.map(parts);
  const differs = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  const shared = differs < 0 ? first : first.slice(0, differs);
  return { shared, own: (item) => parts(item).slice(shared.length).join(BETWEEN) };
}
