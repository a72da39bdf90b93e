// Watches the page and tells what changed in its chats: opened, seen, removed, renamed, left.
// @ts-check
(() => {
  const { aligned, changes, conversationOf, readChat, roots, scopes } = globalThis.sidecar;
  const SCAN_AFTER_MS = 80;
  const PAINT_WITHIN_MS = 50;
  /** How long a page may show none of a chat's lines, or lines without ids under another's name. */
  const DOUBT_MS = 1_500;
  /** How long it may show one chat's lines, by their ids, under another chat's name. */
  const LONG_DOUBT_MS = 10_000;

  /**
   * The attributes that a profile speaks of; others change without meaning.
   * @param {Sidecar.Profile} profile
   */
  function attributesOf(profile) {
    const text = JSON.stringify(profile);
    const found = [...text.matchAll(/"attr":"([^"]+)"|\[([\w-]+)/g)].map(
      ([, named, tested]) => named ?? tested,
    );
    const always = ["class", "hidden", "style"];
    return [...new Set([...always, ...found.filter((name) => name !== undefined)])];
  }

  /**
   * Whether a page is halfway through a switch: another chat's name over the same lines, or the
   * same name over none of the lines it had.
   * @param {Sidecar.Shown} before @param {Sidecar.Shown} now
   */
  function halfway(before, now) {
    const newest = before.messages.at(-1);
    if (!newest || !now.messages.length) return false;
    if (before.conversation === now.conversation && now.ids.includes(newest.message)) return false;
    const known = new Set(before.messages.map(({ message }) => message));
    const same = now.messages.filter(({ message }) => known.has(message)).length;
    if (before.conversation !== now.conversation) return same === now.messages.length;
    const texts = new Set(before.messages.map(({ text }) => text));
    return same === 0 && !now.messages.some(({ text }) => texts.has(text));
  }

  /**
   * Whether the list is scrolled away from its newest lines: a jump there shows none that are known.
   * @param {Sidecar.Scope} scope @param {Sidecar.Profile} profile
   */
  function scrolledAway(scope, { list, order }) {
    let at = scope.querySelector(list);
    while (at && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement;
    if (!at || at === at.ownerDocument.documentElement) return false;
    const below = at.scrollHeight - at.clientHeight - at.scrollTop;
    return (order === "newest-first" ? at.scrollTop : below) > at.clientHeight;
  }

  /** Whether the newest line that was told is not in the page now. @param {Sidecar.Shown} told @param {Sidecar.Shown} now */
  function apart(told, now) {
    const here = new Set(now.ids);
    const newest = told.messages.at(-1);
    return newest !== undefined && !here.has(newest.message);
  }

  class PageWatch {
    #doc;
    #profile;
    #emit;
    #onScan;
    /** @type {Map<string, Sidecar.Shown>} what was told of each chat in the page */
    #told = new Map();
    /** @type {WeakMap<Sidecar.Scope, Sidecar.Shown>} what was last read there */
    #last = new WeakMap();
    /** @type {WeakMap<Sidecar.Scope, number>} since when it has been in doubt */
    #doubt = new WeakMap();
    /** Chats whose lines may be another's, for the page never showed others. @type {Set<string>} */
    #guessed = new Set();
    /** @type {Map<string, Sidecar.Scope>} */
    #places = new Map();
    /** @type {WeakSet<Node>} */
    #watched = new WeakSet();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    #active = "";
    #touched = "";
    #observer = new MutationObserver(() => this.#soon());

    /**
     * @param {Document} doc @param {Sidecar.Profile} profile @param {Sidecar.Emit} emit
     * @param {() => void} onScan
     */
    constructor(doc, profile, emit, onScan) {
      this.#doc = doc;
      this.#profile = profile;
      this.#emit = emit;
      this.#onScan = onScan;
      this.#watch(doc);
      for (const kind of ["focusin", "pointerdown"])
        doc.addEventListener(kind, this.#touch, { capture: true, passive: true });
    }

    /** Tell everything anew. */
    report = () => {
      const before = this.#told;
      this.#told = new Map();
      this.#active = "";
      this.#scan(before);
      for (const [id, shown] of before) if (!this.#places.has(id)) this.#leave(shown);
    };

    stop = () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#observer.disconnect();
      for (const kind of ["focusin", "pointerdown"])
        this.#doc.removeEventListener(kind, this.#touch, { capture: true });
    };

    active = () => {
      const scope = this.#places.get(this.#active);
      // While a switch is not complete its reply box may be the other chat's already.
      const here = scope && conversationOf(scope, this.#profile) === this.#active;
      return here ? { conversation: this.#active, scope } : null;
    };

    /** @param {string} conversation */
    scopeOf = (conversation) => this.#places.get(conversation) ?? null;

    /** Where several chats stand side by side, the one touched last is meant. */
    #touch = (/** @type {Event} */ event) => {
      const path = event.composedPath();
      const found = [...this.#places].find(([, scope]) => path.includes(scope));
      if (!found || this.#places.size < 2 || found[0] === this.#active) return;
      this.#touched = found[0];
      this.#soon();
    };

    // Not put off by further changes: a page that never rests is read all the same.
    #soon = () => void (this.#timer ??= setTimeout(this.#afterPaint, SCAN_AFTER_MS));

    /** Once the page has painted, its layout is known and asking for it costs nothing. */
    #afterPaint = () => {
      // Not all pages paint.
      const timer = (this.#timer = setTimeout(() => this.#scan(), PAINT_WITHIN_MS));
      requestAnimationFrame(() => {
        if (this.#timer !== timer) return;
        clearTimeout(timer);
        this.#timer = setTimeout(() => this.#scan());
      });
    };

    /** @param {Node} root */
    #watch(root) {
      if (this.#watched.has(root)) return;
      this.#watched.add(root);
      const attributeFilter = attributesOf(this.#profile);
      this.#observer.observe(root, {
        childList: true,
        subtree: true,
        characterData: true,
        attributeFilter,
      });
    }

    /** @param {Map<string, Sidecar.Shown>} [earlier] what was told before all is told anew */
    #scan(earlier) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#places = new Map();
      roots(this.#doc, this.#profile).forEach((root) => this.#watch(root));
      for (const scope of scopes(this.#doc, this.#profile)) {
        const shown = this.#believed(scope);
        if (shown && !this.#places.has(shown.conversation))
          this.#tell(scope, shown, earlier?.get(shown.conversation));
      }
      for (const [id, before] of this.#told) if (!this.#places.has(id)) this.#leave(before);
      this.#choose();
      this.#onScan();
    }

    /**
     * What stands there, or what stood there before a switch that is not complete.
     * @param {Sidecar.Scope} scope
     */
    #believed(scope) {
      const read = readChat(scope, this.#profile);
      const last = this.#last.get(scope);
      if (last && read && halfway(last, read)) {
        const same = last.conversation === read.conversation;
        if (same && this.#scrolledAway(scope, read)) return last;
        const since = this.#doubt.get(scope) ?? performance.now();
        this.#doubt.set(scope, since);
        const long = !same && this.#profile.messageId;
        if (performance.now() - since < (long ? LONG_DOUBT_MS : DOUBT_MS)) {
          this.#soon();
          return last;
        }
        this.#accept(read.conversation, same);
      }
      this.#doubt.delete(scope);
      if (read) this.#last.set(scope, read);
      else this.#last.delete(scope);
      return read;
    }

    /**
     * Believe what stayed in doubt for so long, and compare it with nothing that was told before.
     * @param {string} conversation @param {boolean} same whether new lines came under the same name
     */
    #accept(conversation, same) {
      this.#told.delete(conversation);
      if (same) this.#guessed.delete(conversation);
      else this.#guessed.add(conversation);
    }

    /** @param {Sidecar.Scope} scope @param {Sidecar.Shown} shown */
    #scrolledAway(scope, { conversation }) {
      return !this.#guessed.has(conversation) && scrolledAway(scope, this.#profile);
    }

    /** @param {Sidecar.Scope} scope @param {Sidecar.Shown} shown @param {Sidecar.Shown} [earlier] */
    #tell(scope, shown, earlier) {
      const { conversation } = shown;
      this.#places.set(conversation, scope);
      // Out of view does not mean gone: the newest lines were told already.
      const known = this.#told.get(conversation) ?? earlier;
      const away = () => this.#scrolledAway(scope, shown);
      const named = known && !this.#profile.messageId ? aligned(known, shown) : shown;
      const now = known && apart(known, named) && away() ? known : named;
      const { frames, next } = changes(this.#told.get(conversation) ?? null, now, away);
      if (next) this.#told.set(conversation, next);
      frames.forEach(this.#emit);
    }

    /** @param {Sidecar.Shown} before */
    #leave(before) {
      this.#told.delete(before.conversation);
      changes(before, null).frames.forEach(this.#emit);
    }

    /** Say which chat is in front of the agent: the one touched last, else the first to be seen. */
    #choose() {
      const seen = [...this.#places].filter(
        ([, scope]) => !(scope instanceof Element) || scope.checkVisibility(),
      );
      const now = (seen.find(([id]) => id === this.#touched) ??
        seen.find(([id]) => id === this.#active) ??
        seen[0] ?? [""])[0];
      if (now === this.#active) return;
      this.#active = now;
      if (now) this.#emit({ type: "active", conversation: now });
    }
  }

  /** @type {typeof sidecar.watchPage} */
  const watchPage = (doc, profile, emit, onScan) => new PageWatch(doc, profile, emit, onScan);

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, watchPage });
})();
