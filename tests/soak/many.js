// Many clients of the extension's own kind, each with a chat, on the computer's own network and clock.
// A JSON object a line in: `dial`, then `say`; a line out for each connection and each right answer.
// @ts-check
import { createInterface } from "node:readline";
import { openSocket } from "../../extension/background/socket.js";

/** @param {object} said */
const tell = (said) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...said })}\n`);

/** @type {{ [name: string]: string }[]} what every page shows */
const page = [];
/** @type {{ send: (frame: object) => boolean }[]} */
const sockets = [];
const conversation = "desk:one";
const seen = () => ({ conversation, ...page.at(-1) });

class Dialled extends WebSocket {
  /** @param {string} url */
  constructor(url) {
    super(url);
    tell({ dialled: true });
  }
}

/** @param {number} client @param {string} authority @param {string} token */
function open(client, authority, token) {
  sockets[client] = openSocket({
    url: `ws://${authority}/live`,
    authority,
    credential: { token },
    WebSocket: Dialled,
    onStatus({ status }) {
      if (status !== "connected") return;
      tell({ back: client });
      sockets[client]?.send({ type: "conversation.opened", conversation, messages: page });
    },
    onFrame({ type, about, items }) {
      const lines = /** @type {object[]} */ (items)?.length;
      if (type === "suggestions") tell({ answered: client, message: about?.message, lines });
    },
  });
}

/** @param {string} message */
function say(message) {
  page.push({ message, role: "customer", text: "where is my parcel? it was due monday" });
  for (const socket of sockets) socket.send({ type: "message.seen", ...seen() });
}

for await (const line of createInterface({ input: process.stdin })) {
  const { dial, authority, tokens, message } = JSON.parse(line);
  if (dial) tokens.forEach((/** @type {string} */ token, /** @type {number} */ n) => open(n, authority, token));
  else say(message);
}
process.exit(); // the sockets would keep it
