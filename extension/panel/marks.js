// Marks the gaps of a line that the agent has to fill: spans count Unicode code points.
// @ts-check

/**
 * The gaps without a value, in order, without those that overlap or lie outside the text.
 * @param {Sidecar.Item} item
 * @returns {Sidecar.Slot[]}
 */
export function openSlots(item) {
  const length = [...item.text].length;
  let end = 0;
  return [...(item.slots ?? [])]
    .filter((slot) => slot.value == null)
    .sort((a, b) => a.span[0] - b.span[0])
    .filter(({ span }) => {
      const fits = span[0] >= end && span[1] > span[0] && span[1] <= length;
      if (fits) end = span[1];
      return fits;
    });
}

/**
 * The text in pieces, each either plain or a gap.
 * @param {Sidecar.Item} item
 * @returns {{ text: string, gap: boolean }[]}
 */
export function pieces(item) {
  const points = [...item.text];
  const cut = (/** @type {number} */ from, /** @type {number} */ to) =>
    points.slice(from, to).join("");
  const found = [];
  let at = 0;
  for (const { span } of openSlots(item)) {
    found.push({ text: cut(at, span[0]), gap: false }, { text: cut(...span), gap: true });
    at = span[1];
  }
  found.push({ text: cut(at, points.length), gap: false });
  return found.filter(({ text }) => text);
}
