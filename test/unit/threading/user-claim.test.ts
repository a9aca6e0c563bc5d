import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeUserClaim, encodeUserClaim, USER_CLAIM_CONTEXT } from "../../../src/threading/user-claim.ts";

test("a claim is a login name in UTF-8, among other service contexts", () => {
  const claim = encodeUserClaim("andré");
  assert.equal(claim.id, 0x42444e01);
  assert.deepEqual([...claim.data], [0x61, 0x6e, 0x64, 0x72, 0xc3, 0xa9]);
  assert.equal(decodeUserClaim([{ id: 1, data: new Uint8Array(4) }, claim]), "andré");
});

test("names that are none are refused, and not believed", () => {
  assert.throws(() => encodeUserClaim(""), RangeError);
  assert.throws(() => encodeUserClaim("x".repeat(256)), RangeError);
  assert.equal(decodeUserClaim([]), null);
  for (const length of [0, 256]) {
    assert.equal(decodeUserClaim([{ id: USER_CLAIM_CONTEXT, data: new Uint8Array(length).fill(65) }]), null);
  }
});
