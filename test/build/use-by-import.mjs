// What is documented for users, done with the installed package: all entry points, a call of an interface of one's own, a read
// of the Tango device named as the argument, by itself and in pools, and an end without process.exit().
import assert from "node:assert/strict";
import * as tango from "bandoneon";
import * as giop from "bandoneon/giop";
import * as iiop from "bandoneon/iiop";
import * as threading from "bandoneon/threading";

const { interface_, long, op } = giop;
const Adder = interface_("IDL:Demo/Adder:1.0", { add: op([["a", long], ["b", long]], long) }); // biome-ignore format: as in the README
const orb = new iiop.Orb();
await orb.listen();
const adder = orb.proxy(Adder, orb.activate(Adder, { add: (a, b) => a + b }));
assert.equal(await adder.add(20, 22), 42);
await orb.close();

// Bundled, no class may get another name than its own.
for (const [name, value] of Object.entries(tango)) {
  if (/^[A-Z]/.test(name) && typeof value === "function") assert.equal(value.name, name);
}

await threading.runInOrbContext(async () => {
  const reading = await new tango.DeviceProxy(process.argv[2]).readAttribute("level");
  assert.deepEqual([reading.value, reading.writeValue, reading.quality], [1.5, 2.5, "ATTR_VALID"]);
});

for (const kind of ["thread", "process"]) {
  // Not closed: a pool that is forgotten does not keep the process.
  const pool = new tango.TangoThreadPool(new URL("./pool-tasks.mjs", import.meta.url), { kind, size: 2 });
  assert.equal(await pool.submit("level", process.argv[2]), 1.5);
  await assert.rejects(
    pool.submit("fail"),
    (error) => error instanceof tango.DevFailed && error.reason === "Mine",
  );
}
