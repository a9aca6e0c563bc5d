import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { DeviceProxy } from "../../../src/tango/client/device-proxy.ts";
import { runInOrbContext } from "../../../src/threading/orb-registry.ts";
import { until } from "../../support/until.ts";

const EXAMPLE = fileURLToPath(new URL("../../../examples/digitizer.ts", import.meta.url));

test("the example of a server with threads pushes from one, calculates in another, and ends with both", {
  timeout: 120_000,
}, async (t) => {
  const args = ["lab", "-nodb", "-dlist", "lab/digitizer/1", "-ORBendPoint", "giop:tcp:127.0.0.1:0"];
  const server = spawn(process.execPath, ["--import", "tsx", EXAMPLE, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => void server.kill("SIGKILL"));
  let port = "";
  for await (const line of createInterface(server.stdout!)) {
    port = /:(\d+)$/.exec(line)?.[1] ?? port;
    if (line === "Ready to accept request") break;
  }
  await runInOrbContext(async () => {
    const device = new DeviceProxy(`tango://127.0.0.1:${port}/lab/digitizer/1#dbase=no`);
    device.setTimeoutMillis(60_000);
    const waves: Float64Array[] = [];
    await device.subscribeEvent("wave", "change", (event) => {
      if (event.event === "change" && !event.err) waves.push(event.attrValue!.value as Float64Array);
    });
    await until(() => waves.length >= 5);
    assert.ok(waves.slice(1).every(({ length }) => length === 1000));
    assert.equal(await device.state(), "RUNNING");
    assert.equal(await device.commandInout("strongestFrequency", 0.01), 0.05);
    // A thread of the new life pushes after Init.
    await device.commandInout("Init");
    const before = waves.length;
    await until(() => waves.length > before + 5);
  });
  server.kill("SIGTERM");
  assert.deepEqual(await once(server, "exit"), [0, null]);
});
