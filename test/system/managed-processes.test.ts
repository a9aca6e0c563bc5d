import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { forkFixture } from "../support/child.ts";
import { levelDevice } from "../support/fake-attributes.ts";
import { FakeServer } from "../support/fake-device.ts";
import type { ManagedReport } from "../support/fixture/managed-program.ts";

// Programs that something else starts, with channels, ports and variables of its own.

const LIMITED = { timeout: 300_000 };
const PROGRAM = fileURLToPath(new URL("../support/fixture/managed-program.ts", import.meta.url));

const MANAGERS = [
  { manager: "node:cluster", file: "cluster-primary.ts", programs: 2 },
  { manager: "PM2", file: "pm2-container.mjs", programs: 1 },
  { manager: "Electron's utilityProcess", file: "utility-process.ts", programs: 1 },
];

for (const { manager, file, programs } of MANAGERS) {
  test(`a program reads, serves, has pools, and ends by itself under ${manager}`, LIMITED, async (t) => {
    const level = await startLevelDevice(t);
    const env = { ...process.env, MANAGED_DEVICE: level, pm_id: "0", pm_exec_path: PROGRAM };
    const managed = forkFixture(t, file, [], { env });
    const reports: ManagedReport[] = [];
    while (reports.length < programs) reports.push((await managed.message()) as ManagedReport);
    const client = new OrbContext();
    t.after(() => client.close());
    for (const { levels, device, pid } of reports) {
      assert.deepEqual(levels, [1.5, 1.5, 1.5]);
      // Each answers for itself: several calls, since a shared socket would be handed out in turns.
      for (let i = 0; i < 4; i++) {
        const context = new OrbContext();
        t.after(() => context.close());
        assert.equal(await new DeviceProxy(device, { context }).commandInout("pid"), BigInt(pid));
      }
    }
    assert.equal(new Set(reports.map(({ device }) => device)).size, programs);
    managed.process.send("shutdown");
    const { code, stderr } = await managed.exit;
    assert.equal(code, 0, stderr);
  });
}

async function startLevelDevice(t: TestContext): Promise<string> {
  const server = await FakeServer.start();
  t.after(() => server.stop());
  server.serve("managed/level/1", 5, levelDevice(5));
  return server.nameOf("managed/level/1");
}
