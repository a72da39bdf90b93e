// Watches the page and tells what changed in the chat: opened, seen, removed, renamed.
// @ts-check
(() => {
  const { readPage } = globalThis.sidecar;
  const SCAN_AFTER_MS = 100;
  /** So many lines at once are not a conversation going on but another view of it. */
  const TOO_MANY = 10;

  /** @param {Sidecar.Message} a @param {Sidecar.Message | undefined} b */
  const alike = (a, b) => a.role === b?.role && a.text === b.text;

  /** @param {Sidecar.Shown} now */
  const opened = ({ conversation, customer, messages }) => [
    { type: "conversation.opened", conversation, customer, messages },
  ];

  /**
   * Whether something new stands before something known: history was loaded, not a line written.
   * @param {Sidecar.Shown} now @param {Map<string, unknown>} known by id @param {Sidecar.Message[]} fresh
   */
  function outOfOrder(now, known, fresh) {
    const newest = now.ids.findLastIndex((id) => known.has(id));
    return fresh.some(({ message }) => now.ids.indexOf(message) < newest);
  }

  /**
   * What the server has to hear so that it knows `now` after `before`.
   * @param {Sidecar.Shown | null} before @param {Sidecar.Shown | null} now
   * @returns {Sidecar.Frame[]}
   */
  function changes(before, now) {
    if (!now) return before ? [{ type: "left" }] : [];
    const stated = JSON.stringify(now.customer) === JSON.stringify(before?.customer);
    if (!before || before.conversation !== now.conversation || !stated) return opened(now);
    const known = new Map(before.messages.map((one) => [one.message, one]));
    const fresh = now.messages.filter(({ message }) => !known.has(message));
    const edited = now.messages.filter(
      (one) => known.has(one.message) && !alike(one, known.get(one.message)),
    );
    const ids = new Set(now.ids);
    const vanished = before.messages.filter(({ message }) => !ids.has(message));
    const renamed = pairUp(vanished, fresh);
    const added = fresh.filter((one) => !renamed.has(one));
    if (added.length > TOO_MANY || outOfOrder(now, known, added)) return opened(now);
    const gone = vanished.filter((one) => ![...renamed.values()].includes(one));
    return frames(now.conversation, renamed, [...edited, ...added], gone);
  }

  /**
   * Lines that vanished and came back under another id; each counts once.
   * @param {Sidecar.Message[]} vanished @param {Sidecar.Message[]} fresh
   */
  function pairUp(vanished, fresh) {
    const left = [...vanished];
    /** @type {Map<Sidecar.Message, Sidecar.Message>} */
    const pairs = new Map();
    for (const one of fresh) {
      const at = left.findIndex((old) => alike(one, old));
      const [old] = at < 0 ? [] : left.splice(at, 1);
      if (old) pairs.set(one, old);
    }
    return pairs;
  }

  /**
   * @param {string} conversation
   * @param {Map<Sidecar.Message, Sidecar.Message>} renamed
   * @param {Sidecar.Message[]} seen
   * @param {Sidecar.Message[]} gone
   * @returns {Sidecar.Frame[]}
   */
  const frames = (conversation, renamed, seen, gone) => [
    ...[...renamed].map(([to, { message }]) => ({
      type: "message.renamed",
      conversation,
      message,
      to: to.message,
    })),
    ...gone.map(({ message }) => ({ type: "message.removed", conversation, message })),
    ...seen.map((one) => ({ type: "message.seen", conversation, ...one })),
  ];

  /**
   * The attributes that a profile speaks of; others change without meaning.
   * @param {Sidecar.Profile} profile
   */
  function attributesOf(profile) {
    const text = JSON.stringify(profile);
    const found = [...text.matchAll(/"attr":"([^"]+)"|\[([\w-]+)/g)].map(
      ([, named, tested]) => named ?? tested,
    );
    return [...new Set(["class", "hidden", ...found.filter((name) => name !== undefined)])];
  }

  /**
   * Read the page now and whenever it changes; a burst of changes costs one reading.
   * @param {Document} doc @param {Sidecar.Profile} profile @param {Sidecar.Emit} emit
   * @param {() => void} onScan after each reading
   */
  function watchPage(doc, profile, emit, onScan) {
    /** @type {Sidecar.Shown | null} */
    let before = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const scan = () => {
      timer = undefined;
      const now = readPage(doc, profile);
      const told = changes(before, now);
      before = now;
      told.forEach(emit);
      onScan();
    };
    // Not put off by further changes: a page that never rests is read all the same.
    const soon = () => void (timer ??= setTimeout(scan, SCAN_AFTER_MS));
    const observer = new MutationObserver(soon);
    const attributeFilter = attributesOf(profile);
    observer.observe(doc, { childList: true, subtree: true, characterData: true, attributeFilter });
    return {
      /** Tell everything anew. */
      report() {
        before = null;
        scan();
      },
      stop() {
        clearTimeout(timer);
        observer.disconnect();
      },
    };
  }

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, changes, watchPage });
})();
