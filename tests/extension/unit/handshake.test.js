// The handshake against the contract, with proofs computed by node:crypto.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { begin } from "../../../extension/background/handshake.js";
import { proof, sha256 } from "./fakes.js";

const AUTHORITY = "127.0.0.1:8765";
const TOKEN = "a token with ünïcode";
const SERVER_NONCE = "ab".repeat(32);

/** @param {Buffer} key @param {any} hello */
const challenge = (key, hello, authority = AUTHORITY) => ({
  type: "challenge",
  nonce: SERVER_NONCE,
  proof: proof(key, "server", authority, hello.nonce, SERVER_NONCE),
});

test("hello names the key without showing it, with a fresh nonce each time", async () => {
  const { hello } = await begin(AUTHORITY, { token: TOKEN }, "test/1");
  const other = await begin(AUTHORITY, { token: TOKEN }, "test/1");
  const key = sha256(TOKEN);
  assert.equal(hello.id, sha256(key).toString("hex").slice(0, 16));
  assert.equal(hello.authority, AUTHORITY);
  assert.equal(hello.protocol, 1);
  assert.match(hello.nonce, /^[0-9a-f]{64}$/);
  assert.notEqual(hello.nonce, other.hello.nonce);
  assert.ok(!JSON.stringify(hello).includes(key.toString("hex")));
});

test("a server with the key gets the client's proof, then welcome ends it", async () => {
  const key = sha256(TOKEN);
  const { hello, next } = await begin(AUTHORITY, { token: TOKEN }, "test/1");
  const { send } = await next(challenge(key, hello));
  assert.deepEqual(send, {
    type: "auth",
    proof: proof(key, "client", AUTHORITY, hello.nonce, SERVER_NONCE),
  });
  const { welcome } = await next({ type: "welcome", protocol: 1, epoch: "e" });
  assert.equal(welcome?.epoch, "e");
});

test("nothing is sent to a server that does not prove itself", async () => {
  const wrongs = [
    (/** @type {any} */ hello) => challenge(sha256("another token"), hello),
    (/** @type {any} */ hello) => challenge(sha256(TOKEN), hello, "127.0.0.1:9999"),
    (/** @type {any} */ hello) => challenge(sha256(TOKEN), { ...hello, nonce: "00".repeat(32) }),
    (/** @type {any} */ hello) => ({
      ...challenge(sha256(TOKEN), hello),
      proof: proof(sha256(TOKEN), "client", AUTHORITY, hello.nonce, SERVER_NONCE),
    }),
    (/** @type {any} */ hello) => ({ ...challenge(sha256(TOKEN), hello), proof: undefined }),
    (/** @type {any} */ hello) => ({ ...challenge(sha256(TOKEN), hello), nonce: "short" }),
    () => ({ type: "welcome", protocol: 1, epoch: "e" }),
    () => ({ type: "paired", token: "stolen" }),
  ];
  for (const wrong of wrongs) {
    const { hello, next } = await begin(AUTHORITY, { token: TOKEN }, "test/1");
    assert.deepEqual(await next(wrong(hello)), { fault: "unproven" });
  }
});

test("pairing: the code's key, whatever its case and hyphens; then the token, then welcome", async () => {
  const key = sha256("ABCDEFGHIJKLMNOP");
  const { hello, next } = await begin(AUTHORITY, { code: "abcd-efgh ijkl–mnop" }, "test/1");
  assert.equal(hello.id, "pair");
  assert.equal(hello.code_id, sha256(key).toString("hex").slice(0, 8));
  const { send } = await next(challenge(key, hello));
  assert.equal(send?.proof, proof(key, "client", AUTHORITY, hello.nonce, SERVER_NONCE));
  assert.deepEqual(await next({ type: "paired", token: "new" }), { token: "new" });
  assert.ok((await next({ type: "welcome" })).welcome);
});

test("a wrong code is told apart from a stranger on the port", async () => {
  const { hello, next } = await begin(AUTHORITY, { code: "AAAA" }, "test/1");
  assert.deepEqual(await next(challenge(sha256("BBBB"), hello)), { fault: "code_wrong" });
});

test("a token is taken only while pairing", async () => {
  const { hello, next } = await begin(AUTHORITY, { token: TOKEN }, "test/1");
  await next(challenge(sha256(TOKEN), hello));
  assert.deepEqual(await next({ type: "paired", token: "other" }), { fault: "unproven" });
});
