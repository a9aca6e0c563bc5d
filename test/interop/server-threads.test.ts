import assert from "node:assert/strict";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { stressDrivenServer } from "../support/driven-stress.ts";
import { TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { eventProgram } from "./events/push-server.ts";

// How long it is driven, in seconds: 10 unless the variable says so (60 for a release).
const SECONDS = Number(process.env.STRESS_SECONDS ?? 10);

test(
  "a device that threads drive serves PyTango clients of both releases beside ours, whichever threads are terminated",
  { timeout: (SECONDS + 300) * 1000 },
  (t) =>
    stressDrivenServer(t, {
      seconds: SECONDS,
      others: TANGO_RELEASES.map(
        (release) => async (device, end) =>
          (await pyTangoClient(release, device, end, (text) => t.diagnostic(text))).map(
            (problem) => `Tango ${release.version}: ${problem}`,
          ),
      ),
    }),
);

/** Subscribes, reads and writes until the end; gives what was wrong. */
async function pyTangoClient(
  release: TangoRelease,
  device: string,
  end: AbortSignal,
  tell: (text: string) => void,
): Promise<readonly string[]> {
  // cppTango 9.3.4 crashes ten seconds after it has subscribed to a device without a database, be it of a C++ server
  // (EventConsumerKeepAliveThread::reconnect_to_zmq_channel): that one only calls.
  const calls = release.version === "9.3" ? ["calls"] : [];
  const program = eventProgram(release, "thread_stress.py", device, ...calls);
  const closed = once(program, "close");
  let complaints = "";
  program.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  end.addEventListener("abort", () => program.stdin.end());
  if (end.aborted) program.stdin.end();
  let summary: { received: number; calls: number; problems: readonly string[] } | undefined;
  for await (const line of createInterface(program.stdout)) {
    if (line.startsWith("{")) summary = JSON.parse(line);
  }
  const [code, signal] = await closed;
  if (summary === undefined) {
    return [`it ended early (${code ?? signal}): ${complaints}`];
  }
  tell(`PyTango of Tango ${release.version}: ${summary.received} events, ${summary.calls} calls`);
  assert.ok(summary.calls > 0);
  return summary.problems;
}
