import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { DeviceProxy } from "../../../src/tango/client/device-proxy.ts";
import type { DevFailed } from "../../../src/tango/error/dev-failed.ts";
import { runInOrbContext } from "../../../src/threading/orb-registry.ts";

const EXAMPLE = fileURLToPath(new URL("../../../examples/power-supply.ts", import.meta.url));

test("the example of a device server serves what its documentation says, and ends when it is told to", async (t) => {
  const server = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      EXAMPLE,
      "lab",
      "-nodb",
      "-dlist",
      "lab/supply/1",
      "-ORBendPoint",
      "giop:tcp:127.0.0.1:0",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  t.after(() => void server.kill("SIGKILL"));
  const port = await portOf(server);
  await runInOrbContext(async () => {
    const supply = new DeviceProxy(`tango://127.0.0.1:${port}/lab/supply/1#dbase=no`);
    assert.equal(await supply.state(), "ON");
    await supply.writeAttribute("current", 9.5);
    const { value, writeValue, quality } = await supply.readAttribute("current");
    assert.deepEqual([value, writeValue, quality], [9.5, 9.5, "ATTR_WARNING"]);
    assert.equal((await supply.readAttribute("ripple")).dimX, 64);
    assert.equal(await reasonOf(supply.writeAttribute("current", 11)), "API_WAttrOutsideLimit");
    await supply.commandInout("ramp", 2);
    assert.equal(await supply.state(), "MOVING");
    assert.equal(await reasonOf(supply.writeAttribute("current", 1)), "API_AttrNotAllowed");
    while ((await supply.state()) !== "ON");
    assert.equal((await supply.readAttribute("current")).value, 2);
    await supply.writeAttribute("voltageLimit", 24);
    assert.equal((await supply.readAttribute("voltageLimit")).value, 24);
  });
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});

async function portOf(server: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const listening = /^Listening at giop:tcp:.*:(\d+)$/.exec(line);
    if (listening !== null) return Number(listening[1]);
  }
  throw new Error("the server does not say where it listens");
}

function reasonOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => assert.fail("it succeeded"),
    (error: DevFailed) => error.errors[0]?.reason,
  );
}
