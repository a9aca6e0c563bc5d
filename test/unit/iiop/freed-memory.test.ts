import assert from "node:assert/strict";
import { test } from "node:test";
import { keepFreedMemory } from "../../../src/iiop/freed-memory.ts";

test("asking the C library to keep freed memory needs none", () => {
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 4; i++) keepFreedMemory();
  assert.ok(process.memoryUsage.rss() - before < 31 * 1024 * 1024);
});
