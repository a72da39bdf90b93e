// Where things stand in a window: through frames, shadow roots and scrolling parts.
// @ts-check
(() => {
  const { picking, shadowOf } = globalThis.sidecar;

  /**
   * The frame element that a document stands in, as far as the outer page may be touched.
   * @param {Element} element
   */
  function frameOf(element) {
    try {
      return element.ownerDocument.defaultView?.frameElement ?? null;
    } catch {
      return null;
    }
  }

  /**
   * @param {Element} element @param {Document} doc where it stands in this document's own window
   */
  function shift(element, doc) {
    let [x, y] = [0, 0];
    for (let at = element; at.ownerDocument !== doc;) {
      const frame = frameOf(at);
      if (!frame) break;
      const { left, top } = frame.getBoundingClientRect();
      [x, y, at] = [x + left + frame.clientLeft, y + top + frame.clientTop, frame];
    }
    return { x, y };
  }

  /**
   * What can be seen of an element in its scrolling parts.
   * @param {Element} element @param {Document} doc @returns {Sidecar.Edges}
   */
  function edges(element, doc) {
    const own = element.getBoundingClientRect();
    let { left, top, right, bottom } = own;
    for (let at = above(element); at; at = above(at)) {
      if (!/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowY)) continue;
      const clip = at.getBoundingClientRect();
      [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
      [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
    }
    const { x, y } = shift(element, doc);
    return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
  }

  /** @param {Element} element @returns {Element | null} the parent, out of a shadow root too */
  function above(element) {
    if (element.parentElement) return element.parentElement;
    const root = element.getRootNode();
    return "host" in root ? /** @type {ShadowRoot} */ (root).host : null;
  }

  /** @param {Sidecar.Edges} a @param {Sidecar.Edges} b */
  const overlap = (a, b) =>
    Math.max(Math.min(a.right, b.right) - Math.max(a.left, b.left), 0) *
    Math.max(Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top), 0);

  /**
   * Through shadow roots and frames of the same origin.
   * @param {Document | ShadowRoot} root @param {number} x @param {number} y @param {Element} not
   * @returns {Element | null}
   */
  function deepest(root, x, y, not) {
    const found = root.elementsFromPoint(x, y).find((one) => one !== not) ?? null;
    if (!found) return null;
    const frame = /** @type {HTMLIFrameElement} */ (found).contentDocument;
    if (frame) {
      const { left, top } = found.getBoundingClientRect();
      return deepest(frame, x - left - found.clientLeft, y - top - found.clientTop, not) ?? found;
    }
    const shadow = shadowOf(found);
    const inner = shadow && deepest(shadow, x, y, not);
    return inner && shadow.contains(inner) ? inner : found;
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, above, deepest, edges, frameOf, overlap }),
  });
})();
