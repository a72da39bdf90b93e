// Tells what stands in the reply box, once nothing has been typed for a moment; no typing rhythm.
// @ts-check
(() => {
  const { composerOf, composerText, conversationOf, cut } = globalThis.sidecar;
  const AFTER_MS = 400;
  const NOTHING = { conversation: "", text: "" };

  class DraftWatch {
    #doc;
    #profile;
    #emit;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    #revision = Date.now(); // rises across reloads of the page too
    #told = NOTHING;

    /** @param {Document} doc @param {Sidecar.Profile} profile @param {Sidecar.Emit} emit */
    constructor(doc, profile, emit) {
      this.#doc = doc;
      this.#profile = profile;
      this.#emit = emit;
      doc.addEventListener("input", this.#onInput, true);
    }

    /** Pages empty the box by script, without an event: called after each reading of the page. */
    check = () => {
      if (this.#timer !== undefined) return;
      const { conversation, text } = this.#now();
      if (conversation !== this.#told.conversation || text !== this.#told.text) this.#wait();
    };

    /** Tell anew what stands there. */
    report = () => {
      this.#told = NOTHING;
      this.#wait();
    };

    stop = () => {
      clearTimeout(this.#timer);
      this.#doc.removeEventListener("input", this.#onInput, true);
    };

    // On every key press, so nothing here may ask the page for its layout.
    #onInput = (/** @type {Event} */ { target }) => {
      const { selector } = this.#profile.composer;
      if (/** @type {Element} */ (target).closest?.(selector)) this.#wait();
    };

    #now() {
      const composer = composerOf(this.#doc, this.#profile);
      return {
        conversation: conversationOf(this.#doc, this.#profile),
        text: composer ? cut(composerText(composer)).text : "",
      };
    }

    #wait() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#tell(), AFTER_MS);
    }

    #tell() {
      this.#timer = undefined;
      const { conversation, text } = this.#now();
      const known = this.#told.conversation === conversation ? this.#told.text : "";
      this.#told = { conversation, text };
      if (!conversation || text === known) return;
      this.#emit({ type: "draft.changed", conversation, revision: ++this.#revision, text });
    }
  }

  /** @type {typeof sidecar.watchDraft} */
  const watchDraft = (doc, profile, emit) => new DraftWatch(doc, profile, emit);

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, watchDraft });
})();
