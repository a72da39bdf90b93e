// The sheets that ask the server when they are opened: thank-yous, who could take over, the receipt.
// @ts-check
import { drawColleagues } from "./colleagues.js";
import { byId, node, put } from "./nodes.js";
import { drawReceipt } from "./receipt.js";

/** @typedef {import("./strings.js").Texts} Texts */

/** @typedef {"reel" | "match" | "receipt.asked"} Asked what is asked of the server */

/** Where each answer is shown. @type {{ [asked in Asked]: string }} */
const PLACES = { reel: "reel", match: "handover", "receipt.asked": "receipt" };

/** @param {unknown} lines @param {Texts} t @returns {(Node | false)[]} */
function drawReel(lines, t) {
  const said = Array.isArray(lines) ? lines.map(String) : [];
  return [
    node("p", { role: "status" }, t(said.length ? "reel_text" : "reel_empty")),
    said.length > 0 &&
      node("ul", { class: "reel" }, ...said.map((one) => node("li", { dir: "auto" }, one))),
  ];
}

export class Sheets {
  #t;

  /** @param {Texts} t @param {(message: { type: Asked }) => void} post */
  constructor(t, post) {
    this.#t = t;
    for (const asked of /** @type {Asked[]} */ (Object.keys(PLACES))) {
      const place = byId(PLACES[asked]);
      /** @param {Event} event */
      const opens = (event) => /** @type {ToggleEvent} */ (event).newState === "open";
      // Before it shows, so that nobody sees what was answered the last time.
      place.addEventListener("beforetoggle", (event) => {
        if (opens(event)) this.#draw(asked, node("p", { role: "status" }, t("sheet_asking")));
      });
      place.addEventListener("toggle", (event) => {
        if (!opens(event)) return;
        place.focus(); // the agent opened it, so it may
        post({ type: asked });
      });
    }
  }

  /** @param {unknown} lines the day's grateful ones */
  thanks = (lines) => this.#draw("reel", ...drawReel(lines, this.#t));

  /** @param {unknown} people who could take the chat over */
  colleagues = (people) => this.#draw("match", ...drawColleagues(people, this.#t));

  /** @param {Sidecar.Receipt} receipt @param {string} address host:port of the server that wrote it */
  receipt = (receipt, address) =>
    this.#draw("receipt.asked", ...drawReceipt(receipt, address, this.#t));

  /** @param {Asked} asked to which there is no answer */
  failed = (asked) =>
    this.#draw(asked, node("p", { role: "status" }, this.#t("sheet_failed")));

  /** Another chat: who could take over the one before is of no use. */
  otherChat() {
    byId("handover").hidePopover();
  }

  /** Close what is open; false where nothing is. */
  leave() {
    const open = /** @type {HTMLElement | null} */ (document.querySelector(":popover-open"));
    open?.hidePopover();
    return open !== null;
  }

  /** @param {Asked} asked @param {...(Node | false)} children */
  #draw(asked, ...children) {
    const t = this.#t;
    const id = PLACES[asked];
    const close = { type: "button", class: "quiet", popovertarget: id, popovertargetaction: "hide" };
    put(
      byId(id),
      node("h2", {}, t(`${id}_label`)),
      ...children,
      node("button", close, t("sheet_close")),
    );
  }
}
