// The first step: takes the code, asks the worker to pair, and says how it went and what to do.
// @ts-check
import { byId, withCommands } from "../panel/nodes.js";
import { problemText } from "../panel/state.js";
import { ask, say } from "./ask.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */
/** @typedef {{ status: string, address: string, problem?: string }} State */

const form = /** @type {HTMLFormElement} */ (byId("pairing"));
const code = /** @type {HTMLInputElement} */ (byId("code"));
const address = /** @type {HTMLInputElement} */ (byId("address"));
const button = /** @type {HTMLButtonElement} */ (byId("pair"));
const again = byId("again");
let open = false; // whether the form of a paired browser was opened by hand
let paired = false; // as far as was last known
let filled = false; // whether the address was written once: from then on it is the person's

/**
 * What to do, in the words of this page where the panel's do not fit.
 * @param {string} problem @param {Texts} t
 */
const fixText = (problem, t) => t(`pair_fix_${problem}`) || problemText(problem, t);

/** @param {State} state @param {Texts} t */
export function drawState({ status, address: at, problem }, t) {
  const place = byId("state");
  paired = status !== "unpaired";
  const fix = problem && problem !== "never_paired" ? ` ${fixText(problem, t)}` : "";
  const text = t(`pair_state_${status}`, at) + fix;
  drawForm();
  byId("forget").hidden = status === "unpaired" && problem === "never_paired";
  if (place.dataset.drawn === text) return; // a live region speaks whenever it is written
  place.dataset.drawn = text;
  place.dataset.status = status;
  place.replaceChildren(...withCommands(text));
}

function drawForm() {
  byId("pairing-box").hidden = paired && !open;
  again.hidden = !paired;
  again.setAttribute("aria-expanded", String(open));
}

/** @param {Texts} t @returns {Promise<boolean>} */
async function pair(t) {
  const before = paired; // a failed try leaves the former pairing as it was
  button.disabled = true;
  button.textContent = t("pair_working");
  const { ok, problem = "no_server" } = await ask({
    type: "pair",
    address: address.value,
    code: code.value,
  });
  button.disabled = false;
  button.textContent = t("pair_button");
  const state = await ask({ type: "state" });
  code.setAttribute("aria-invalid", String(!ok));
  if (ok) code.value = "";
  else code.focus();
  if (ok) open = false;
  drawState(state, t);
  say("outcome", ok, ok ? t("pair_done") : failure(problem, before && paired, t));
  return Boolean(ok);
}

/**
 * @param {string} problem @param {boolean} kept whether an earlier pairing goes on
 * @param {Texts} t
 */
function failure(problem, kept, t) {
  const fix = t(`pair_fail_${problem}`, address.value) || fixText(problem, t);
  return kept ? `${fix} ${t("pair_kept")}` : `${t("pair_failed")}: ${fix}`;
}

/** @param {Texts} t */
async function forget(t) {
  const state = await ask({ type: "forget" });
  open = false;
  drawState(state, t);
  say("outcome", true, t("pair_forgotten"));
  code.focus();
}

/**
 * @param {Texts} t
 * @param {() => Promise<void>} changed to run after it was paired or forgotten
 */
export function startPairing(t, changed) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await pair(t)) await changed();
  });
  byId("forget").addEventListener("click", async () => {
    await forget(t);
    await changed();
  });
  again.addEventListener("click", () => {
    open = !open;
    drawForm();
    if (open) code.focus();
  });
}

/**
 * Where the server is: at first where it was last; where IT has set it, it cannot be changed.
 * @param {string} last @param {string} set by IT, "" where it did not @param {Texts} t
 */
export function setAddress(last, set, t) {
  const locked = Boolean(set);
  if (locked || !filled) address.value = set || last;
  filled = true;
  address.readOnly = locked;
  byId("address-hint").classList.toggle("locked", locked);
  byId("address-hint").textContent = t(locked ? "opt_locked" : "pair_address_hint");
}
