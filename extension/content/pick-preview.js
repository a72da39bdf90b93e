// The last step of the picker: every message tinted as it is read, put right where it is wrong.
// @ts-check
(() => {
  const { derive, picking } = globalThis.sidecar;
  const { reading } = picking;
  const ROWS = 10;
  /** @type {(Sidecar.Role | "none")[]} */
  const ROLES = ["customer", "agent", "note", "bot", "system", "none"];
  const COUNTED = /** @type {const} */ (["customer", "agent", "note", "bot", "system", "unknown"]);

  class Preview {
    #surface;
    #texts;
    #picked;
    #back;
    #done;
    /** @type {ReturnType<typeof derive>} */
    #found = null;
    /** @type {Sidecar.Read[]} */
    #reads = [];
    #at = 0;

    /**
     * @param {Sidecar.Surface} surface @param {Sidecar.Texts} texts
     * @param {Sidecar.Picked} picked @param {Sidecar.Key[]} back @param {(profile: Sidecar.Profile) => void} done
     */
    constructor(surface, texts, picked, back, done) {
      this.#surface = surface;
      this.#texts = texts;
      this.#picked = picked;
      this.#back = back;
      this.#done = done;
    }

    begin() {
      this.#read();
      this.#at = this.#reads.length - 1;
      this.#draw();
      this.#surface.keepOff(this.#reads.slice(-60).map(({ element }) => element));
      this.#surface.say(`${this.#texts("pick_preview_title")} ${this.#counts()}`);
    }

    #read() {
      this.#found = derive(this.#picked);
      this.#reads = this.#found ? reading(this.#found.profile, this.#found.scope) : [];
    }

    #counts() {
      const t = this.#texts;
      const all = this.#reads.length;
      const parts = COUNTED.flatMap((role) => {
        const count = this.#reads.filter((one) => one.role === role).length;
        const always = role === "customer" || role === "agent" || role === "unknown";
        return count || always ? [t(`pick_count_${role}`, count)] : [];
      });
      return `${all === 1 ? t("pick_all_one") : t("pick_all", all)}: ${parts.join(", ")}`;
    }

    /** Whether a named line is still read as something else. */
    #torn() {
      return this.#picked.labels.some(({ element, role }) => {
        const read = this.#reads.find((one) => one.element === element)?.role ?? "unknown";
        return read !== (role === "none" ? "unknown" : role);
      });
    }

    #draw() {
      const t = this.#texts;
      const text = this.#reads.length
        ? t(this.#torn() ? "pick_torn" : "pick_preview_text")
        : t("pick_unread");
      this.#surface.draw({
        step: t("pick_last"),
        title: t("pick_preview_title"),
        text,
        counts: this.#counts(),
        rows: this.#rows(),
        keys: this.#keys(),
        ...(this.#reads.length && { more: this.#roles() }),
      });
      this.#surface.boxes(
        this.#reads.slice(-80).map(({ element, role }) => ({
          element,
          label: role === "unknown" ? "" : t(`pick_role_${role}`),
          tone: role + (element === this.#reads[this.#at]?.element ? " here" : ""),
        })),
      );
    }

    #rows() {
      const last = Math.min(this.#reads.length, Math.max(this.#at + 5, ROWS));
      const from =
        this.#at >= this.#reads.length - ROWS
          ? Math.max(this.#reads.length - ROWS, 0)
          : Math.max(last - ROWS, 0);
      return this.#reads.slice(from, from + ROWS).map(({ role, text }, index) => ({
        mark: this.#texts(`pick_role_${role}`),
        role,
        text,
        here: from + index === this.#at,
        act: () => this.#go(from + index),
      }));
    }

    #keys() {
      const yes = {
        key: "Enter",
        label: this.#texts("pick_key_right"),
        act: () => this.#end(),
        strong: true,
      };
      return this.#usable() ? [yes, ...this.#back] : this.#back;
    }

    #roles() {
      const t = this.#texts;
      const keys = ROLES.map((role, at) => ({
        key: String(at + 1),
        label: t(`pick_is_${role}`),
        act: () => this.#name(role),
        role,
      }));
      return { label: t("pick_this_is"), keys };
    }

    /** Without a rule for the customer there would never be a line. */
    #usable() {
      return Boolean(this.#found?.profile.direction.some(({ is }) => is === "customer"));
    }

    /** @param {number} at */
    #go(at) {
      const read = this.#reads[at];
      if (!read) return this.#surface.say(this.#texts("pick_nothing"));
      this.#at = at;
      read.element.scrollIntoView({ block: "nearest" });
      this.#draw();
      this.#surface.say(`${this.#texts(`pick_role_${read.role}`)}: ${read.text.slice(0, 120)}`);
    }

    /** @param {Sidecar.Role | "none"} role */
    #name(role) {
      const element = this.#reads[this.#at]?.element;
      if (!element) return;
      const labels = this.#picked.labels.filter((one) => one.element !== element);
      this.#picked = { ...this.#picked, labels: [...labels, { element, role }] };
      this.#read();
      this.#at = Math.max(
        this.#reads.findIndex((one) => one.element === element),
        0,
      );
      this.#draw();
      this.#surface.say(this.#counts());
    }

    #end() {
      if (this.#found && this.#usable()) this.#done(this.#found.profile);
    }

    /** @param {Element | null} leaf @param {boolean} taken */
    point(leaf, taken) {
      if (taken) this.#go(this.#reads.findIndex(({ element }) => element.contains(leaf)));
    }

    /** @param {string} key */
    key(key) {
      const role = ROLES[Number(key) - 1];
      if (key === "Enter") this.#end();
      else if (role) this.#name(role);
      else if (key === "ArrowUp" || key === "k") this.#go(this.#at - 1);
      else if (key === "ArrowDown" || key === "j") this.#go(this.#at + 1);
      else return /^(.|Arrow.*)$/.test(key);
      return true;
    }
  }

  /** @type {Sidecar.Picking["preview"]} */
  const preview = (...given) => new Preview(...given);

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, preview }),
  });
})();
