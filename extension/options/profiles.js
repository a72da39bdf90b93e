// Set-ups, the agent's own site profiles: exported to a file, imported from one, removed.
// @ts-check
import { isFor } from "../background/origins.js";
import { checkProfile, fault } from "../background/shape.js";
import { byId, node } from "../panel/nodes.js";
import { ask, deed, faultText, say } from "./ask.js";
import { handOut, takeIn } from "./files.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */
/** @typedef {import("./helpdesks.js").Helpdesks} Helpdesks */

const PLACE = "site-outcome";

/**
 * One set-up with its buttons.
 * @param {Sidecar.Profile} profile @param {Helpdesks} helpdesks @param {Texts} t
 */
export function setUp(profile, helpdesks, t) {
  const { id } = profile;
  const make = (/** @type {string} */ key, /** @type {() => unknown} */ run) =>
    deed(key, t("site_set_up_of", id), t, run);
  const remove = async () => {
    helpdesks.take(await ask({ type: "profile.remove", id }));
    say(PLACE, true, t("site_removed_set_up", id));
    byId("import").focus();
  };
  const managed = helpdesks.known.managedProfiles.includes(id);
  return node(
    "li",
    { class: "set-up", "data-profile": id },
    node("span", {}, t("site_set_up_of", id)),
    managed && node("span", { class: "locked" }, t("opt_locked")),
    node(
      "span",
      { class: "buttons" },
      make("site_export", () => handOut(`${id}.json`, profile)),
      !managed && make("site_remove", remove),
    ),
  );
}

/**
 * Those whose address is not allowed; without them they could not be removed.
 * @param {Helpdesks} helpdesks @param {Texts} t
 */
export function drawOthers(helpdesks, t) {
  const { profiles, helpdesks: sites } = helpdesks.known;
  const others = profiles.filter(
    (profile) => !sites.some(({ origin }) => isFor(profile, origin)),
  );
  byId("others").hidden = !others.length;
  byId("other-profiles").replaceChildren(...others.map((one) => setUp(one, helpdesks, t)));
}

/** Whether the browser can read a selector; only pages can tell. @param {string} selector */
function fits(selector) {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return checkProfile(JSON.parse(text), fits);
  } catch {
    return fault("file", "");
  }
}

/**
 * @param {string} text what the file holds @param {Helpdesks} helpdesks @param {Texts} t
 */
async function take(text, helpdesks, t) {
  const refuse = (/** @type {{ problem: string, field?: string }} */ found) =>
    say(PLACE, false, t("site_import_failed", faultText(found, t)));
  const checked = parsed(text);
  if ("problem" in checked) return refuse(checked);
  const { profile } = checked;
  const answer = await ask({ type: "profile.save", profile });
  if (!answer.ok) return refuse({ ...fault("unsaved", ""), ...answer });
  await helpdesks.refresh();
  const used = helpdesks.known.helpdesks.some(({ origin }) => isFor(profile, origin));
  const where = profile.match.join(" ");
  const key = used || !where ? "site_imported" : "site_imported_waits";
  return say(PLACE, true, t(key, profile.id, where));
}

/** @param {Helpdesks} helpdesks @param {Texts} t */
export const startImport = (helpdesks, t) =>
  takeIn("import", "file", (text) => take(text, helpdesks, t));
