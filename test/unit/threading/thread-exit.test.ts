import assert from "node:assert/strict";
import { test } from "node:test";
import { atThreadExit } from "../../../src/threading/thread-exit.ts";

test("is one listener of the process, however many listen", () => {
  const before = process.listenerCount("exit");
  const heard: number[] = [];
  const forget = Array.from({ length: 20 }, (_, i) => atThreadExit(() => heard.push(i)));
  assert.equal(process.listenerCount("exit"), before + 1);
  forget[3]!();
  const own = process.listeners("exit").at(-1)!;
  own(0);
  assert.equal(heard.length, 19);
  assert.ok(!heard.includes(3));
  for (const one of forget) one();
  assert.equal(process.listenerCount("exit"), before);
});
