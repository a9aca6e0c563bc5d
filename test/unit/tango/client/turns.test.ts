import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "../../../../src/tango/client/turns.ts";
import { deferred } from "../../../support/fake-device.ts";
import { settle } from "../../../support/virtual-clock.ts";

test("what has one key is done one after another, though something fails", async () => {
  const turns = new Turns();
  const done: string[] = [];
  const first = deferred<void>();
  const work = (name: string, waits?: Promise<void>) => async () => {
    done.push(`${name} begins`);
    await waits;
    done.push(`${name} ends`);
    if (name === "a") throw new Error("of a");
    return name;
  };
  const a = turns.take("x", work("a", first.promise));
  const b = turns.take("x", work("b"));
  const c = turns.take("y", work("c"));
  assert.equal(await c, "c");
  assert.deepEqual(done, ["a begins", "c begins", "c ends"]);
  first.resolve();
  await assert.rejects(a, { message: "of a" });
  assert.equal(await b, "b");
  assert.deepEqual(done.slice(3), ["a ends", "b begins", "b ends"]);
  assert.equal(await turns.take("x", work("d")), "d");
});

test("who gives up its turn does nothing, and those behind it wait on", async () => {
  const turns = new Turns();
  const first = deferred<void>();
  const a = turns.take("x", () => first.promise);
  const gaveUp = turns.take(
    "x",
    () => assert.fail("it gave up"),
    () => Promise.reject(new Error("no patience")),
  );
  await assert.rejects(gaveUp, { message: "no patience" });
  let isDone = false;
  const c = turns.take("x", async () => {
    isDone = true;
  });
  await settle();
  assert.equal(isDone, false);
  first.resolve();
  await Promise.all([a, c]);
  assert.equal(isDone, true);
});
