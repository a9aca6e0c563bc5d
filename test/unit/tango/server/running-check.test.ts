import assert from "node:assert/strict";
import { test } from "node:test";
import { Device } from "../../../../src/tango/server/device.ts";
import { memoryServer } from "../../../support/memory-server.ts";

class Thing extends Device {}

test("refuses to start a server that another process is, and leaves that alone", async (t) => {
  const first = memoryServer(t, [[Thing, "test/thing/1"]]);
  await first.server.start();
  const reference = first.server.running.referenceOf(first.server.running.adminDevice);
  const second = memoryServer(t, [[Thing, "test/thing/1"]]);
  Object.assign(second.database, { runningAdminDevice: async () => reference });
  await assert.rejects(second.server.start(), ({ errors }) => {
    assert.deepEqual(
      errors.map(({ reason, desc }: { reason: string; desc: string }) => [reason, desc]),
      [["API_StartupSequence", "This server is already running, exiting!"]],
    );
    return true;
  });
  assert.equal(second.server.isRunning, false);
  assert.equal(await first.proxy("test/thing/1").state(), "UNKNOWN");

  await first.server.stop();
  await second.server.start();
});

test("starts where the reference that the database has belongs to nobody, or to another server", async (t) => {
  const other = memoryServer(t, [[Thing, "test/thing/1"]], {
    server: { executable: "Test", instance: "other" },
  });
  await other.server.start();
  const { adminDevice } = other.server.running;
  const reference = other.server.running.referenceOf(adminDevice);
  for (const stale of [reference, "corbaloc:iiop:127.0.0.1:1/nobody", "IOR:nonsense"]) {
    const { server, database } = memoryServer(t, [[Thing, "test/thing/1"]]);
    Object.assign(database, { runningAdminDevice: async () => stale });
    await server.start();
    await server.stop();
  }
});
