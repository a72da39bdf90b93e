// The service worker's entry: hands the browser's events to the link and the router.
// @ts-check
import { Link } from "./link.js";
import { Router } from "./router.js";
import { loadProfiles, profileFor } from "./sites.js";

const WAKE = "wake";
const WAKE_MINUTES = 0.5;

const memory = {
  load: () => chrome.storage.local.get(["address", "token"]),
  /** @param {{ address: string, token: string }} pairing */
  save: (pairing) => chrome.storage.local.set(pairing),
  clear: () => chrome.storage.local.remove("token"),
};
/** @type {Router} */
const router = new Router((frame) => link.send(frame));
const link = new Link(
  memory,
  (frame) => router.onFrame(frame),
  (status, address) => router.onStatus(status, address),
);
const profiles = loadProfiles((path) => chrome.runtime.getURL(path));

/**
 * Pages of this extension, as opposed to its content scripts.
 * @param {chrome.runtime.MessageSender | undefined} sender
 */
const isOurs = (sender) => sender?.origin === location.origin;

/** @type {Map<number, Set<{ follow: (tab: number | null) => void }>>} panels by window */
const following = new Map();

/** @param {number} windowId */
const activeTab = async (windowId) =>
  (await chrome.tabs.query({ active: true, windowId }))[0]?.id ?? null;

/**
 * A port may close at any moment; what is posted after that is for nobody.
 * @param {chrome.runtime.Port} port
 */
const poster = (port) => (/** @type {object} */ message) => {
  try {
    port.postMessage(message);
  } catch {
    // closed
  }
};

/**
 * @param {chrome.runtime.Port} port
 * @param {{ receive: (message: any) => void, gone: () => void }} end
 */
function join(port, end) {
  port.onMessage.addListener(end.receive);
  port.onDisconnect.addListener(end.gone);
}

/**
 * A content script: tell it how to read its page, then listen.
 * @param {chrome.runtime.Port} port
 */
async function joinPage(port) {
  const tab = port.sender?.tab?.id;
  const profile = profileFor(await profiles, port.sender?.url ?? "");
  const post = poster(port);
  if (tab !== undefined && profile) join(port, router.addPage(tab, profile.id, post));
  post({ type: "profile", profile });
}

/**
 * `panel:tab:N` stays with a tab, `panel:window:N` with whatever a window shows.
 * @param {chrome.runtime.Port} port
 */
async function joinPanel(port) {
  const [, kind, number] = port.name.split(":");
  const id = Number(number);
  const panel = router.addPanel(kind === "tab" ? id : null, poster(port));
  join(port, panel);
  if (kind !== "window") return;
  const panels = following.get(id) ?? new Set();
  following.set(id, panels.add(panel));
  port.onDisconnect.addListener(() => panels.delete(panel));
  panel.follow(await activeTab(id));
}

chrome.runtime.onConnect.addListener((port) => {
  if (port.name === "page") void joinPage(port);
  else if (port.name.startsWith("panel:") && isOurs(port.sender)) void joinPanel(port);
});

/** What the pairing page may ask. @type {{ [type: string]: (message: any) => Promise<object> }} */
const questions = {
  state: async () => link.state(),
  pair: ({ address, code }) => link.pair(String(address), String(code)),
  forget: async () => (await link.forget(), link.state()),
};

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (!isOurs(sender) || !Object.hasOwn(questions, message?.type)) return false;
  void questions[message.type]?.(message).then(answer);
  return true;
});

chrome.tabs.onActivated.addListener(({ tabId, windowId }) => {
  following.get(windowId)?.forEach((panel) => panel.follow(tabId));
});
chrome.tabs.onRemoved.addListener((tab) => router.tabClosed(tab));

chrome.commands.onCommand.addListener((command, tab) => {
  const line = /^insert-([1-3])$/.exec(command)?.[1];
  if (tab?.id === undefined) return;
  if (line) router.insertLine(tab.id, Number(line));
  // Only while the key press counts as the user's deed may a panel be opened: no awaiting first.
  else if (command === "open-panel") void chrome.sidePanel.open({ tabId: tab.id });
});

chrome.alarms.onAlarm.addListener(() => link.wake());
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === "install") void chrome.runtime.openOptionsPage();
});

void chrome.alarms.create(WAKE, { periodInMinutes: WAKE_MINUTES });
void chrome.storage.local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" });
void chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
void link.start();
