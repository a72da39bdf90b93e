// The privacy receipt on its way through the worker: who asked gets it, as the server wrote it.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { desk } from "./desk.js";

const AT = "127.0.0.1:8765";
const FIGURES = { read: { customer: 3 }, held: {}, kept: { chat_texts: 0 }, sent: { elsewhere: 0 } };

/** @param {string[]} features @param {Sidecar.Status["status"]} status */
function beside(features, status = "connected") {
  const made = desk();
  made.router.onStatus({ status, welcome: { type: "welcome", features } }, AT);
  return { ...made, offered: () => made.panel.last("view").view.receipts };
}

test("it is offered where a connected server says that it writes one", () => {
  assert.equal(beside(["draft", "receipt"]).offered(), true);
  assert.equal(beside(["draft"]).offered(), false);
  assert.equal(beside(["receipt"], "offline").offered(), false);
});

test("the panel that asked gets the figures as they came", () => {
  const { router, sent, panel, panelEnd } = beside(["receipt"]);
  panelEnd.receive({ type: "receipt.asked" });
  const { type, request } = sent.at(-1);
  assert.equal(type, "receipt.asked");
  router.onFrame({ type: "receipt", request: "another", ...FIGURES });
  assert.equal(panel.last("receipt"), undefined);
  router.onFrame({ type: "receipt", request, ...FIGURES });
  assert.deepEqual(panel.last("receipt"), { type: "receipt", ...FIGURES });
});

test("without an answer the panel is told so", () => {
  const { router, sent, panel, panelEnd } = beside([]);
  panelEnd.receive({ type: "receipt.asked" });
  const about = { type: "receipt.asked", request: sent.at(-1).request };
  router.onFrame({ type: "problem", code: "unknown_type", detail: "", about });
  assert.ok(panel.last("receipt.asked.failed"));
});
