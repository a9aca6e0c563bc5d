import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientIdentity } from "../../../src/threading/client-identity.ts";

test("gives every context a number of its own, in two unsigned halves", () => {
  const identities = Array.from({ length: 100 }, createClientIdentity);
  const texts = new Set(identities.map(({ uuid: [high, low] }) => `${high}/${low}`));
  assert.equal(texts.size, 100);
  for (const { mainClass, uuid } of identities) {
    assert.equal(mainClass, "bandoneon");
    for (const half of uuid) assert.ok(half >= 0n && half < 1n << 64n);
  }
});
