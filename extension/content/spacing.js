// Where words end: the spaces that keep a line apart from its neighbours, and whether a word goes on.
// @ts-check
(() => {
  /** Scripts written without spaces between sentences. */
  const UNSPACED =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u3000-\u303f\uff00-\uffef]/u;
  const LETTER = /[\p{L}\p{M}\p{N}_]/u;

  /**
   * The spaces that keep a line apart from its neighbours.
   * @param {string} before @param {string} text @param {string} after
   */
  function joined(before, text, after) {
    const [left, right] = [before.slice(-1), after.slice(0, 1)];
    const apart = (/** @type {string} */ a, /** @type {string} */ b) =>
      a && b && !/\s/u.test(a + b) && !UNSPACED.test(a) && !UNSPACED.test(b) ? " " : "";
    const opening = /[([{"'“‘«¿¡]/u.test(left);
    const closing = /[)\]}"'”’».,;:!?]/u.test(right);
    return {
      lead: opening ? "" : apart(left, text.slice(0, 1)),
      tail: closing ? "" : apart(text.slice(-1), right),
    };
  }

  /** Whether a word goes on from `a` to `b`, so that what ends between them is a part of it. */
  const goesOn = (/** @type {string} */ a, /** @type {string} */ b) =>
    [a, b].every((one) => LETTER.test(one) && !UNSPACED.test(one));

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, goesOn, joined });
})();
