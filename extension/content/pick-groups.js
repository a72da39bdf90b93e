// Finds everything in a page that repeats, what looks most like a chat first.
// @ts-check
(() => {
  const { picking, shadowOf } = globalThis.sidecar;
  const { common, messageOf, seen, textOf, upFrom } = picking;
  const LEAVES = 1_500;

  /**
   * Every root of a page: itself, its shadow roots, its frames of the same origin.
   * @type {Sidecar.Picking["rootsOf"]}
   */
  function rootsOf(root) {
    const inner = [...root.querySelectorAll("*")].flatMap((element) => {
      const frame = /** @type {HTMLIFrameElement} */ (element).contentDocument ?? null;
      const found = shadowOf(element) ?? (frame?.body ? frame : null);
      return found ? rootsOf(found) : [];
    });
    return [root, ...inner];
  }

  /** Elements with text of their own. @param {Document | ShadowRoot} root */
  const leaves = (root) =>
    [...root.querySelectorAll("*")]
      .filter((one) =>
        [...one.childNodes].some(
          (node) => node.nodeType === 3 && (node.nodeValue ?? "").trim().length > 1,
        ),
      )
      .filter(seen)
      .slice(0, LEAVES);

  /** How much a group looks like a chat. @param {Sidecar.Group} group */
  function chatty({ element, members }) {
    const shown = members.slice(0, 20);
    const length =
      shown.reduce((sum, one) => sum + Math.min(textOf(one).length, 100), 0) / shown.length;
    const list = common(members);
    const spoken = [element, list].some((one) =>
      /mess|chat|msg|convers|thread|article/i.test(
        one ? [...one.attributes].map(({ name, value }) => name + value).join() : "",
      ),
    );
    const live = list?.closest("[role=log],[role=feed],[aria-live]") ? 3 : 0;
    const timed =
      shown.filter((one) => /.{18}/.test(textOf(one)) && /\d[:.h]\d\d|ago\b/.test(textOf(one)))
        .length / shown.length;
    const aside = element.closest("nav,header,footer,[role=navigation],select,form") ? -4 : 0;
    const boxed = element.querySelector("textarea, input, [contenteditable]") ? -9 : 0;
    const linked =
      shown.filter((one) => one.closest("a") ?? one.querySelector(":scope > a:only-child")).length /
      shown.length;
    return (
      Math.min(members.length, 10) / 5 +
      length / 40 +
      live +
      (spoken ? 3 : 0) +
      2 * timed +
      aside +
      boxed -
      3 * linked
    );
  }

  /** One of each kind stands for all. @param {Element} leaf */
  const kind = (leaf) =>
    [...upFrom(leaf)]
      .slice(0, 5)
      .map(({ localName, className }) => `${localName}.${className}`)
      .join();

  /** @type {Sidecar.Picking["groupsIn"]} */
  function groupsIn(doc) {
    const kinds = new Map(
      rootsOf(doc)
        .flatMap(leaves)
        .map((leaf) => [kind(leaf), leaf]),
    );
    /** @type {Map<Element | undefined, Sidecar.Group>} */
    const groups = new Map();
    for (const leaf of kinds.values()) {
      const group = messageOf(leaf);
      if (group.members.length > 1) groups.set(group.members[0], group);
    }
    return [...groups.values()].sort((a, b) => chatty(b) - chatty(a)).slice(0, 12);
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, rootsOf, groupsIn }),
  });
})();
