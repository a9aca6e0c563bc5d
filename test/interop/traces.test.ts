import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import type { CommandTable } from "../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceTestContext } from "../../src/tango/server/test-context/device-test-context.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { currentTrace, runInTrace } from "../../src/threading/trace.ts";
import { freePort } from "../support/free-ports.ts";
import { end, lineOf, run, TANGO_RELEASES } from "../support/tango-release.ts";
import { patientProxy } from "./tango/patient-client.ts";

// Traces with Tango 10, which knows them: what our client says is the parent of the spans that a C++ server writes, and our server
// learns what a C++ client says.

const LIMITED = { timeout: 60_000 };
const RELEASE = TANGO_RELEASES.find(({ version }) => version === "10.0")!;
const TELEMETRY = [
  "TANGO_TELEMETRY_ENABLE=on",
  "TANGO_TELEMETRY_TRACES_EXPORTER=console",
  // What is written to it is not buffered.
  "TANGO_TELEMETRY_TRACES_ENDPOINT=cerr",
  "TANGO_TELEMETRY_LOGS_EXPORTER=none",
];
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";

class Traced extends Device {
  static readonly commands: CommandTable<Traced> = {
    tell: { dtypeOut: "DevString", execute: () => currentTrace()?.traceParent ?? "none" },
  };
}

test("the trace of our client is that of what a C++ server of Tango 10.0 does for it", LIMITED, async (t) => {
  const port = await freePort();
  const program = ["/usr/lib/tango/TangoTest", "traces", "-nodb", "-dlist", "test/traces/1"];
  const server = run(RELEASE, "env", ...TELEMETRY, ...program, "-ORBendPoint", `giop:tcp:127.0.0.1:${port}`);
  t.after(() => end(server));
  await lineOf(server, /Ready to accept request/);
  const context = new OrbContext();
  t.after(() => context.close());
  const device = patientProxy(`tango://127.0.0.1:${port}/test/traces/1#dbase=no`, { context });
  assert.equal(await device.commandInout("DevString", "untraced"), "untraced");
  const written = Promise.all([
    lineOf(server, new RegExp(`trace_id +: ${TRACE_ID}`)),
    lineOf(server, new RegExp(`parent_span_id: ${SPAN_ID}`)),
    lineOf(server, /tracestate +: vendor=1/),
  ]);
  const trace = { traceParent: `00-${TRACE_ID}-${SPAN_ID}-01`, traceState: "vendor=1" };
  const { value } = await runInTrace(trace, () => device.readAttribute<number>("double_scalar"));
  assert.equal(typeof value, "number");
  await written;
});

test("our server learns the trace of a client of Tango 10.0", LIMITED, async (t) => {
  const context = await DeviceTestContext.start(Traced);
  t.after(() => context.stop());
  const program = `import sys, tango; print("TOLD", tango.DeviceProxy(sys.argv[1]).tell())`;
  for (const [environment, told] of [
    [TELEMETRY, /^TOLD 00-[0-9a-f]{32}-[0-9a-f]{16}-01$/m],
    [["TANGO_TELEMETRY_ENABLE=off"], /^TOLD none$/m],
  ] as const) {
    const client = run(
      RELEASE,
      "env",
      ...environment,
      "/usr/bin/python3",
      "-c",
      program,
      context.getDeviceAccess(),
    );
    const [output, errors] = await Promise.all([text(client.stdout), text(client.stderr)]);
    assert.match(output, told, errors);
  }
});
