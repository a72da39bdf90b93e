// How long a client waits before it dials again: by chance, so that not all come at one moment.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { waitBefore } from "../../../extension/background/socket.js";

test("full jitter lies between half a second and half a minute", () => {
  for (let attempt = 0; attempt < 40; attempt += 1)
    for (const random of [0, 0.3, 1]) {
      const wait = waitBefore(attempt, () => random);
      assert.ok(wait >= 500 && wait <= 30_000);
    }
  assert.equal(
    waitBefore(9, () => 1),
    30_000,
  );
  assert.equal(
    waitBefore(9, () => 0.5),
    15_250,
  );
});

test("the first wait, too, differs from client to client", () => {
  const waits = [0, 0.25, 0.5, 1].map((random) => waitBefore(0, () => random));
  assert.deepEqual(waits, [500, 625, 750, 1_000]);
});
