// The first step: takes the code, asks the worker to pair, and says how it went and what to do.
// @ts-check
import { readAddress } from "../background/address.js";
import { byId, node, put, withCommands } from "../panel/nodes.js";
import { host, isLocal } from "../panel/privacy.js";
import { problemText, textAt } from "../panel/state.js";
import { ask, say } from "./ask.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */
/** @typedef {{ status: string, address: string, problem?: string }} State */

const TYPED_MS = 500; // each letter makes another name: none is said before the typing rests
const form = /** @type {HTMLFormElement} */ (byId("pairing"));
const code = /** @type {HTMLInputElement} */ (byId("code"));
const address = /** @type {HTMLInputElement} */ (byId("address"));
const button = /** @type {HTMLButtonElement} */ (byId("pair"));
const again = byId("again");
let open = false; // whether the form of a paired browser was opened by hand
let paired = false; // as far as was last known
let filled = false; // whether the address was written once: from then on it is the person's
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;
let dialled = ""; // the address of the pairing that there is, or was tried last

/**
 * What to do, in the words of this page where the panel's do not fit.
 * @param {string} problem @param {Texts} t @param {string} at the server's address
 */
const fixText = (problem, t, at) =>
  textAt(`pair_fix_${problem}`, t, at) || problemText(problem, t, at);

/** @param {State} state @param {Texts} t */
export function drawState({ status, address: at, problem }, t) {
  const place = byId("state");
  paired = status !== "unpaired";
  dialled = at;
  const fix = problem && problem !== "never_paired" ? ` ${fixText(problem, t, at)}` : "";
  const text = t(`pair_state_${status}`, at) + fix;
  drawForm();
  drawPlace(t);
  // That it worked is no news any more, and beside a fault it would contradict it.
  if (status === "offline" && byId("outcome").hasAttribute("data-ok")) say("outcome", true, "");
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

/** The server that this step is about now: the one in the form, while the form is there. */
function shownAddress() {
  const typed = readAddress(address.value);
  return !byId("pairing-box").hidden && "address" in typed ? typed.address : dialled;
}

/** Say where chats go: what is true of a server on this computer is not of another. @param {Texts} t */
function drawPlace(t) {
  const elsewhere = byId("elsewhere");
  const at = shownAddress();
  const there = isLocal(at) ? "" : host(at);
  const beside = byId(byId("pairing-box").hidden ? "state" : "address-hint");
  if (beside.nextElementSibling !== elsewhere) beside.after(elsewhere);
  if (elsewhere.dataset.drawn === there) return;
  elsewhere.dataset.drawn = there;
  elsewhere.hidden = !there;
  byId("pair-first").hidden = Boolean(there);
  put(elsewhere, t("pair_elsewhere", there));
  for (const key of ["pair_intro", "pair_step_1", "read_2"])
    document
      .querySelector(`[data-text="${key}"]`)
      ?.replaceChildren(...withCommands(textAt(key, t, at, there)), ...link(key, at, there));
}

/** Where a team's server gives codes. @param {string} key @param {string} at @param {string} there */
function link(key, at, there) {
  if (!there || key !== "pair_step_1") return [];
  const page = `${at.replace(/:443$/, "")}/console`;
  return [" ", node("a", { href: `https://${page}`, target: "_blank", rel: "noreferrer" }, page)];
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
  const at = shownAddress();
  const fix = textAt(`pair_fail_${problem}`, t, at, address.value) || fixText(problem, t, at);
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
  address.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => drawPlace(t), TYPED_MS);
  });
  again.addEventListener("click", () => {
    open = !open;
    drawForm();
    drawPlace(t);
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
  drawPlace(t);
}
