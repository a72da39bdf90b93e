// Joins this page to the service worker: chooses its profile, tells what it shows, inserts lines.
// @ts-check
(() => {
  if (globalThis.sidecar.running) return; // put in twice: by the manifest and by hand
  const { conversationOf, fits, insertText, readChat } = globalThis.sidecar;
  const { replaceWords, roots, scopes, showBadge } = globalThis.sidecar;
  const { watchCaret, watchDraft, watchPage, watchSlots } = globalThis.sidecar;
  const AGAIN_MS = 250;
  const LOOK_EVERY_MS = 1_000;
  const isTop = window === window.top;

  /** @type {chrome.runtime.Port | null} */
  let port = null;
  /**
   * @type {{
   *   profile: Sidecar.Profile, report: () => void, stop: () => void,
   *   page: ReturnType<typeof watchPage>, draft: ReturnType<typeof watchDraft>, slots: ReturnType<typeof watchSlots>,
   * } | null}
   */
  let reading = null;
  /** Those that may fit here, in order. @type {Sidecar.Profile[]} */
  let profiles = [];
  /** @type {Sidecar.Settings | null} */
  let settings = null;
  /** @type {AbortController | null} */
  let picking = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let looking;

  /** @type {Sidecar.Emit} */
  const emit = (message) => {
    try {
      port?.postMessage(message);
    } catch {
      // The worker has just stopped; on the next connection everything is told anew.
    }
  };

  /** @param {string} key @param {...(string | number)} values */
  const t = (key, ...values) => chrome.i18n.getMessage(key, values.map(String));

  /** @param {Sidecar.Profile} profile */
  function read(profile) {
    reading?.stop();
    const page = watchPage(document, profile, emit, () => {
      draft.check();
      if (!page.active()) soon(); // a product may have several kinds of chats, each its profile
    });
    const draft = watchDraft(document, profile, emit, page.active);
    const forgetCaret = watchCaret(document, profile);
    const slots = watchSlots(document, profile, (names) => t("slots_held", names));
    const report = () => {
      page.report();
      draft.report();
    };
    const stop = () => [page.stop, draft.stop, forgetCaret, slots.stop].forEach((end) => end());
    reading = { profile, report, stop, page, draft, slots };
  }

  function stopReading() {
    showBadge(0, t);
    reading?.stop();
    reading = null;
  }

  /** Until a profile fits, look now and then, and only while the page changes. */
  const soon = () => void (looking ??= setTimeout(look, LOOK_EVERY_MS));
  const observer = new MutationObserver(soon);

  /** A profile that the browser cannot follow fits nowhere. @param {(profile: Sidecar.Profile) => boolean} test */
  const first = (test) =>
    profiles.find((profile) => {
      try {
        return test(profile);
      } catch {
        return false;
      }
    });

  /** The profile of a chat that is open here, else one whose list is here. */
  const fitting = () =>
    first((one) => scopes(document, one).some((scope) => readChat(scope, one) !== null)) ??
    first((one) => fits(document, one));

  function look() {
    looking = undefined;
    const before = reading?.profile;
    const profile = fitting() ?? before;
    if (!profile || profile.id !== before?.id) start(profile);
  }

  /** @param {Sidecar.Profile | undefined} profile */
  function start(profile) {
    if (!profile) return stayAway();
    observer.disconnect();
    if (!port) return connect();
    if (JSON.stringify(profile) !== JSON.stringify(reading?.profile)) read(profile);
    emit({ type: "reading", site: profile.id });
    return reading?.report();
  }

  /** A frame without a chat keeps no connection; the top one says that it is not known. */
  function stayAway() {
    stopReading();
    for (const profile of profiles)
      for (const root of roots(document, profile))
        observer.observe(root, { childList: true, subtree: true });
    if (isTop) emit({ type: "reading", site: "" });
    else port?.disconnect();
    if (!isTop) port = null;
  }

  /** @param {{ id: string, text: string, gap: Sidecar.Span | null, slots: string[], conversation: string }} message */
  async function insert({ id, text, gap, slots, conversation }) {
    const outcome = await write(conversation, (scope, profile, meant) =>
      insertText(scope, profile, text, gap, meant),
    );
    if (outcome.ok && settings?.warnSlots) reading?.slots.add(slots);
    emit({ type: "inserted", id, conversation, ...outcome });
  }

  /** @param {Sidecar.Replacing & { conversation: string }} message */
  async function replace({ conversation, span, text, with: words }) {
    const wanted = { span, text, with: words };
    const outcome = await write(conversation, (scope, profile, meant) =>
      replaceWords(scope, profile, wanted, meant),
    );
    emit({ type: "replaced", conversation, ...wanted, ...outcome });
  }

  /**
   * @param {string} conversation whose reply box is meant
   * @param {(scope: Sidecar.Scope, profile: Sidecar.Profile, meant: () => boolean) => Promise<Sidecar.Inserted>} run
   */
  async function write(conversation, run) {
    const scope = reading?.page.scopeOf(conversation);
    const profile = reading?.profile;
    if (!scope || !profile) return { ok: false, reason: "moved" };
    return run(scope, profile, () => conversationOf(scope, profile) === conversation);
  }

  /** @type {{ [type: string]: (message: any) => void }} */
  const handlers = {
    profiles: (message) => {
      profiles = message.profiles;
      settings = message.settings;
      observer.disconnect();
      start(fitting());
    },
    settings: (message) => {
      settings = message.settings;
      if (!settings?.badge) showBadge(0, t);
    },
    report: () => reading?.report(),
    draft: () => reading && emit({ type: "draft", ...reading.draft.now() }),
    insert: (message) => void insert(message),
    replace: (message) => void replace(message),
    show: ({ conversation }) => {
      const scope = reading?.page.scopeOf(conversation);
      if (scope instanceof Element) scope.scrollIntoView({ block: "nearest" });
    },
    badge({ lines }) {
      const wanted = settings?.badge && reading && !reading.profile.showsPanel;
      showBadge(wanted ? lines : 0, t);
    },
  };

  /** The agent shows what is what; several frames may ask, the first to be answered is the one. */
  async function pick() {
    picking?.abort();
    picking = new AbortController();
    const profile = await globalThis.sidecar.pick(document, t, picking.signal);
    if (!picking.signal.aborted) void chrome.runtime.sendMessage({ type: "picked", profile });
  }

  /** What the worker asks of every frame of a tab. @type {{ [type: string]: () => void }} */
  const requests = {
    renew() {
      // What may be read here has changed: ask anew.
      emit({ type: "renew" });
      connect();
    },
    pick: () => void pick(),
    "pick.over": () => picking?.abort(),
  };

  function connect() {
    if (port) return;
    // Without an id the extension was removed or replaced; this old script must fall silent.
    if (!chrome.runtime?.id) return fallSilent();
    port = chrome.runtime.connect({ name: "page" });
    port.onMessage.addListener((message) => handlers[message?.type]?.(message));
    port.onDisconnect.addListener(() => {
      port = null;
      setTimeout(connect, AGAIN_MS);
    });
  }

  function fallSilent() {
    observer.disconnect();
    picking?.abort();
    stopReading();
  }

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    // The port of a page that was laid aside is closed without a word.
    port?.disconnect();
    port = null;
    connect();
  });
  chrome.runtime.onMessage.addListener(({ type }) => {
    if (Object.hasOwn(requests, type)) requests[type]?.();
  });
  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, running: true });
  connect();
})();
