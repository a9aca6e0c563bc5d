// How long `ApiUtil.cleanup()` takes with 100 connections and 1,000 calls in flight: less than 50 ms is wanted.
//
//   npx tsx bench/cleanup.ts [rounds]        prints the median and the extremes of the rounds (15 unless given)
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
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
took.sort((a, b) => a - b);
const median = took[Math.floor(took.length / 2)]!;
const verdict = median < TARGET_MS ? "met" : "missed";
console.log(
  `cleanup with ${CONNECTIONS} connections and ${CALLS} calls in flight: median ${median.toFixed(1)} ms ` +
    `(${took[0]!.toFixed(1)} to ${took.at(-1)!.toFixed(1)}), target ${TARGET_MS}: ${verdict}`,
);
