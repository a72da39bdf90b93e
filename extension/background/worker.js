// The service worker's entry: hands the browser's events to the link and the router.
// @ts-check
import { Coaching } from "./coaching.js";
import * as desks from "./helpdesks.js";
import { Link } from "./link.js";
import { Offers, addressOf, poster } from "./offers.js";
import { Renewal } from "./renewal.js";
import { Router } from "./router.js";
import * as chosen from "./settings.js";
import { Signs } from "./signs.js";
import { loadProfiles } from "./sites.js";

const WAKE = "wake";
const WAKE_MINUTES = 0.5;
const OWN_PAGES = /** @type {chrome.runtime.ContextType[]} */ (["TAB", "POPUP", "SIDE_PANEL"]);
const storage = chrome.storage;

const memory = {
  async load() {
    const { server } = await loading;
    const kept = await storage.local.get(["address", "token"]);
    // A token is good at one server: where IT names another, this browser has to pair anew.
    return server && server !== kept.address ? { address: server } : kept;
  },
  /** @param {{ address: string, token: string }} pairing */
  save: (pairing) => storage.local.set(pairing),
  clear: () => storage.local.remove("token"),
};
const { js: files = [], matches: demo = [] } =
  chrome.runtime.getManifest().content_scripts?.[0] ?? {};
const profiles = loadProfiles((path) => chrome.runtime.getURL(path));
const signs = new Signs(chrome.action, (key) => chrome.i18n.getMessage(key));
let loading = chosen.loadSettings(storage);

/** @type {Router} */
const router = new Router({
  send: (frame) => link.send(coaching.outgoing(frame)),
  pause: ({ origin }, paused) => void pause(origin, paused),
  pick: (tab) => void pick(tab),
  go: (tab) => void bringToFront(tab),
  sign: (tab, reading) => signs.show(tab, reading),
});
const coaching = new Coaching((frame) => link.send(frame));
const link = new Link(
  memory,
  (frame) => {
    coaching.onFrame(frame);
    router.onFrame(frame);
  },
  (status, address) => {
    coaching.onStatus(status);
    router.onStatus(status, address);
  },
);

const started = link.start();
const offers = new Offers(chrome, router, profiles, () => loading);

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

/** @param {number} tab */
async function bringToFront(tab) {
  const shown = await chrome.tabs.update(tab, { active: true });
  if (shown) await chrome.windows.update(shown.windowId, { focused: true });
}

/**
 * `panel:tab:N` stays with a tab, `panel:window:N` with whatever a window shows.
 * @param {chrome.runtime.Port} port
 */
async function joinPanel(port) {
  const [, kind, number] = port.name.split(":");
  const id = Number(number);
  const panel = router.addPanel(kind === "tab" ? id : null, poster(port));
  port.onMessage.addListener(panel.receive);
  port.onDisconnect.addListener(panel.gone);
  if (kind !== "window") return;
  const panels = following.get(id) ?? new Set();
  following.set(id, panels.add(panel));
  port.onDisconnect.addListener(() => panels.delete(panel));
  panel.follow(await activeTab(id));
}

chrome.runtime.onConnect.addListener((port) => {
  port.onMessage.addListener((message) => renewal.heard(message));
  if (port.name === "page") void offers.join(port);
  else if (port.name.startsWith("panel:") && isOurs(port.sender)) void joinPanel(port);
});

// ---- what is chosen

/** @param {chosen.Loaded} loaded */
async function apply(loaded) {
  loading = Promise.resolve(loaded);
  coaching.set(loaded.settings);
  router.set(loaded.settings);
  await offers.all();
  await desks.register(chrome, loaded, files);
  // Frames that had no chat are not joined.
  await Promise.all(loaded.sites.map(({ origin }) => desks.renew(chrome, origin)));
  return loaded;
}

/** @param {string} origin @param {boolean} paused */
const pause = async (origin, paused) => apply(await chosen.pauseSite(storage, origin, paused));

/** @param {string} origin */
async function add(origin) {
  await apply(await chosen.addSite(storage, origin));
  await desks.inject(chrome, desks.patternOf(origin), files);
}

/** Pages that are open already: the scripts of the version before this one are cut off from it. */
async function rejoin() {
  const { sites } = await loading;
  const patterns = sites.map(({ origin }) => desks.patternOf(origin));
  await Promise.all([
    desks.inject(chrome, demo, files, false),
    ...patterns.map((pattern) => desks.inject(chrome, pattern, files)),
  ]);
}

/** @param {string} origin */
const remove = async (origin) => apply(await chosen.removeSite(storage, origin));

/** The tabs in which the picker was started and is not over; picking may outlive this worker. */
const picking = {
  all: async () =>
    /** @type {number[]} */ ((await chrome.storage.session.get("picking")).picking ?? []),
  /** @param {number[]} tabs */
  keep: (tabs) => chrome.storage.session.set({ picking: tabs }),
};

const renewal = new Renewal(
  {
    load: async () =>
      /** @type {number | undefined} */ ((await chrome.storage.session.get("renewal")).renewal),
    keep: (deed) => chrome.storage.session.set({ renewal: deed }),
    async inUse() {
      const pages = await chrome.runtime.getContexts({ contextTypes: OWN_PAGES });
      return router.inUse() || pages.length > 0 || (await picking.all()).length > 0;
    },
    reload: () => chrome.runtime.reload(),
  },
  { now: () => Date.now(), setTimeout: (run, ms) => setTimeout(run, ms) },
);

/** @param {number} tab */
async function pick(tab) {
  await picking.keep([...(await picking.all()), tab]);
  const list = await fetch(chrome.runtime.getURL("content/picker.json"));
  await desks.startPicker(chrome, tab, await list.json());
}

/** @param {unknown} profile @param {chrome.runtime.MessageSender} sender */
async function picked(profile, sender) {
  const tab = sender.tab?.id ?? -1;
  const tabs = await picking.all();
  if (!tabs.includes(tab)) return;
  await picking.keep(tabs.filter((one) => one !== tab));
  void chrome.tabs.sendMessage(tab, { type: "pick.over" });
  if (profile && desks.isForSite(profile, addressOf(sender)))
    await questions["profile.save"]?.({ profile });
}

/**
 * Keep a card that the server takes, or cannot be asked about; null is none.
 * @param {unknown} given
 */
async function saveCard(given) {
  const answer = await coaching.check(chosen.cleanCard(given));
  if (answer.how === "refused") return answer;
  return { ...answer, ...(await apply(await chosen.saveCard(storage, given))) };
}

/** @param {boolean} done whether the server was told */
function shift(done) {
  if (done) router.report();
  return { ok: done, ...coaching.state };
}

const helpdesks = async () => {
  const loaded = await loading;
  const sites = await desks.described(chrome, loaded);
  return {
    ...loaded,
    helpdesks: sites.map((one) => ({ ...one, site: desks.profileOf(router.siteAt(one.origin)) })),
  };
};

/** What the extension's own pages may ask. @type {{ [type: string]: (message: any) => Promise<object> }} */
const questions = {
  state: async () => (await started, link.state()),
  pair: async ({ address, code }) =>
    link.pair((await loading).server || String(address), String(code)),
  forget: async () => (await link.forget(), link.state()),
  helpdesks,
  "helpdesk.add": async ({ origin }) => (await add(String(origin)), helpdesks()),
  "helpdesk.pause": async ({ origin, paused }) => (await pause(origin, paused), helpdesks()),
  "helpdesk.remove": async ({ origin }) => (await remove(String(origin)), helpdesks()),
  "profile.save": async ({ profile }) => {
    const outcome = await chosen.saveProfile(storage, profile);
    await apply(await chosen.loadSettings(storage));
    return outcome;
  },
  "profile.remove": async ({ id }) => (
    await apply(await chosen.removeProfile(storage, id)),
    helpdesks()
  ),
  async pick({ origin }) {
    const tab = router.tabAt(String(origin));
    if (tab === null) return { ok: false, problem: "no_tab" };
    await bringToFront(tab);
    await pick(tab);
    return { ok: true };
  },
  settings: () => loading,
  today: async () => coaching.state,
  "card.save": ({ card }) => saveCard(card),
  "sign.off": async () => shift(coaching.signOff()),
  "sign.on": async () => shift(coaching.signOn()),
  "settings.save": async ({ settings }) => apply(await chosen.saveSettings(storage, settings)),
};

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  // A click on the badge is the agent's deed: only at once may it open the panel.
  if (message?.type === "open.panel" && sender.tab?.id !== undefined)
    void chrome.sidePanel.open({ tabId: sender.tab.id });
  if (message?.type === "picked") void picked(message.profile, sender);
  if (!isOurs(sender) || !Object.hasOwn(questions, message?.type)) return false;
  renewal.heard(message);
  void questions[message.type]?.(message).then(answer, () => answer({ problem: "failed" }));
  return true;
});

chosen.watchSettings(storage, async (loaded) => {
  const { server } = await loading;
  await apply(loaded);
  if (loaded.server !== server) await link.start();
});

// ---- what the browser tells

chrome.tabs.onActivated.addListener(({ tabId, windowId }) => {
  following.get(windowId)?.forEach((panel) => panel.follow(tabId));
});
chrome.tabs.onRemoved.addListener((tab) => router.tabClosed(tab));
chrome.permissions.onAdded.addListener(async () => apply(await loading));
chrome.permissions.onRemoved.addListener(async () => apply(await loading));

chrome.commands.onCommand.addListener((command, tab) => {
  renewal.heard({ type: command });
  const line = /^insert-([1-3])$/.exec(command)?.[1];
  if (tab?.id === undefined) return;
  if (line) router.insertLine(tab.id, Number(line));
  // Only while the key press counts as the user's deed may a panel be opened: no awaiting first.
  else if (command === "open-panel") void chrome.sidePanel.open({ tabId: tab.id });
});

chrome.alarms.onAlarm.addListener(() => {
  link.wake();
  void renewal.look();
});
chrome.runtime.onUpdateAvailable.addListener(() => renewal.waits());
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === "install") void chrome.runtime.openOptionsPage();
  void rejoin();
});

void chrome.alarms.create(WAKE, { periodInMinutes: WAKE_MINUTES });
void storage.local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" });
void chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
void loading.then(apply);
