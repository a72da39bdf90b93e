// The sites that are switched on: which profiles may fit a page of theirs, and its scripts put in.
// @ts-check
import { matches } from "./sites.js";

const SCRIPTS = "helpdesks";

/** @typedef {import("./settings.js").Loaded} Loaded */

/** Match patterns know no ports; the origin is looked at again when a page joins. @param {string} origin */
export const patternOf = (origin) => `${new URL(origin).protocol}//${new URL(origin).hostname}/*`;

/** Whether the browser lets the extension read it. @param {Browser} browser @param {string} origin */
export const permitted = (browser, origin) =>
  browser.permissions.contains({ origins: [patternOf(origin)] });

/**
 * The same product stands on many hosts, and its chats are numbered from one on each.
 * @param {Sidecar.Profile} profile @param {string} host @returns {Sidecar.Profile}
 */
export const onHost = (profile, host) => ({ ...profile, id: `${profile.id}@${host}` });

/** The profile's own name, without the host. @param {string} site */
export const profileOf = (site) => site.replace(/@.*$/, "");

/**
 * How a page may be read. On a site that was switched on: the agent's own profiles and those from
 * IT, then the shipped ones for that address, then those of products that anyone may host.
 * Elsewhere only what the manifest reads from the start, the demo desk.
 * @param {string} address
 * @param {Sidecar.Profile[]} shipped
 * @param {Loaded} loaded
 * @returns {{ profiles: Sidecar.Profile[], paused: boolean }}
 */
export function readable(address, shipped, loaded) {
  const origin = URL.canParse(address) ? new URL(address).origin : "";
  const on = loaded.sites.some((site) => site.origin === origin);
  const fitting = (/** @type {Sidecar.Profile[]} */ profiles) =>
    profiles.filter(({ match }) => match.some((pattern) => matches(pattern, address)));
  const anywhere = shipped.filter(({ match }) => !match.length);
  const found = on
    ? [...fitting(loaded.profiles), ...fitting(shipped), ...anywhere]
    : fitting(shipped);
  const paused = found.length > 0 && loaded.paused.includes(origin);
  return { profiles: paused ? [] : found, paused };
}

/**
 * What of `chrome` is used here.
 * @typedef {Pick<typeof chrome, "permissions" | "scripting" | "tabs">} Browser
 */

/** @param {Browser} browser @param {Loaded} loaded @returns {Promise<Sidecar.Helpdesk[]>} */
export const described = (browser, { sites }) =>
  Promise.all(
    sites.map(async (site) => ({
      ...site,
      permitted: await permitted(browser, site.origin),
    })),
  );

/** @type {Promise<unknown>} */
let registering = Promise.resolve();

/**
 * Have the browser put the scripts into every page, and frame, of the sites that may be read. One
 * call after the other: a choice and the change that storage tells of it come at once.
 * @param {Browser} browser @param {Loaded} loaded @param {string[]} files
 */
export function register(browser, loaded, files) {
  const turn = registering.then(() => put(browser, loaded, files));
  registering = turn.catch(() => undefined);
  return turn;
}

/** @param {Browser} browser @param {Loaded} loaded @param {string[]} files */
async function put(browser, loaded, files) {
  const may = (await described(browser, loaded)).filter(({ permitted }) => permitted);
  const patterns = [...new Set(may.map(({ origin }) => patternOf(origin)))].sort();
  const [known] = await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPTS] });
  const wanted = JSON.stringify([patterns, files]);
  if (JSON.stringify([known?.matches?.sort() ?? [], known?.js ?? files]) === wanted) return;
  if (known) await browser.scripting.unregisterContentScripts({ ids: [SCRIPTS] });
  if (patterns.length) await browser.scripting.registerContentScripts([scripts(patterns, files)]);
}

/** @param {string[]} matches @param {string[]} js */
const scripts = (matches, js) =>
  /** @type {const} */ ({
    id: SCRIPTS,
    matches,
    js,
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: "document_idle",
    persistAcrossSessions: true,
  });

/** @param {Browser} browser @param {string | string[]} url match patterns @returns {Promise<number[]>} */
async function tabsOf(browser, url) {
  const tabs = await browser.tabs.query({ url });
  return tabs.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

/**
 * Put the scripts into the tabs that are open already; a page that has them takes no second ones.
 * @param {Browser} browser @param {string | string[]} url match patterns
 * @param {string[]} files @param {boolean} [allFrames]
 */
export async function inject(browser, url, files, allFrames = true) {
  const put = (/** @type {number} */ tabId) =>
    browser.scripting.executeScript({ target: { tabId, allFrames }, files });
  // A tab that shows an error page, or is about to close, takes none.
  await Promise.allSettled((await tabsOf(browser, url)).map(put));
}

/** What may be read there has changed: its pages ask anew. @param {Browser} browser @param {string} origin */
export async function renew(browser, origin) {
  const tell = (/** @type {number} */ tab) => browser.tabs.sendMessage(tab, { type: "renew" });
  await Promise.allSettled((await tabsOf(browser, patternOf(origin))).map(tell));
}

/**
 * Start the picker in every frame of a tab; its scripts are put in only now.
 * @param {Browser} browser @param {number} tabId @param {string[]} files
 */
export async function startPicker(browser, tabId, files) {
  await browser.scripting.executeScript({ target: { tabId, allFrames: true }, files });
  await browser.tabs.sendMessage(tabId, { type: "pick" });
}

/**
 * Whether a picked profile is for the site it was picked on and no other.
 * @param {unknown} profile @param {string} address
 */
export const isForSite = (profile, address) => {
  const { match } = /** @type {Partial<Sidecar.Profile>} */ (profile ?? {});
  return URL.canParse(address) && JSON.stringify(match) === JSON.stringify([patternOf(address)]);
};
