import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeIiopProfile } from "../../../src/giop/ior/iiop-profile.ts";
import type { Ior } from "../../../src/giop/ior/ior.ts";
import { alternateAddressComponent } from "../../../src/giop/ior/tagged-component.ts";
import { callTargets, nameBy } from "../../../src/iiop/call-target.ts";

const objectKey = Uint8Array.of(1, 2, 3);
const ior: Ior = {
  typeId: "IDL:X:1.0",
  profiles: [
    encodeIiopProfile({
      giopMinor: 2,
      host: "a",
      port: 1,
      objectKey,
      components: [alternateAddressComponent({ host: "b", port: 2 })],
    }),
    { tag: 77, data: Uint8Array.of(0) },
    encodeIiopProfile({ giopMinor: 0, host: "::1", port: 3, objectKey, components: [] }),
  ],
};

test("finds every address of every profile that TCP reaches, in order", () => {
  const targets = callTargets(ior);
  assert.deepEqual(
    targets.map(({ address, giopMinor, profileIndex }) => [
      address.host,
      address.port,
      giopMinor,
      profileIndex,
    ]),
    [
      ["a", 1, 2, 0],
      ["b", 2, 2, 0],
      ["::1", 3, 0, 2],
    ],
  );
  assert.equal(new Set(targets.map(({ connectionKey }) => connectionKey)).size, 3);
});

test("names the object in each of the three ways", () => {
  const target = callTargets(ior)[2]!;
  nameBy(target, "profile");
  assert.deepEqual(target.target, { kind: "profile", profile: ior.profiles[2] });
  nameBy(target, "reference");
  assert.deepEqual(target.target, { kind: "reference", profileIndex: 2, ior });
  nameBy(target, "key");
  assert.deepEqual(target.target, { kind: "key", objectKey: target.objectKey });
});
