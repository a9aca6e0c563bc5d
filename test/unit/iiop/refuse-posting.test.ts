import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { MessageChannel } from "node:worker_threads";
import { refusePosting } from "../../../src/iiop/refuse-posting.ts";

const object = { name: "x" };
refusePosting(object, () => "x belongs to one thread: post its name instead");

test("throws at the sender, alone or inside something else", (t) => {
  const { port1, port2 } = new MessageChannel();
  t.after(() => {
    port1.close();
    port2.close();
  });
  for (const message of [object, [object], { deep: { object } }, new Map([["key", object]])]) {
    assert.throws(() => structuredClone(message), /x belongs to one thread: post its name instead/);
    assert.throws(() => port1.postMessage(message), /x belongs to one thread: post its name instead/);
  }
});

test("does not disturb logging and comparing", () => {
  assert.equal(JSON.stringify(object), '{"name":"x"}');
  assert.doesNotThrow(() => inspect(object, { getters: false }));
  assert.deepEqual({ ...object }.name, "x");
});
