// The settings page, which opens at the installation: at first a path of steps, later settings.
// @ts-check
import { loadProfiles } from "../background/sites.js";
import { byId, node, withCommands } from "../panel/nodes.js";
import { fillIn, loadTexts } from "../panel/strings.js";
import { ask, faultText, say } from "./ask.js";
import { Card } from "./card.js";
import { Helpdesks } from "./helpdesks.js";
import { Keys } from "./keys.js";
import { drawState, setAddress, startPairing } from "./pairing.js";
import { startImport } from "./profiles.js";
import { Rules } from "./rules.js";
import { Shift } from "./shift.js";

const REFRESH_MS = 2_000;

const t = await loadTexts();
fillIn(document, t);
for (const element of document.querySelectorAll("[data-text]"))
  element.replaceChildren(...withCommands(element.textContent ?? ""));

const shipped = await loadProfiles((path) => chrome.runtime.getURL(path)).catch(() => []);
const helpdesks = new Helpdesks(t, shipped, () => drawPath());
const keys = new Keys(t);
const card = new Card(t, () => refreshChosen());
const rules = new Rules(t, () => refreshChosen());
const shift = new Shift(t);
/** @type {import("./pairing.js").State} */
let state = await ask({ type: "state" });
let arriving = false; // whether the path was walked while this page was open
let panelKey = "";

/**
 * A step is `done`, in `trouble`, the one to do `now`, or one for `later`.
 * @param {string} id @param {string} how
 */
function mark(id, how) {
  const step = byId(id);
  if (step.dataset.state === how) return;
  step.dataset.state = how;
  const words = step.querySelector(".hidden-words");
  if (words) words.textContent = how === "later" ? "" : `${t(`opt_step_${how}`)} `;
}

function drawPath() {
  const { status } = state;
  const paired = status === "connected" || status === "connecting";
  mark("pair-step", paired ? "done" : status === "offline" ? "trouble" : "now");
  mark("site-step", helpdesks.any ? "done" : status === "unpaired" ? "later" : "now");
  const open = (status === "unpaired" ? 1 : 0) + (helpdesks.any ? 0 : 1);
  if (open) arriving = true;
  drawHead(open);
}

/** @param {number} open how many steps are to be done */
function drawHead(open) {
  const title = t(open || arriving ? "opt_welcome" : "opt_settings");
  const text = t(headText(open));
  const drawn = [title, text, panelKey].join();
  if (byId("intro").dataset.drawn === drawn) return;
  byId("intro").dataset.drawn = drawn;
  byId("title").textContent = title;
  document.title = title;
  const how = text.endsWith(":") ? [" ", node("kbd", {}, panelKey), ` ${t("opt_or_button")}`] : [];
  byId("intro").replaceChildren(text, ...how);
  byId("intro").toggleAttribute("data-ready", !open && arriving);
}

/** @param {number} open */
function headText(open) {
  if (open) return `opt_path_${open}`;
  if (state.status === "offline") return "opt_trouble";
  if (!helpdesks.sure) return "opt_look";
  return arriving ? "opt_ready" : "opt_open";
}

function drawDemo() {
  const link = /** @type {HTMLAnchorElement} */ (byId("demo-link"));
  const here = /^(127\.0\.0\.1|localhost):\d+$/.test(state.address);
  byId("demo").hidden = state.status !== "connected" || !here;
  link.href = here ? `http://${state.address}/demo` : "";
  link.textContent = here ? `${state.address}/demo` : "";
}

async function drawShortcuts() {
  const commands = await chrome.commands.getAll();
  const key = (/** @type {string} */ name) =>
    commands.find((one) => one.name === name)?.shortcut || t("next_unset");
  panelKey = key("open-panel");
  const lines = ["insert-1", "insert-2", "insert-3"].map((name) => node("kbd", {}, key(name)));
  byId("shortcuts").replaceChildren(
    node("dt", {}, node("kbd", {}, panelKey)),
    node("dd", {}, t("next_panel")),
    node("dt", {}, ...lines.flatMap((one, i) => (i ? [" ", one] : [one]))),
    node("dd", {}, t("next_lines")),
  );
  drawPath();
}

async function refresh() {
  if (document.hidden) return;
  state = await ask({ type: "state" });
  drawState(state, t);
  drawDemo();
  drawPath();
  await Promise.all([helpdesks.refresh(), refreshChosen()]);
  drawPath();
}

/** What is chosen and what IT has set, and what the server says of it. */
async function refreshChosen() {
  const [chosen, day] = await Promise.all([ask({ type: "settings" }), ask({ type: "today" })]);
  keys.take(chosen);
  rules.take(chosen, day.today);
  card.take(chosen, day.refused);
  shift.take(day);
  drawIt();
}

/** What IT has set may come long after the page was opened. */
function drawIt() {
  const { server, faults } = keys.it;
  const found = faults.map((one) => faultText(one, t)).join(" ");
  setAddress(state.address, server, t);
  say("faults", false, found && t("opt_fault", found));
}

startPairing(t, async () => {
  await refresh();
  if (state.status === "connected") byId(helpdesks.any ? "again" : "site").focus();
});
startImport(helpdesks, t);
byId("shortcut-change").addEventListener("click", () => {
  void chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
});

await drawShortcuts();
await refresh();
if (state.status === "unpaired") byId("code").focus();
document.addEventListener("visibilitychange", () => void refresh());
setInterval(() => void refresh(), REFRESH_MS);
