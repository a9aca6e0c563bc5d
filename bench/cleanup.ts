// How long `ApiUtil.cleanup()` takes with 100 connections and 1,000 calls in flight, and with 200 subscriptions to events: less than 50 ms is wanted.
//
//   npx tsx bench/cleanup.ts [rounds]        prints the median and the extremes of the rounds (15 unless given)
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { DeviceProxy } from "../src/index.ts";
import { cleanup, currentOrbContext } from "../src/threading/index.ts";
import { Echo } from "../test/support/echo.ts";

const CONNECTIONS = 100;
const CALLS = 1000;
const TARGET_MS = 50;

const rounds = Number(process.argv[2] ?? 15);
const program = fileURLToPath(new URL("../test/support/fixture/many-endpoints.ts", import.meta.url));
const server = fork(program, [String(CONNECTIONS), String(CALLS)], { execArgv: ["--import", "tsx"] });
const [ports] = (await once(server, "message")) as [number[]];
const took: number[] = [];
for (let round = 0; round < rounds; round++) {
  const { orb } = currentOrbContext();
  const proxies = ports.map((port) => orb.proxy(Echo, `corbaloc:iiop:1.2@127.0.0.1:${port}/echo`));
  const calls = Array.from({ length: CALLS }, (_, i) =>
    proxies[i % CONNECTIONS]!.wait(`${round}.${i}`, { timeoutMs: 60_000 }).catch(() => {}),
  );
  await once(server, "message");
  const start = performance.now();
  await cleanup();
  took.push(performance.now() - start);
  await Promise.all(calls);
}
server.kill();
report(`${CONNECTIONS} connections and ${CALLS} calls in flight`, took);

// With 200 subscriptions to events, and subscribing again.
const SUBSCRIPTIONS = 200;
const eventServer = spawn(
  process.execPath,
  [
    "--import",
    "tsx",
    fileURLToPath(new URL("../test/support/fixture/configured-device.ts", import.meta.url)),
    "bench",
  ].concat(["-nodb", "-dlist", "event/bench/1", "-ORBendPoint", "giop:tcp:127.0.0.1:0"]),
  { stdio: ["ignore", "pipe", "inherit"] },
);
let said = "";
for await (const chunk of eventServer.stdout) {
  said += chunk;
  if (said.includes("Ready to accept request")) break;
}
const port = /^Listening at giop:tcp:.*:(\d+)$/m.exec(said)![1]!;
const ended: number[] = [];
for (let round = 0; round < rounds; round++) {
  const device = new DeviceProxy(`tango://127.0.0.1:${port}/event/bench/1#dbase=no`);
  for (let i = 0; i < SUBSCRIPTIONS; i++) await device.subscribeEvent(`value${i}`, "change", () => undefined);
  const start = performance.now();
  await cleanup();
  ended.push(performance.now() - start);
}
eventServer.kill();
report(`${SUBSCRIPTIONS} subscriptions to events`, ended);

/** Prints what the rounds of one kind took. */
function report(what: string, times: number[]): void {
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)]!;
  const verdict = median < TARGET_MS ? "met" : "missed";
  console.log(
    `cleanup with ${what}: median ${median.toFixed(1)} ms ` +
      `(${times[0]!.toFixed(1)} to ${times.at(-1)!.toFixed(1)}), target ${TARGET_MS}: ${verdict}`,
  );
}
