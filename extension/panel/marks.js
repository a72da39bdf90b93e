// Marks the gaps of a line that the agent has to fill: spans count Unicode code points.
// @ts-check

/**
 * The item with what the chat told put into its text; the gaps that are left stand where they are now.
 * @param {Sidecar.Item} item
 * @returns {Sidecar.Item}
 */
export function filled(item) {
  const told = [...(item.slots ?? [])].filter(({ value }) => value != null);
  if (!told.length) return item;
  const points = [...item.text];
  /** @type {Sidecar.Slot[]} */
  const left = [];
  let text = "";
  let at = 0;
  for (const slot of [...(item.slots ?? [])].sort((a, b) => a.span[0] - b.span[0])) {
    if (slot.span[0] < at || slot.span[1] > points.length) continue;
    text += points.slice(at, slot.span[0]).join("");
    const start = [...text].length;
    text += slot.value ?? points.slice(...slot.span).join("");
    if (slot.value == null) left.push({ ...slot, span: [start, [...text].length] });
    at = slot.span[1];
  }
  return { ...item, text: text + points.slice(at).join(""), slots: left };
}

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
