// Learns what a reply box looks like while it writes a private note.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { tokens } = picking;
  const LEVELS = 6;
  const STATE = /^(aria-(selected|pressed|checked|current|label)|data-|placeholder$)/;

  /** @param {Element} element every way it can be told by how it stands now */
  function states(element) {
    const all = tokens(element).filter(({ weight }) => weight > 2);
    const base = all[0]?.css ?? CSS.escape(element.localName);
    const classes = [...element.classList]
      .filter((name) => picking.written(name) || /^(is-)?(active|selected)$/.test(name))
      .map((name) => `.${CSS.escape(name)}`);
    const attributes = [...element.attributes]
      .filter(({ name, value }) => STATE.test(name) && value.length < 60 && !/[\n"\\]/.test(value))
      .map(({ name, value }) => `[${CSS.escape(name)}="${value}"]`);
    return [...attributes, ...classes].map((css) => (css === base ? css : base + css));
  }

  /** @param {Element} region */
  const statesIn = (region) =>
    [region, ...region.querySelectorAll("*")].slice(0, 400).flatMap(states);

  /** @type {Sidecar.Picking["watchMode"]} */
  function watchMode(composer, not) {
    let region = /** @type {Element} */ (composer);
    for (let up = 0; up < LEVELS; up += 1) {
      const parent = region.parentElement;
      if (
        !parent ||
        parent === parent.ownerDocument.body ||
        not.some((one) => parent.contains(one))
      )
        break;
      region = parent;
    }
    const root = /** @type {Document | ShadowRoot} */ (composer.getRootNode());
    const before = new Set(statesIn(region));
    const isNew = (/** @type {string} */ css) => !before.has(css) && root.querySelector(css);
    const rank = (/** @type {string} */ css) =>
      Number(/note|private|internal/i.test(css)) * 4 +
      Number(/\[data-|\[aria-(selected|pressed|checked)/.test(css)) * 2 -
      Number(/placeholder|label/.test(css));
    return () =>
      statesIn(region)
        .filter(isNew)
        .sort((a, b) => rank(b) - rank(a))[0] ?? "";
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, watchMode }),
  });
})();
