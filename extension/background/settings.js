// What is chosen and what IT has set: defaults, then the agent's own choice, then managed values.
// @ts-check
import { readAddress } from "./address.js";
import { cleanCard } from "./card.js";
import { cleanKeys } from "./deeds.js";
import { readOrigin } from "./origins.js";
import { cleanRules } from "./rules.js";
import { checkProfile, fault } from "./shape.js";

export { checkProfile, cleanCard };

/**
 * The part of the browser's storage that is used here.
 * @typedef {object} Storage
 * @property {{ get(keys: string[]): Promise<any>, set(items: object): Promise<void> }} local
 * @property {{ get(keys: string[]): Promise<any> }} managed
 * @property {{ addListener(run: (changes: object, area: string) => void): void }} onChanged
 */

/** @typedef {{ origin: string, paused: boolean, managed: boolean }} Site */

/**
 * @typedef {object} Loaded
 * @property {Sidecar.Settings} settings
 * @property {string[]} locked names of settings, `rules.NAME`, `server`, `sites` or `profiles`, that IT has set
 * @property {string} server `host:port` as IT set it, "" where it did not
 * @property {Site[]} sites
 * @property {string[]} paused origins that are not read for now, the demo desk's among them
 * @property {Sidecar.Profile[]} profiles those that IT set, then the agent's own
 * @property {string[]} managedProfiles ids of those that IT set
 * @property {import("./shape.js").Problem[]} faults what cannot be used of what IT set
 */

const OWN = ["settings", "card", "sites", "paused", "profiles"];
const MANAGED = ["server", "sites", "profiles", "features", "rules"];
const SWITCHES = /** @type {const} */ (["keysOn", "badge", "warnSlots", "quiet"]);
const MOST_SITES = 200;

/** @returns {Sidecar.Settings} */
export const defaults = () => ({
  keysOn: true,
  keys: {},
  badge: true,
  warnSlots: true,
  quiet: false,
  rules: {},
  card: null,
});

// ---- reading

/** @param {unknown} value @returns {string[]} each an exact origin, none twice */
function cleanOrigins(value) {
  const origins = asList(value).filter(
    (one) => typeof one === "string" && asOrigin(one) === one,
  );
  return [...new Set(origins)].slice(0, MOST_SITES);
}

/** @param {string} text @returns {string} "" where it is none */
function asOrigin(text) {
  const read = readOrigin(text);
  return "origin" in read ? read.origin : "";
}

/** @param {unknown} value @returns {{ [key: string]: any }} */
const asObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

/** @param {unknown} value @returns {any[]} */
const asList = (value) => (Array.isArray(value) ? value : []);

/** @param {{ [key: string]: any }} given @returns {{ [name: string]: boolean }} */
const switchesOf = (given) =>
  Object.fromEntries(
    SWITCHES.filter((name) => typeof given[name] === "boolean").map((name) => [name, given[name]]),
  );

/** @param {unknown} value @returns {Sidecar.Settings} without the card, which is kept beside them */
const cleanSettings = (value) => ({
  ...defaults(),
  ...switchesOf(asObject(value)),
  keys: cleanKeys(asObject(asObject(value).keys)),
  rules: cleanRules(asObject(value).rules),
});

/**
 * The profiles of a list that can be used, and what is wrong with the others.
 * @param {unknown} value
 */
function readProfiles(value) {
  const checked = asList(value).map((one) => checkProfile(one));
  return {
    good: checked.flatMap((one) => ("profile" in one ? [one.profile] : [])),
    bad: checked.flatMap((one, i) =>
      "problem" in one
        ? [{ problem: one.problem, field: `profiles[${i}]${one.field && `.${one.field}`}` }]
        : [],
    ),
  };
}

/** @param {{ [key: string]: any }} managed what IT set */
function readManaged(managed) {
  const { good, bad } = readProfiles(managed.profiles);
  const sites = asList(managed.sites).map((one) => (typeof one === "string" ? asOrigin(one) : ""));
  const named = typeof managed.server === "string" && managed.server;
  const place = named ? readAddress(named) : null;
  const server = place && "address" in place ? place.address : "";
  const faults = sites.flatMap((origin, i) =>
    origin ? [] : [fault("origin", `sites[${i}]`)],
  );
  if (managed.server && !server) faults.push(fault("server", "server"));
  return {
    server,
    sites: [...new Set(sites.filter(Boolean))],
    profiles: good,
    switches: switchesOf(asObject(managed.features)),
    rules: cleanRules(managed.rules),
    faults: [...faults, ...bad],
  };
}

/**
 * @param {{ [key: string]: any }} own what the agent chose
 * @param {ReturnType<typeof readManaged>} it
 * @returns {Loaded}
 */
function merge(own, it) {
  const paused = cleanOrigins(own.paused);
  const site = (/** @type {boolean} */ managed) => (/** @type {string} */ origin) => ({
    origin,
    paused: paused.includes(origin),
    managed,
  });
  const sites = cleanOrigins(own.sites).filter((origin) => !it.sites.includes(origin));
  const chosen = cleanSettings(own.settings);
  const managedProfiles = it.profiles.map(({ id }) => id);
  const ownProfiles = readProfiles(own.profiles).good;
  const locked = [
    ...Object.keys(it.switches),
    ...Object.keys(it.rules).map((name) => `rules.${name}`),
    ...(it.server ? ["server"] : []),
    ...(it.sites.length ? ["sites"] : []),
    ...(it.profiles.length ? ["profiles"] : []),
  ];
  return {
    settings: {
      ...chosen,
      ...it.switches,
      rules: { ...chosen.rules, ...it.rules },
      card: cleanCard(own.card),
    },
    locked,
    server: it.server,
    sites: [...it.sites.map(site(true)), ...sites.map(site(false))],
    paused,
    profiles: [...it.profiles, ...ownProfiles.filter(({ id }) => !managedProfiles.includes(id))],
    managedProfiles,
    faults: it.faults,
  };
}

/** @param {{ get(keys: string[]): Promise<any> } | undefined} area @param {string[]} keys */
async function read(area, keys) {
  try {
    return asObject(await area?.get(keys));
  } catch {
    return {}; // a browser without managed storage, or one that lost its own
  }
}

/**
 * Everything that stands now; junk is left out and never throws.
 * @param {Storage} storage
 * @returns {Promise<Loaded>}
 */
export async function loadSettings(storage) {
  const [own, managed] = await Promise.all([
    read(storage.local, OWN),
    read(storage.managed, MANAGED),
  ]);
  return merge(own, readManaged(managed));
}

/**
 * Run whenever any of it changes: managed values may come long after the start.
 * @param {Storage} storage @param {(loaded: Loaded) => void} run
 */
export function watchSettings(storage, run) {
  storage.onChanged.addListener((changes, area) => {
    const names = area === "managed" ? MANAGED : area === "local" ? OWN : [];
    if (names.some((name) => Object.hasOwn(changes, name))) void loadSettings(storage).then(run);
  });
}

// ---- choosing

/** One change after the other, so that none is lost. @type {Promise<unknown>} */
let writing = Promise.resolve();

/**
 * @param {Storage} storage
 * @param {(own: { [key: string]: any }, now: Loaded) => object} what gives what is to be kept
 * @returns {Promise<Loaded>}
 */
function change(storage, what) {
  const turn = writing.then(async () =>
    storage.local.set(what(await read(storage.local, OWN), await loadSettings(storage))),
  );
  writing = turn.catch(() => undefined);
  return turn.then(() => loadSettings(storage));
}

/**
 * What IT has locked stays as the agent had it before.
 * @param {Storage} storage @param {unknown} value
 */
export const saveSettings = (storage, value) =>
  change(storage, (own, { locked }) => {
    const before = asObject(own.settings);
    const under = (/** @type {object} */ all, /** @type {string} */ family) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => locked.includes(family + name)));
    const { card: _, ...given } = cleanSettings(value);
    const rules = { ...given.rules, ...under(cleanRules(before.rules), "rules.") };
    return { settings: { ...given, ...under(switchesOf(before), ""), rules } };
  });

/** @param {Storage} storage @param {unknown} card null for none */
export const saveCard = (storage, card) => change(storage, () => ({ card: cleanCard(card) }));

/** @param {Storage} storage @param {unknown} origin */
export const addSite = (storage, origin) =>
  change(storage, ({ sites, paused }) => ({
    sites: cleanOrigins([...asList(sites), origin]),
    paused: cleanOrigins(paused).filter((one) => one !== origin),
  }));

/**
 * The agent may pause what IT has switched on, but not remove it.
 * @param {Storage} storage @param {unknown} origin @param {boolean} paused
 */
export const pauseSite = (storage, origin, paused) =>
  change(storage, (own) => {
    const others = cleanOrigins(own.paused).filter((one) => one !== origin);
    return { paused: cleanOrigins(paused ? [...others, origin] : others) };
  });

/** @param {Storage} storage @param {unknown} origin */
export const removeSite = (storage, origin) =>
  change(storage, ({ sites, paused }) => ({
    sites: cleanOrigins(sites).filter((one) => one !== origin),
    paused: cleanOrigins(paused).filter((one) => one !== origin),
  }));

/**
 * Keep a profile in the place of an own one of that name.
 * @param {Storage} storage @param {unknown} value
 * @returns {Promise<{ ok: boolean, problem?: string, field?: string }>}
 */
export async function saveProfile(storage, value) {
  const checked = checkProfile(value);
  if ("problem" in checked) return { ok: false, ...checked };
  const { id } = checked.profile;
  const { managedProfiles } = await loadSettings(storage);
  if (managedProfiles.includes(id)) return { ok: false, ...fault("managed", "id") };
  await change(storage, ({ profiles }) => ({
    profiles: [...readProfiles(profiles).good.filter((one) => one.id !== id), checked.profile],
  }));
  return { ok: true };
}

/** @param {Storage} storage @param {unknown} id */
export const removeProfile = (storage, id) =>
  change(storage, ({ profiles }) => ({
    profiles: readProfiles(profiles).good.filter((one) => one.id !== id),
  }));
