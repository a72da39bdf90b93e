// The socket: what it sends and when, how it reconnects, what it says about a closed connection.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSocket } from "../../../extension/background/socket.js";
import { fakeClock, fakeServer, proof, rest, sha256, until } from "./fakes.js";

const AUTHORITY = "127.0.0.1:8765";

/** @param {{ token?: string, credential?: Sidecar.Credential, impostor?: boolean }} [how] */
function opened(how = {}) {
  const clock = fakeClock();
  const server = fakeServer(how.token ?? "t", how);
  /** @type {Sidecar.Status[]} */
  const statuses = [];
  /** @type {Sidecar.Frame[]} */
  const frames = [];
  /** @type {string[]} */
  const tokens = [];
  const socket = openSocket({
    url: `ws://${AUTHORITY}/live`,
    authority: AUTHORITY,
    credential: how.credential ?? { token: "t" },
    onFrame: (frame) => frames.push(frame),
    onStatus: (status) => statuses.push(status),
    onPaired: (token) => tokens.push(token),
    WebSocket: server.WebSocket,
    clock,
  });
  return {
    clock,
    server,
    socket,
    statuses,
    frames,
    tokens,
    said: () => statuses.map(({ status }) => status),
  };
}

test("connects, and hands on frames only after welcome", async () => {
  const { server, socket, frames, said } = opened();
  assert.equal(socket.send({ type: "message.seen" }), false);
  server.newest().receive({ type: "suggestions", conversation: "too early" });
  await until(() => said().length > 1);
  assert.deepEqual(said(), ["connecting", "unpaired"]);
  assert.deepEqual(frames, []);

  const fine = opened();
  await fine.server.newest().shakeHands();
  fine.server.newest().receive({ type: "suggestions", conversation: "c" });
  await rest();
  assert.deepEqual(fine.said(), ["connecting", "connected"]);
  assert.equal(fine.frames[0]?.conversation, "c");
  assert.equal(fine.socket.send({ type: "message.seen" }), true);
});

test("an impostor on the port sees hello and nothing else", async () => {
  const { server, socket, statuses } = opened({ impostor: true });
  const stranger = server.newest();
  await stranger.shakeHands();
  socket.send({ type: "message.seen", text: "secret" });
  assert.deepEqual(
    stranger.sent.map((/** @type {any} */ frame) => frame.type),
    ["hello"],
  );
  assert.equal(stranger.readyState, 3);
  assert.deepEqual(statuses.at(-1), { status: "unpaired", problem: "unproven" });
});

const NONCE = "5e".repeat(32);

/** @param {string} [proof] */
const challenge = (proof) => ({ type: "challenge", nonce: NONCE, proof });
/** @param {string} token @param {string} who @param {string} authority @param {string} nonce */
const proven = (token, who, authority, nonce) =>
  challenge(proof(sha256(token), who, authority, nonce, NONCE));

/** What impostors answer to `hello`. @type {((hello: any, number: number) => object)[]} */
const IMPOSTORS = [
  () => ({ type: "welcome", protocol: 1, epoch: "one" }),
  () => ({ type: "paired", token: "theirs" }),
  () => challenge(),
  () => challenge(""),
  ({ nonce }) => challenge(nonce),
  ({ nonce }) => challenge(sha256(nonce).toString("hex")),
  ({ nonce }, number) => proven(`guess ${number}`, "server", AUTHORITY, nonce),
  ({ nonce }) => proven("t", "server", "127.0.0.1:9999", nonce), // relayed from elsewhere
  ({ nonce }) => proven("t", "client", AUTHORITY, nonce), // thrown back
  () => proven("t", "server", AUTHORITY, "00".repeat(32)), // replayed
];

test("in a hundred tries no impostor hears more than hello, and no hello names the chat", async () => {
  for (let number = 0; number < 100; number += 1) {
    const { server, socket, said } = opened();
    const stranger = server.newest();
    stranger.accept();
    await until(() => stranger.sent.length > 0);
    const answer = IMPOSTORS[number % IMPOSTORS.length]?.(stranger.sent[0], number) ?? {};
    stranger.receive(answer);
    stranger.receive({ type: "welcome", protocol: 1, epoch: "one" });
    await until(() => said().length > 1);
    assert.equal(socket.send({ type: "message.seen", text: "secret" }), false);
    const heard = stranger.sent.map((/** @type {any} */ frame) => Object.keys(frame).sort());
    assert.deepEqual(heard, [["authority", "client", "id", "nonce", "protocol", "type"]]);
    assert.equal(said().at(-1), "unpaired", JSON.stringify(answer));
    socket.close();
  }
});

test("frames that are not JSON objects with a type are passed over", async () => {
  const { server, frames, said } = opened();
  await server.newest().shakeHands();
  for (const data of ["", "nonsense", "null", "[]", '{"type":7}'])
    server.newest().onmessage({ data });
  server.newest().receive({ type: "library", revision: 2 });
  await rest();
  assert.deepEqual(frames, [{ type: "library", revision: 2 }]);
  assert.equal(said().at(-1), "connected");
});

test("a tick goes out every 20 s", async () => {
  const { server, clock } = opened();
  await server.newest().shakeHands();
  const before = server.newest().sent.length;
  for (let i = 0; i < 3; i += 1) {
    clock.advance(20_000);
    server.newest().receive({ type: "tick" });
    await rest();
  }
  assert.deepEqual(server.newest().sent.slice(before), Array(3).fill({ type: "tick" }));
});

test("a server that is heard no more for twice the period is dialled anew", async () => {
  const { server, clock } = opened();
  await server.newest().shakeHands();
  clock.advance(40_000);
  assert.equal(server.sockets.length, 1);
  clock.advance(20_000);
  assert.equal(server.sockets.length, 2);
});

test("a lost connection is taken up again by itself, and later waits are longer", async () => {
  const { server, clock, said, statuses } = opened();
  await server.newest().shakeHands();
  server.newest().hangUp(1006);
  assert.deepEqual(statuses.at(-1), { status: "offline", problem: "no_server" });
  const waits = [];
  for (let i = 0; i < 8; i += 1) {
    waits.push(clock.due());
    clock.advance(clock.due());
    server.newest().hangUp(1006);
  }
  assert.deepEqual(waits, [750, 1_250, 2_250, 4_250, 8_250, 15_250, 15_250, 15_250]);
  clock.advance(clock.due());
  await server.newest().shakeHands();
  assert.equal(said().at(-1), "connected");
  server.newest().hangUp(1012);
  assert.equal(clock.due(), 750, "a good connection starts the count anew");
  assert.equal(statuses.at(-1)?.problem, "restarting");
});

test("while reconnecting, the problem stays on show", () => {
  const { server, clock, said } = opened();
  for (let i = 0; i < 3; i += 1) {
    server.newest().hangUp(1006);
    clock.advance(clock.due());
  }
  assert.deepEqual(said(), ["connecting", "offline", "offline", "offline"]);
});

test("after the computer slept, the connection is renewed at once", async () => {
  const { server, clock } = opened();
  await server.newest().shakeHands();
  clock.sleep(41_000);
  clock.advance(0);
  assert.equal(server.sockets.length, 2);
  assert.equal(server.sockets[0].readyState, 3);

  const woken = opened();
  await woken.server.newest().shakeHands();
  woken.socket.wake();
  assert.equal(woken.server.sockets.length, 1, "nothing to do");
  woken.clock.sleep(41_000);
  woken.socket.wake();
  assert.equal(woken.server.sockets.length, 2);
});

test("a clock that is set a day on or back costs one connection, and no line is dead unseen", async () => {
  for (const jump of [86_400_000, -86_400_000]) {
    const { server, clock } = opened();
    await server.newest().shakeHands();
    clock.set(jump);
    clock.advance(20_000);
    assert.equal(server.sockets.length, 2);
    await server.newest().shakeHands();
    for (let passed = 0; passed < 10; passed += 1) {
      server.newest().receive({ type: "tick" });
      await rest();
      clock.advance(20_000);
    }
    assert.equal(server.sockets.length, 2, "a connection that lives is left alone");
    for (let passed = 0; passed < 4; passed += 1) clock.advance(20_000);
    assert.ok(server.sockets.length > 2, "one that is dead is not");
  }
});

test("waking does not wait for the timer, and never opens a second socket", () => {
  const { server, socket } = opened();
  socket.wake();
  assert.equal(server.sockets.length, 1);
  server.newest().hangUp(1006);
  socket.wake();
  socket.wake();
  assert.equal(server.sockets.length, 2);
});

test("a server that never answers is given up after 10 s", () => {
  const { server, clock, said } = opened();
  server.newest().accept();
  clock.advance(10_000);
  assert.equal(said().at(-1), "offline");
  assert.equal(server.newest().readyState, 3);
});

test("an old socket's late events change nothing", async () => {
  const { server, clock, frames, said } = opened();
  const old = server.newest();
  await old.shakeHands();
  clock.sleep(41_000);
  clock.advance(0);
  await server.newest().shakeHands();
  old.receive({ type: "suggestions", conversation: "stale" });
  old.hangUp(1006);
  await rest();
  assert.deepEqual(frames, []);
  assert.equal(said().at(-1), "connected");
});

test("each close code says what to do", async () => {
  const expected = {
    4401: "not_paired",
    4403: "not_allowed",
    4408: "too_slow",
    4413: "too_big",
    4426: "upgrade",
    4429: "too_fast",
  };
  for (const [code, problem] of Object.entries(expected)) {
    const { server, statuses } = opened();
    await server.newest().shakeHands();
    server.newest().hangUp(Number(code));
    assert.equal(statuses.at(-1)?.problem, problem);
  }
});

test("pairing hands over the token once, and later connections use it", async () => {
  const { server, clock, tokens, said } = opened({ token: "CODE", credential: { code: "co-de" } });
  const first = server.newest();
  first.accept();
  await until(() => first.sent.length > 0);
  const hello = first.sent[0];
  const nonce = "12".repeat(32);
  const answer = proof(sha256("CODE"), "server", AUTHORITY, hello.nonce, nonce);
  first.receive({ type: "challenge", nonce, proof: answer });
  first.receive({ type: "paired", token: "new token" });
  first.receive({ type: "welcome", protocol: 1 });
  await until(() => said().at(-1) === "connected");
  assert.deepEqual(tokens, ["new token"]);
  first.hangUp(1006);
  clock.advance(clock.due());
  server.newest().accept();
  await until(() => server.newest().sent.length > 0);
  const id = sha256(sha256("new token")).toString("hex").slice(0, 16);
  assert.equal(server.newest().sent[0].id, id);
});

test("a failed pairing is not tried again", async () => {
  const { server, clock, statuses } = opened({ token: "OTHER", credential: { code: "CODE" } });
  await server.newest().shakeHands();
  assert.deepEqual(statuses.at(-1), { status: "unpaired", problem: "code_wrong" });
  clock.advance(120_000);
  assert.equal(server.sockets.length, 1);
});

test("close is for good", async () => {
  const { server, socket, clock } = opened();
  await server.newest().shakeHands();
  socket.close();
  clock.advance(120_000);
  socket.wake();
  assert.equal(server.sockets.length, 1);
});
