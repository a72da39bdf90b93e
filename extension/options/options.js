// The pairing page: takes the code, asks the worker to pair, and says how it went and what to do.
// @ts-check
import { byId, node, withCommands } from "../panel/nodes.js";
import { problemText } from "../panel/state.js";
import { fillIn, loadTexts } from "../panel/strings.js";

const REFRESH_MS = 2_000;

const t = await loadTexts();
fillIn(document, t);
document.title = t("pair_title");
for (const element of document.querySelectorAll("[data-text]"))
  element.replaceChildren(...withCommands(element.textContent ?? ""));

const form = /** @type {HTMLFormElement} */ (byId("pairing"));
const code = /** @type {HTMLInputElement} */ (byId("code"));
const address = /** @type {HTMLInputElement} */ (byId("address"));
const button = /** @type {HTMLButtonElement} */ (byId("pair"));
const outcome = byId("outcome");
let paired = false; // as far as was last known

/** @param {{ status: string, address: string, problem?: string }} state */
function drawState({ status, address: at, problem }) {
  const place = byId("state");
  paired = status !== "unpaired";
  const fix = problem && problem !== "never_paired" ? ` ${problemText(problem, t)}` : "";
  const text = t(`pair_state_${status}`, at) + fix;
  if (place.dataset.drawn === text) return; // a live region speaks whenever it is written
  place.dataset.drawn = text;
  place.dataset.status = status;
  place.replaceChildren(...withCommands(text));
  byId("forget").hidden = status === "unpaired" && problem === "never_paired";
}

/** @param {boolean} ok @param {string} text */
function say(ok, text) {
  outcome.hidden = false;
  outcome.toggleAttribute("data-ok", ok);
  outcome.replaceChildren(...withCommands(text));
}

const refresh = async () => drawState(await chrome.runtime.sendMessage({ type: "state" }));

async function pair() {
  const asked = { type: "pair", address: address.value, code: code.value };
  const before = paired; // a failed try leaves the former pairing as it was
  button.disabled = true;
  button.textContent = t("pair_working");
  const { ok, problem = "no_server" } = await chrome.runtime.sendMessage(asked);
  button.disabled = false;
  button.textContent = t("pair_button");
  const state = await chrome.runtime.sendMessage({ type: "state" });
  drawState(state);
  code.setAttribute("aria-invalid", String(!ok));
  if (ok) code.value = "";
  else code.focus();
  say(ok, ok ? t("pair_done", state.address) : failure(problem, before && paired));
}

/** @param {string} problem @param {boolean} kept whether an earlier pairing goes on */
function failure(problem, kept) {
  const fix = problemText(problem, t);
  return kept ? `${fix} ${t("pair_kept")}` : `${t("pair_failed")}: ${fix}`;
}

async function drawShortcuts() {
  const commands = await chrome.commands.getAll();
  const key = (/** @type {string} */ name) =>
    commands.find((one) => one.name === name)?.shortcut || "–";
  const lines = ["insert-1", "insert-2", "insert-3"].map((name) => node("kbd", {}, key(name)));
  byId("shortcuts").replaceChildren(
    node("dt", {}, node("kbd", {}, key("open-panel"))),
    node("dd", {}, t("next_panel")),
    node("dt", {}, ...lines.flatMap((one, i) => (i ? [" ", one] : [one]))),
    node("dd", {}, t("next_lines")),
  );
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void pair();
});
byId("forget").addEventListener("click", async () => {
  drawState(await chrome.runtime.sendMessage({ type: "forget" }));
  say(true, t("pair_forgotten"));
});

const state = await chrome.runtime.sendMessage({ type: "state" });
address.value = state.address;
drawState(state);
code.focus();
void drawShortcuts();
setInterval(() => void refresh(), REFRESH_MS);
