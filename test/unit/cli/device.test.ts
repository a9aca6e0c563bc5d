import assert from "node:assert/strict";
import { test } from "node:test";
import { commandWithDatabase } from "../../support/command-with-database.ts";

const DEVICE = "sys/tg_test/1";

test("shows what the database knows of a device", async (t) => {
  const { run, json, database, tangoHost } = await commandWithDatabase(t);
  const known = { name: DEVICE, class: "TangoTest", server: "TangoTest/test", alias: null };
  const never = { exported: false, host: null, pid: null, started: null, stopped: null };
  assert.deepEqual(await json("device", "info", "SYS/tg_test/1"), { ...known, ...never });
  await database.putDeviceAlias(DEVICE, "tester");
  for (const name of ["tester", `tango://${tangoHost}/${DEVICE}`]) {
    assert.deepEqual(await json("device", "info", name), { ...known, alias: "tester", ...never }, name);
  }
  await database.exportDevice({ name: DEVICE, ior: "IOR:", host: "here", version: "6", pid: 12 });
  assert.match(
    (await run("device", "info", DEVICE)).out,
    /^device +sys\/tg_test\/1\nclass +TangoTest\nserver +TangoTest\/test\nalias +tester\nexported +yes\nhost +here\nprocess +12\nstarted +\d.*\n$/,
  );
});

test("removes devices with their properties, all or none of them", async (t) => {
  const { run, json, database } = await commandWithDatabase(t);
  await json("server", "add", "TangoTest/test", "TangoTest", "lab/t/1");
  await database.putDeviceProperty("lab/t/1", { limits: [1, 10] });
  await database.putDeviceAlias(DEVICE, "tester");
  const missing = await run("device", "rm", "lab/t/1", "lab/t/2");
  assert.deepEqual([missing.code, missing.out], [1, ""]);
  assert.match(missing.err, /^bandoneon: device rm .*: the database does not know lab\/t\/2: .*\n$/);
  const admin = await run("device", "rm", "lab/t/1", "dserver/TangoTest/test");
  assert.equal(admin.code, 1);
  assert.match(admin.err, /goes with its server: 'bandoneon server rm TangoTest\/test'\n$/);
  assert.deepEqual(await database.getDevicePropertyList("lab/t/1"), ["limits"]);
  assert.equal(
    (await run("device", "rm", "lab/t/1", "tester")).out,
    "lab/t/1        TangoTest  TangoTest/test  removed\nsys/tg_test/1  TangoTest  TangoTest/test  removed\n",
  );
  assert.deepEqual(await database.getDevicePropertyList("lab/t/1"), []);
  assert.equal((await run("device", "info", "tester")).code, 1);
});

test("removes a device once that is named several times", async (t) => {
  const { json, database, tangoHost } = await commandWithDatabase(t);
  await database.putDeviceAlias(DEVICE, "tester");
  const names = [DEVICE, "SYS/TG_Test/1", "tester", `tango://${tangoHost}/${DEVICE}`];
  assert.deepEqual(await json("device", "rm", ...names), [
    { name: DEVICE, class: "TangoTest", server: "TangoTest/test" },
  ]);
});
