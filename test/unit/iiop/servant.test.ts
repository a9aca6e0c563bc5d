import assert from "node:assert/strict";
import { test } from "node:test";
import { ForwardRequest } from "../../../src/iiop/servant.ts";

test("a ForwardRequest is one in every copy of the package", async () => {
  const copied = "../../../src/iiop/servant.ts?copy";
  const copy = (await import(copied)) as { ForwardRequest: typeof ForwardRequest };
  assert.notEqual(copy.ForwardRequest, ForwardRequest);
  assert.ok(new copy.ForwardRequest({ typeId: "", profiles: [] }) instanceof ForwardRequest);
  assert.equal(new Error("x") instanceof ForwardRequest, false);
});
