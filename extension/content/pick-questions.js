// What the picker asks where the page alone does not tell: the look of a note, the order of messages.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { watchMode } = picking;
  /** Keys that never reach the page while it is asked about. */
  const OURS = /^(.|Arrow.*|Enter)$/;

  /** @type {Sidecar.Picking["askMode"]} */
  function askMode(surface, t, words, composer, members, go) {
    const told = composer ? watchMode(composer, members) : () => "";
    const now = () => {
      const noteMode = told();
      if (noteMode) go(noteMode);
      else surface.say(t("pick_mode_same"));
    };
    const keys = [
      { key: "n", label: t("pick_key_note"), act: now, strong: true },
      { key: "s", label: t("pick_key_skip"), act: () => go("") },
    ];
    return {
      begin() {
        surface.draw({ ...words, keys });
        surface.boxes(composer ? [{ element: composer, label: "", tone: "aim" }] : []);
        surface.say(`${words.title} ${words.text}`);
      },
      // All other keys are the page's: somebody may have to switch the box by them.
      key(key) {
        const found = keys.find((one) => one.key === key);
        found?.act();
        return Boolean(found);
      },
      point() {},
    };
  }

  /** @type {Sidecar.Picking["askOrder"]} */
  function askOrder(surface, t, face, elements, go) {
    const ends = [elements[0], elements.at(-1)].flatMap((one) => one ?? []);
    const keys = [
      { key: "1", label: t("pick_key_first"), act: () => go("newest-first") },
      { key: "2", label: t("pick_key_second"), act: () => go("oldest-first") },
    ];
    return {
      begin() {
        surface.draw({ ...face, keys: [...keys, ...face.keys] });
        surface.boxes(ends.map((element, at) => ({ element, label: String(at + 1), tone: "aim" })));
        surface.keepOff(ends);
        surface.say(`${face.title} ${face.text}`);
      },
      key(key) {
        keys.find((one) => one.key === key)?.act();
        return OURS.test(key);
      },
      point(leaf, taken) {
        const at = taken ? ends.findIndex((one) => one.contains(leaf)) : -1;
        keys[at]?.act();
      },
    };
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, askMode, askOrder }),
  });
})();
