import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { startProcess } from "../../../../src/threading/pool/process-worker.ts";
import { until } from "../../../support/until.ts";

it("a process that could not be started ends once", async (t) => {
  const module = new URL("file:///tasks.js");
  const settings = { entry: module, module, env: undefined, execArgv: [], resourceLimits: undefined };
  const causes: unknown[] = [];
  const { execPath } = process;
  t.after(() => {
    process.execPath = execPath;
  });
  process.execPath = "/no/such/program";
  const link = startProcess(settings, {
    onMessage: () => assert.fail("nobody is there to say anything"),
    onExit: (_exit, cause) => causes.push(cause),
  });
  assert.equal(link.name, "process that did not start");
  await until(() => causes.length > 0);
  for (let i = 0; i < 20; i++) await turn();
  assert.deepEqual(
    causes.map((cause) => (cause as NodeJS.ErrnoException).code),
    ["ENOENT"],
  );
});
