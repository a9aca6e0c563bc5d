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

test("is one listener of the process, whichever copy of the package adds and removes it", async () => {
  const copied = "../../../src/threading/thread-exit.ts?copy";
  const copy: typeof import("../../../src/threading/thread-exit.ts") = await import(copied);
  assert.notEqual(copy.atThreadExit, atThreadExit);
  const before = process.listenerCount("exit");
  const forget = [atThreadExit(() => {}), copy.atThreadExit(() => {})];
  assert.equal(process.listenerCount("exit"), before + 1);
  for (const one of forget) one();
  assert.equal(process.listenerCount("exit"), before);
});

test("calls all listeners, whichever of them throw, and loses no error", (t) => {
  const heard: string[] = [];
  const failing = (name: string) => () => {
    heard.push(name);
    throw new Error(name);
  };
  const forget = [atThreadExit(failing("first")), atThreadExit(() => heard.push("second"))];
  t.after(() => {
    for (const one of forget) one();
  });
  const own = process.listeners("exit").at(-1)!;
  assert.throws(() => own(0), /^Error: first$/);
  assert.deepEqual(heard, ["first", "second"]);
  forget.push(atThreadExit(failing("third")));
  assert.throws(
    () => own(0),
    (error) => {
      assert.ok(error instanceof AggregateError);
      assert.deepEqual(
        error.errors.map(({ message }) => message),
        ["first", "third"],
      );
      return true;
    },
  );
});
