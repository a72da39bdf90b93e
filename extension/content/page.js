// Joins this page to the service worker: gets its profile, tells what it shows, takes lines to insert.
// @ts-check
(() => {
  const { conversationOf, insertText, watchCaret, watchDraft, watchPage } = globalThis.sidecar;
  const AGAIN_MS = 250;

  /** @type {chrome.runtime.Port | null} */
  let port = null;
  /** @type {{ profile: Sidecar.Profile, report: () => void, stop: () => void } | null} */
  let reading = null;
  /** No profile fits this page: stay away. */
  let unwanted = false;

  /** @type {Sidecar.Emit} */
  const emit = (message) => {
    try {
      port?.postMessage(message);
    } catch {
      // The worker has just stopped; on the next connection everything is told anew.
    }
  };

  /** @param {Sidecar.Profile} profile */
  function read(profile) {
    reading?.stop();
    const draft = watchDraft(document, profile, emit);
    const page = watchPage(document, profile, emit, draft.check);
    const forgetCaret = watchCaret(document, profile);
    const report = () => {
      page.report();
      draft.report();
    };
    const stop = () => [page.stop, draft.stop, forgetCaret].forEach((end) => end());
    reading = { profile, report, stop };
  }

  /**
   * @param {{ id: string, text: string, gap: Sidecar.Span | null, conversation: string }} message
   */
  async function insert({ id, text, gap, conversation }) {
    if (!reading) return;
    const { profile } = reading;
    const here = conversationOf(document, profile) === conversation;
    const outcome = here
      ? await insertText(document, profile, text, gap)
      : { ok: false, reason: "moved" };
    emit({ type: "inserted", id, ...outcome });
  }

  /** @type {{ [type: string]: (message: any) => void }} */
  const handlers = {
    profile({ profile }) {
      unwanted = !profile;
      if (unwanted) return port?.disconnect();
      if (JSON.stringify(profile) !== JSON.stringify(reading?.profile)) read(profile);
      return reading?.report();
    },
    report: () => reading?.report(),
    insert: (message) => void insert(message),
  };

  function connect() {
    if (unwanted || port) return;
    // Without an id the extension was removed or replaced; this old script must fall silent.
    if (!chrome.runtime?.id) return reading?.stop();
    port = chrome.runtime.connect({ name: "page" });
    port.onMessage.addListener((message) => handlers[message?.type]?.(message));
    port.onDisconnect.addListener(() => {
      port = null;
      setTimeout(connect, AGAIN_MS);
    });
  }

  addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
})();
