// A router with a page and a panel on it, and what it sends in the test's hand.
// @ts-check
import { Router } from "../../../extension/background/router.js";
import { fakePost } from "./fakes.js";

export const TAB = 7;
export const CHAT = "demo-desk:late";
export const NOW = Date.parse("2026-03-02T10:00:00Z");

/** @param {string} id @param {Partial<Sidecar.Item>} [rest] */
export const line = (id, rest) => ({
  id,
  kind: "phrase",
  text: `text of ${id}`,
  insertable: true,
  ...rest,
});

/** @param {number} offset @param {Sidecar.Item[]} items @param {string} [conversation] */
export const suggestions = (offset, items, conversation = CHAT) => ({
  type: "suggestions",
  conversation,
  about: { message: "m1" },
  offset,
  cues: { heat: 0.5 },
  items,
});

/**
 * @param {Router} router @param {number} tab @param {(message: object) => void} post
 * @param {{ frame?: number, site?: string }} [rest]
 */
export function addPage(router, tab, post, { frame = 0, site = "demo-desk" } = {}) {
  const origin = "https://desk.example.com";
  const end = router.addPage({ tab, frame, origin, paused: false, post });
  end.receive({ type: "reading", site });
  return end;
}

export function desk() {
  /** @type {any[]} */
  const sent = [];
  const send = (/** @type {any} */ frame) => Boolean(sent.push(structuredClone(frame)));
  /** @type {any[]} */
  const gone = [];
  const router = new Router({ send, go: (tab) => void gone.push(tab) }, () => NOW);
  const page = fakePost();
  const panel = fakePost();
  const pageEnd = addPage(router, TAB, page.post);
  const panelEnd = router.addPanel(TAB, panel.post);
  const connect = () => router.onStatus({ status: "connected" }, "127.0.0.1:8765");
  const open = (conversation = CHAT) => {
    pageEnd.receive({
      type: "conversation.opened",
      conversation,
      customer: { name: "Dana" },
      messages: [],
    });
    pageEnd.receive({ type: "active", conversation });
  };
  const shown = () =>
    panel.last("view")?.view.suggestions?.items.map((/** @type {any} */ one) => one.id);
  connect();
  open();
  return { router, sent, gone, page, panel, pageEnd, panelEnd, connect, open, shown };
}
