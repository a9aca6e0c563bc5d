import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CallSite } from "../../../../../src/tango/server/logging/call-site.ts";

describe("a call site", () => {
  it("names file and line of the caller", () => {
    assert.match(String(told()), /^call-site\.test\.ts:\d+$/);
  });

  it("is unknown where there is no stack", () => {
    const limit = Error.stackTraceLimit;
    try {
      Error.stackTraceLimit = 0;
      assert.equal(String(told()), "(unknown):0");
    } finally {
      Error.stackTraceLimit = limit;
    }
  });
});

function told(): CallSite {
  return new CallSite(told);
}
