// The entry points for CommonJS: require() of ES modules is there from Node 20.19 on.
const assert = require("node:assert/strict");

for (const [name, symbol] of [
  ["bandoneon", "DeviceProxy"],
  ["bandoneon/giop", "CdrReader"],
  ["bandoneon/iiop", "Orb"],
  ["bandoneon/threading", "runInOrbContext"],
])
  assert.equal(typeof require(name)[symbol], "function", name);

async function main() {
  const { DevFailed, TangoThreadPool } = require("bandoneon");
  for (const kind of ["thread", "process"]) {
    const pool = new TangoThreadPool(require.resolve("./pool-tasks.cjs"), { kind, size: 2 });
    assert.equal(await pool.submit("level", process.argv[2]), 1.5);
    await assert.rejects(
      pool.submit("fail"),
      (error) => error instanceof DevFailed && error.reason === "Mine",
    );
    await pool.close();
  }
}

main();
