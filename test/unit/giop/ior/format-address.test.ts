import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAddress } from "../../../../src/giop/ior/format-address.ts";

test("puts brackets around an IPv6 address only", () => {
  assert.equal(formatAddress({ host: "::1", port: 80 }), "[::1]:80");
  assert.equal(formatAddress({ host: "127.0.0.1", port: 80 }), "127.0.0.1:80");
  assert.equal(formatAddress({ host: "name", port: 0 }), "name:0");
});
