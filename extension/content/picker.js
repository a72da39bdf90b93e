// Leads an agent through a page, step by step, to a site profile.
// @ts-check
(() => {
  const { derive, picking } = globalThis.sidecar;
  const { aim, askMode, askOrder, boxOf, boxesIn, found, groupsIn, preview, reading } = picking;
  const { surface } = picking;
  const STEPS = 5;

  /**
   * @typedef {"message" | "customer" | "agent" | "note" | "composer" | "mode" | "order" | "preview"} Name
   */
  /** @typedef {Sidecar.Picked & { first: Sidecar.Aimed | null }} State */

  /** Top to bottom as seen. @param {Element[]} elements */
  const asSeen = (elements) =>
    [...elements].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);

  /** Letters and digits by their place where the layout has none there. @param {KeyboardEvent} event */
  function keyOf({ key, code }) {
    const placed = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
    if (key.length > 1 || /^[a-z0-9]$/i.test(key) || !placed)
      return key.length > 1 ? key : key.toLowerCase();
    return placed.toLowerCase();
  }

  class Picker {
    #doc;
    #t;
    #done;
    #surface;
    /** @type {Sidecar.Step} */
    #step = { begin() {}, key: () => false, point() {} };
    /** @type {{ name: Name, state: State }[]} */
    #past = [];

    /**
     * @param {Document} doc @param {Sidecar.Texts} texts
     * @param {(profile: Sidecar.Profile | null) => void} done
     */
    constructor(doc, texts, done) {
      this.#doc = doc;
      this.#t = texts;
      this.#done = done;
      this.#surface = surface(doc, texts);
      this.#surface.onKey = (event) => this.#key(event);
      this.#surface.onPoint = (leaf, taken) => this.#step.point(leaf, taken);
      this.#go("message", { first: null, labels: [], members: [], composer: null });
    }

    /** @param {Name} name @param {State} state */
    #go(name, state) {
      this.#past.push({ name, state });
      this.#surface.through(name === "mode");
      this.#step = this.#made(name, state);
      this.#step.begin();
    }

    #back() {
      if (this.#past.length < 2) return;
      this.#past.pop();
      const last = this.#past.pop();
      if (last) this.#go(last.name, last.state);
    }

    /** @param {Sidecar.Profile | null} profile */
    end(profile) {
      this.#surface.close();
      this.#done(profile);
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
      const key = keyOf(event);
      if (key === "Escape") this.end(null);
      else if (key === "m") this.#surface.turn();
      else if (key === "Backspace" && this.#past.at(-1)?.name !== "mode") this.#back();
      else return this.#step.key(key);
      return true;
    }

    /** @param {Name} name @param {State} state */
    #made(name, state) {
      if (name === "preview")
        return preview(this.#surface, this.#t, state, this.#leading(state), (profile) =>
          this.end(profile),
        );
      if (name === "mode") return this.#mode(state);
      if (name === "order") return this.#order(state);
      return aim(this.#surface, this.#t, this.#pointed(name, state));
    }

    /** @param {"message" | "customer" | "agent" | "note" | "composer"} name @param {State} state */
    #pointed(name, state) {
      if (name === "message") return this.#message(state);
      return name === "composer" ? this.#composer(state) : this.#line(state, name);
    }

    /** @param {Name} name @param {number} number */
    #words(name, number) {
      const t = this.#t;
      return {
        step: t("pick_step", number, STEPS),
        title: t(`pick_${name}_title`),
        text: t(`pick_${name}_text`),
      };
    }

    /** @param {State} state @returns {Sidecar.Key[]} */
    #leading(state) {
      const back = { key: "Backspace", label: this.#t("pick_key_back"), act: () => this.#back() };
      return state.first ? [back] : [];
    }

    /** @param {State} state @returns {Sidecar.AimStep} */
    #message(state) {
      return {
        ...this.#words("message", 1),
        keys: [],
        known: [],
        wide: true,
        candidates: () =>
          groupsIn(this.#doc).map(({ element, members }) => ({
            element: members.at(-1) ?? element,
            members,
          })),
        find: (leaf) => found(leaf, []),
        word: ({ members }) => this.#t("pick_word_message", members.length),
        take: (first) => this.#go("customer", { ...state, first, members: first.members }),
      };
    }

    /**
     * The line that was clicked first may be the one asked for; notes may be missing.
     * @param {State} state @param {"customer" | "agent" | "note"} role
     * @param {(aimed: Sidecar.Aimed) => void} take @returns {Sidecar.Key[]}
     */
    #shortcuts(state, role, take) {
      const { first, labels } = state;
      const skip = () => this.#go("composer", state);
      if (role === "note") return [{ key: "s", label: this.#t("pick_key_skip"), act: skip }];
      if (!first || labels.some(({ element }) => element === first.element)) return [];
      const same = () => take({ ...first, members: [] });
      return [{ key: "y", label: this.#t("pick_key_same"), act: same }];
    }

    /**
     * @param {State} state @param {"customer" | "agent" | "note"} role @returns {Sidecar.AimStep}
     */
    #line(state, role) {
      const next = /** @type {const} */ ({ customer: "agent", agent: "note", note: "composer" });
      const { labels, members } = state;
      const take = (/** @type {Sidecar.Aimed} */ { element, leaf, members: more }) =>
        this.#go(next[role], {
          ...state,
          labels: [...labels, { element, role, ...(leaf && element.contains(leaf) && { leaf }) }],
          members: [...new Set([...members, ...more])],
        });
      const named = (/** @type {Element} */ element) =>
        labels.some((one) => one.element === element);
      const free = asSeen(members.filter((one) => !named(one)));
      return {
        ...this.#words(role, { customer: 2, agent: 3, note: 4 }[role]),
        keys: [...this.#shortcuts(state, role, take), ...this.#leading(state)],
        known: labels.map((one) => ({
          element: one.element,
          label: this.#t(`pick_role_${one.role}`),
          tone: one.role,
        })),
        wide: false,
        upwards: true,
        candidates: () => free.map((element) => ({ element, members: [] })),
        find: (leaf) => found(leaf, members),
        word: () => this.#t(`pick_word_${role}`),
        take,
      };
    }

    /** @param {State} state @returns {Sidecar.AimStep} */
    #composer(state) {
      const one = (/** @type {HTMLElement | null} */ element) =>
        element && { element, members: [] };
      return {
        ...this.#words("composer", 5),
        keys: this.#leading(state),
        known: [],
        wide: false,
        candidates: () => boxesIn(this.#doc).map((element) => ({ element, members: [] })),
        find: (leaf) => one(boxOf(leaf)),
        word: () => this.#t("pick_word_composer"),
        take: ({ element }) => {
          const next = { ...state, composer: /** @type {HTMLElement} */ (element) };
          if (state.labels.some(({ role }) => role === "note")) this.#go("mode", next);
          else this.#ordered(next);
        },
      };
    }

    /** Ask for the order only where the page does not tell it. @param {State} state */
    #ordered(state) {
      const sure = state.order ?? derive(state)?.sure ?? true;
      this.#go(sure ? "preview" : "order", state);
    }

    /** @param {State} state */
    #mode(state) {
      const { composer, members } = state;
      return askMode(
        this.#surface,
        this.#t,
        this.#words("mode", STEPS),
        composer,
        members,
        (noteMode) => this.#ordered({ ...state, ...(noteMode && { noteMode }) }),
      );
    }

    /** @param {State} state */
    #order(state) {
      const read = derive(state);
      const elements = read ? reading(read.profile, read.scope).map(({ element }) => element) : [];
      const face = { ...this.#words("order", STEPS), keys: this.#leading(state) };
      return askOrder(this.#surface, this.#t, face, elements, (order) =>
        this.#go("preview", { ...state, order }),
      );
    }
  }

  /**
   * A frame of another site than the page around it waits until the agent turns to it.
   * @param {Document} doc @param {AbortSignal | undefined} signal
   */
  const turnedTo = (doc, signal) =>
    new Promise((resolve) => {
      const wake = () => resolve(true);
      const view = doc.defaultView;
      view?.addEventListener("pointerdown", wake, {
        once: true,
        capture: true,
        ...(signal && { signal }),
      });
      view?.addEventListener("focus", wake, { once: true, ...(signal && { signal }) });
      signal?.addEventListener("abort", () => resolve(false));
    });

  /** Whether the page around this one does the work. @param {Window} view */
  function isReached(view) {
    try {
      return view !== view.parent && Boolean(view.parent.document);
    } catch {
      return false;
    }
  }

  /** @type {typeof sidecar.pick} */
  async function pick(doc, texts, signal) {
    const view = doc.defaultView;
    if (!view || isReached(view) || signal?.aborted) return null;
    if (view !== view.top && !(await turnedTo(doc, signal))) return null;
    return new Promise((resolve) => {
      const picker = new Picker(doc, texts, resolve);
      signal?.addEventListener("abort", () => picker.end(null));
    });
  }

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, pick });
})();
