import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { endInOrder } from "../../../src/threading/end-in-order.ts";

test("ends step by step whatever fails, and rejects with the first failure", async () => {
  const ended: string[] = [];
  const end = (name: string, failure?: Error) => async () => {
    ended.push(`${name} begins`);
    await turn();
    ended.push(`${name} ends`);
    if (failure !== undefined) throw failure;
  };
  const ending = endInOrder(
    [end("a", new Error("the first")), end("b")],
    [
      () => {
        throw new Error("at once");
      },
    ],
    [end("c")],
  );
  await assert.rejects(ending, /the first/);
  assert.deepEqual(ended, ["a begins", "b begins", "a ends", "b ends", "c begins", "c ends"]);
});
