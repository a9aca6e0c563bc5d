import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { StarterNotices } from "../../../../src/tango/database-server/starter-notices.ts";

describe("StarterNotices", () => {
  it("tells one after the other, each once however often it waits, without domains", async () => {
    const told: string[] = [];
    const waiting: (() => void)[] = [];
    const notices = new StarterNotices((host) => {
      told.push(host);
      return new Promise((resolve) => waiting.push(resolve));
    });
    notices.tell(["a.domain.org"]);
    notices.tell(["b", "c"]);
    notices.tell(["b"]);
    assert.deepEqual(told, ["a"]);
    notices.tell(["a"]);
    for (let i = 0; i < 4; i++) {
      waiting.shift()?.();
      await nextTurn();
    }
    assert.deepEqual(told, ["a", "b", "c", "a"]);
  });

  it("goes on where a Starter does not answer, and forgets the oldest of too many", async () => {
    const told: string[] = [];
    const notices = new StarterNotices(async (host) => {
      told.push(host);
      throw new Error("nobody there");
    });
    notices.tell(["first", ...Array.from({ length: 1500 }, (_, i) => `host${i}`)]);
    for (let i = 0; i < 1500; i++) await nextTurn();
    assert.equal(told.length, 1000);
    assert.equal(told.at(-1), "host1499");
    notices.close();
    notices.tell(["late"]);
    await nextTurn();
    assert.equal(told.at(-1), "host1499");
  });
});
