// Tells what stands in the reply box, once nothing has been typed for a moment; no typing rhythm.
// @ts-check
(() => {
  const { caret, composerOf, composerText, cut } = globalThis.sidecar;
  const AFTER_MS = 400;
  const CHANGES = ["input", "selectionchange"];
  const NOTHING = { conversation: "", text: "" };

  class DraftWatch {
    #profile;
    #emit;
    #active;
    #detach;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    #revision = Date.now(); // rises across reloads of the page too
    #told = NOTHING;
    /** Chats whose draft was not empty when it was last told. @type {Set<string>} */
    #begun = new Set();

    /**
     * @param {Document} doc @param {Sidecar.Profile} profile @param {Sidecar.Emit} emit
     * @param {() => { conversation: string, scope: Sidecar.Scope } | null} active
     */
    constructor(doc, profile, emit, active) {
      this.#profile = profile;
      this.#emit = emit;
      this.#active = active;
      // On every key press, so nothing here may ask the page for its layout.
      const onChange = () => void (caret.focusedBox(doc, profile) && this.#wait());
      this.#detach = caret.eachDocument(doc, profile, (each) => {
        // Editors that write by themselves send no input event, but they move the caret.
        for (const type of CHANGES) each.addEventListener(type, onChange, true);
        return () => {
          for (const type of CHANGES) each.removeEventListener(type, onChange, true);
        };
      });
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
      this.#detach();
    };

    /** What stands there at this moment. */
    now = () => this.#now();

    #now() {
      const active = this.#active();
      const composer = active && composerOf(active.scope, this.#profile);
      return {
        conversation: active?.conversation ?? "",
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
      const same = this.#told.conversation === conversation;
      const known = same ? this.#told.text : this.#begun.has(conversation) ? null : "";
      this.#told = { conversation, text };
      if (!conversation || text === known) return;
      this.#begun[text ? "add" : "delete"](conversation);
      this.#emit({ type: "draft.changed", conversation, revision: ++this.#revision, text });
    }
  }

  /** @type {typeof sidecar.watchDraft} */
  const watchDraft = (doc, profile, emit, active) =>
    new DraftWatch(doc, profile, emit, active);

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, watchDraft });
})();
