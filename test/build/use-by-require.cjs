// The entry points for CommonJS: require() of ES modules is there from Node 20.19 on.
const assert = require("node:assert/strict");

for (const [name, symbol] of [
  ["bandoneon", "DeviceProxy"],
  ["bandoneon/giop", "CdrReader"],
  ["bandoneon/iiop", "Orb"],
  ["bandoneon/threading", "runInOrbContext"],
])
  assert.equal(typeof require(name)[symbol], "function", name);
