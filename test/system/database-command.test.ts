import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text as textOf } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { iiopProfiles } from "../../src/giop/ior/iiop-profile.ts";
import { parseIor } from "../../src/giop/ior/stringified-ior.ts";
import { Database, DeviceProxy, OrbContext } from "../../src/index.ts";
import { ROOT } from "../support/source-files.ts";

// The command as users run it, with its database in memory, and what other commands show of it.

function run(args: readonly string[]) {
  return spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Resolves with its TANGO_HOST when it serves. */
async function startDatabase(t: TestContext, ...options: string[]) {
  const child = run(["database", "--port", "0", "--data", ":memory:", ...options]);
  t.after(() => void child.kill("SIGKILL"));
  let tangoHost = "";
  for await (const line of createInterface(child.stdout)) {
    tangoHost = /^TANGO_HOST=(.+)$/.exec(line)?.[1] ?? tangoHost;
    if (line === "Ready to accept request") break;
  }
  assert.notEqual(tangoHost, "");
  return { child, tangoHost };
}

test("lists the devices of a database that takes no SQL as those of others, and ends by SIGTERM", async (t) => {
  const { child, tangoHost } = await startDatabase(t);
  const context = new OrbContext();
  t.after(() => context.close());
  await new Database(tangoHost, { context }).putDeviceAlias("sys/tg_test/1", "tester");
  const list = async (pattern: string) =>
    JSON.parse(await textOf(run(["--tango-host", tangoHost, "--json", "ls", pattern]).stdout));
  const tester = {
    name: "sys/tg_test/1",
    exported: false,
    class: "TangoTest",
    server: "TangoTest/test",
    alias: "tester",
  };
  assert.deepEqual(await list("test*"), [tester]);
  assert.deepEqual(await list("sys/[tg]*"), []);
  assert.deepEqual(
    (await list("sys/*")).map(({ name, exported }: typeof tester) => [name, exported]),
    [
      ["sys/access_control/1", false],
      ["sys/database/2", true],
      ["sys/rest/0", false],
      ["sys/tg_test/1", false],
    ],
  );
  child.kill();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("runs its access control at the address of the database, and nowhere else", async (t) => {
  const { tangoHost } = await startDatabase(t, "--host", "127.0.0.2", "--access-control");
  assert.match(tangoHost, /^127\.0\.0\.2:\d+$/);
  const context = new OrbContext();
  t.after(() => context.close());
  const device = new DeviceProxy(`tango://${tangoHost}/sys/access_control/1`, { context });
  assert.equal(await device.commandInout("GetAccess", ["somebody", "sys/tg_test/1", "10.0.0.1"]), "write");
  const { ior } = await new Database(tangoHost, { context }).importDevice("sys/access_control/1");
  assert.deepEqual(
    iiopProfiles(parseIor(ior)!).map(({ addresses }) => addresses[0]?.host),
    ["127.0.0.2"],
  );
});
