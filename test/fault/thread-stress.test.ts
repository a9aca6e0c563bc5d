import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ALL_OF_IT, stressWorkers } from "../support/thread-stress.ts";
import { until } from "../support/until.ts";

// What test/interop/thread-stress.test.ts does with real servers: for ten seconds, or STRESS_SECONDS, for which a release takes 60.

const SECONDS = Number(process.env.STRESS_SECONDS ?? 10);
const LIMITED = { timeout: 600_000 };
const OPTIONS = ["-nodb", "-dlist", "sys/tg_test/1", "-ORBendPoint", "giop:tcp:127.0.0.1:0"];

for (const kind of ["thread", "process"] as const) {
  test(`workers that end, are terminated and killed leave nothing: ${kind}`, LIMITED, async (t) => {
    const { device, sockets } = await startTangoTest(t);
    // What Node itself starts at the first of it, it keeps.
    await stressWorkers(t, { kind, device, attribute: "double_scalar", seconds: 1, workers: 2 });
    const before = sockets();
    await stressWorkers(t, {
      kind,
      device,
      attribute: "double_scalar",
      seconds: SECONDS,
      workers: 16,
      wanted: ALL_OF_IT,
    });
    await until(() => sockets() <= before);
  });
}

/** A TangoTest of our own, and how many sockets it has. */
async function startTangoTest(t: TestContext): Promise<{ device: string; sockets: () => number }> {
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const server = spawn(process.execPath, ["--import", "tsx", main, "tangotest", "stress", ...OPTIONS], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => void server.kill("SIGKILL"));
  let said = "";
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.includes("Ready to accept request")) break;
  }
  const address = /^Listening at giop:tcp:(\S+)$/m.exec(said)?.[1];
  assert.ok(address, said);
  const folder = `/proc/${server.pid}/fd`;
  const isSocket = (fd: string) => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith("socket:");
    } catch {
      return false; // closed meanwhile
    }
  };
  return {
    device: `tango://${address}/sys/tg_test/1#dbase=no`,
    sockets: () => readdirSync(folder).filter(isSocket).length,
  };
}
