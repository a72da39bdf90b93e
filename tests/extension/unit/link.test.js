// The link: what is remembered, how pairing succeeds and fails, which addresses are dialled.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readAddress } from "../../../extension/background/address.js";
import { Link } from "../../../extension/background/link.js";

const CODE = "ABCD-EFGH-IJKL-MN23";
/** What people type, and what comes of it; `sidecar policy` reads the same. @type {{ [typed: string]: string }} */
const ADDRESSES = JSON.parse(
  readFileSync(new URL("../../addresses.json", import.meta.url), "utf8"),
);

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** @param {{ address?: string, token?: string }} [remembered] */
function browser(remembered = {}) {
  let kept = { ...remembered };
  /** @type {any[]} sockets opened, the newest last */
  const dialled = [];
  /** @type {any[]} */
  const said = [];
  const memory = {
    load: async () => kept,
    save: async (/** @type {any} */ pairing) => void (kept = pairing),
    clear: async () => void delete kept.token,
  };
  const open = (/** @type {any} */ options) => {
    const socket = {
      options,
      closed: false,
      send: () => true,
      wake: () => {},
      close: () => (socket.closed = true),
    };
    dialled.push(socket);
    return socket;
  };
  const link = new Link(
    memory,
    () => {},
    (status, address) => said.push({ ...status, address }),
    /** @type {any} */ (open),
  );
  return { link, dialled, said, kept: () => kept, newest: () => dialled.at(-1) };
}

test("without a token nothing is dialled, and the state says what to do", async () => {
  const { link, dialled, said } = browser();
  await link.start();
  assert.equal(dialled.length, 0);
  assert.deepEqual(said.at(-1), {
    status: "unpaired",
    problem: "never_paired",
    address: "127.0.0.1:8765",
  });
  assert.equal(link.send({ type: "tick" }), false);
});

test("with a token the remembered address is dialled", async () => {
  const { link, newest } = browser({ address: "localhost:9000", token: "t" });
  await link.start();
  const { url, authority, credential } = newest().options;
  assert.deepEqual(
    { url, authority, credential },
    {
      url: "ws://localhost:9000/live",
      authority: "localhost:9000",
      credential: { token: "t" },
    },
  );
});

test("pairing keeps the token and goes on over the same connection", async () => {
  const { link, newest, dialled, kept } = browser();
  const outcome = link.pair("127.0.0.1:8771", CODE);
  await settled();
  const { options } = newest();
  assert.deepEqual(options.credential, { code: CODE });
  options.onStatus({ status: "connecting" });
  options.onPaired("new");
  options.onStatus({ status: "connected" });
  assert.deepEqual(await outcome, { ok: true });
  assert.deepEqual(kept(), { address: "127.0.0.1:8771", token: "new" });
  assert.equal(dialled.length, 1);
});

test("pairing waits for a start under way, which would take its connection away", async () => {
  const { link, newest } = browser();
  void link.start();
  const outcome = link.pair("127.0.0.1:8771", CODE);
  await settled();
  assert.equal(newest().closed, false);
  newest().options.onStatus({ status: "connected" });
  assert.deepEqual(await outcome, { ok: true });
});

test("a failed pairing says why and takes the former one up again", async () => {
  const { link, newest, dialled, kept } = browser({ address: "127.0.0.1:8765", token: "old" });
  await link.start();
  const outcome = link.pair("127.0.0.1:8771", CODE);
  await settled();
  newest().options.onStatus({ status: "unpaired", problem: "code_wrong" });
  assert.deepEqual(await outcome, { ok: false, problem: "code_wrong" });
  assert.deepEqual(newest().options.credential, { token: "old" });
  assert.equal(newest().options.authority, "127.0.0.1:8765");
  assert.equal(dialled[0].closed, true);
  assert.deepEqual(kept(), { address: "127.0.0.1:8765", token: "old" });
});

test("what cannot be a code or an address is not dialled", async () => {
  const { link, dialled } = browser();
  assert.deepEqual(await link.pair("127.0.0.1:8765", "too short"), {
    ok: false,
    problem: "no_code",
  });
  for (const [typed, problem] of [
    ["127.0.0.1:0", "bad_address"],
    ["http://example.com:8765", "needs_https"],
  ])
    assert.deepEqual(await link.pair(String(typed), CODE), { ok: false, problem });
  assert.equal(dialled.length, 0);
});

test("forgetting drops the token and the connection", async () => {
  const { link, newest, kept, said } = browser({ address: "127.0.0.1:8765", token: "t" });
  await link.start();
  await link.forget();
  assert.equal(newest().closed, true);
  assert.equal(kept().token, undefined);
  assert.equal(said.at(-1).status, "unpaired");
});

test("addresses: this computer plainly, any other by TLS, written as people write it", () => {
  for (const [typed, wanted] of Object.entries(ADDRESSES)) {
    const read = readAddress(typed);
    assert.equal("address" in read ? read.address : read.problem, wanted, typed);
    if (!("address" in read)) continue;
    const plain = /^(127\.0\.0\.1|localhost):/.test(read.address);
    assert.equal(read.url, `${plain ? "ws" : "wss"}://${read.address}/live`);
    assert.deepEqual(readAddress(read.address), read, "what is kept is read as it was");
  }
});

test("a server elsewhere is dialled by TLS, its port written out", async () => {
  const { link, newest } = browser({ address: "sidecar.example.com:443", token: "t" });
  await link.start();
  assert.equal(newest().options.url, "wss://sidecar.example.com:443/live");
  assert.equal(newest().options.authority, "sidecar.example.com:443");
});
