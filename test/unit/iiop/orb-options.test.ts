import assert from "node:assert/strict";
import { test } from "node:test";
import { Orb } from "../../../src/iiop/orb.ts";
import { DEFAULT_ORB_OPTIONS, type OrbOptions, parseOrbOptions } from "../../../src/iiop/orb-options.ts";

test("takes the default for what is not given, or undefined", () => {
  assert.deepEqual(parseOrbOptions({}), DEFAULT_ORB_OPTIONS);
  const given = { callTimeoutMs: undefined, maxConnections: 7 } as unknown as Partial<OrbOptions>;
  assert.deepEqual(parseOrbOptions(given), { ...DEFAULT_ORB_OPTIONS, maxConnections: 7 });
  const { limits } = parseOrbOptions({ limits: { ...DEFAULT_ORB_OPTIONS.limits, maxDepth: 3 } });
  assert.deepEqual(limits, { ...DEFAULT_ORB_OPTIONS.limits, maxDepth: 3 });
});

test("takes what means never", () => {
  const never = {
    callTimeoutMs: Number.POSITIVE_INFINITY,
    idleTimeoutMs: 0,
    serverIdleTimeoutMs: 0,
    fragmentSize: 0,
  };
  assert.deepEqual(parseOrbOptions(never), { ...DEFAULT_ORB_OPTIONS, ...never });
});

test("refuses values out of range, by the name of the option and its range", () => {
  for (const [name, value, range] of [
    ["callTimeoutMs", -1, "0 to Infinity"],
    ["callTimeoutMs", Number.NaN, "0 to Infinity"],
    ["connectTimeoutMs", 0, "1 to 2147483647"],
    ["connectTimeoutMs", Number.POSITIVE_INFINITY, "1 to 2147483647"],
    ["idleTimeoutMs", 2 ** 31, "0 to 2147483647"],
    ["serverIdleTimeoutMs", 2 ** 31, "0 to 2147483647"],
    ["messageTimeoutMs", 0, "1 to 2147483647"],
    ["drainTimeoutMs", -1, "0 to 2147483647"],
    ["fragmentSize", 8, "0, or 32 to Infinity"],
    ["maxRequestsPerConnection", 0, "1 to Infinity"],
    ["maxBytesPerConnection", 0, "1 to Infinity"],
    ["maxConnections", 0, "1 to Infinity"],
    ["maxConnectionsPerHost", 0, "1 to Infinity"],
    ["maxConnections", "9", "1 to Infinity"],
  ] as const) {
    assert.throws(() => new Orb({ [name]: value }), {
      name: "RangeError",
      message: `${name} must be ${range}, not ${JSON.stringify(value) === "null" ? value : JSON.stringify(value)}`,
    });
  }
  const limits = { ...DEFAULT_ORB_OPTIONS.limits, maxMessageSize: -1 };
  assert.throws(() => new Orb({ limits }), { name: "RangeError", message: /limits.maxMessageSize must be/ });
});
