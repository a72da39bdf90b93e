// Tells what stands in the reply box, once nothing has been typed for a moment; no typing rhythm.
// @ts-check
(() => {
  const { composerOf, composerText, conversationOf, cut } = globalThis.sidecar;
  const AFTER_MS = 400;

  /**
   * @param {Document} doc @param {Sidecar.Profile} profile @param {Sidecar.Emit} emit
   */
  function watchDraft(doc, profile, emit) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    let revision = Date.now(); // rises across reloads of the page too
    let told = { conversation: "", text: "" };

    const now = () => {
      const composer = composerOf(doc, profile);
      return {
        conversation: conversationOf(doc, profile),
        text: composer ? cut(composerText(composer)).text : "",
      };
    };
    const tell = () => {
      timer = undefined;
      const { conversation, text } = now();
      const known = told.conversation === conversation ? told.text : "";
      told = { conversation, text };
      if (conversation && text !== known)
        emit({ type: "draft.changed", conversation, revision: ++revision, text });
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(tell, AFTER_MS);
    };
    // On every key press, so nothing here may ask the page for its layout.
    const onInput = (/** @type {Event} */ { target }) => {
      if (/** @type {Element} */ (target).closest?.(profile.composer.selector)) wait();
    };
    doc.addEventListener("input", onInput, true);
    return {
      /** Pages empty the box by script, without an event: called after each reading of the page. */
      check() {
        if (timer !== undefined) return;
        const { conversation, text } = now();
        if (conversation !== told.conversation || text !== told.text) wait();
      },
      /** Tell anew what stands there. */
      report() {
        told = { conversation: "", text: "" };
        wait();
      },
      stop() {
        clearTimeout(timer);
        doc.removeEventListener("input", onInput, true);
      },
    };
  }

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, watchDraft });
})();
