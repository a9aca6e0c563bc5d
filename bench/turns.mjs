// What the rows have in common: a client's process runs one row and says how fast it was; processes take turns, so that whatever else the
// machine does falls on all of them; medians count.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Rounds, and seconds of each turn, from the environment. */
export const ROUNDS = Number(process.env.ROUNDS ?? 5);
export const SECONDS = Number(process.env.SECONDS ?? 1);
export const STARTS = 15;

export const CLIENTS = {
  bandoneon: [process.execPath, here("./peers/bandoneon-bench.mjs")],
  pytango: ["/usr/bin/python3", here("./peers/pytango_bench.py")],
  cpp: [here("./.build/tango_bench")],
};

/** The rows that every client has. */
export const CALLS = [
  { row: "scalar", what: "read double_scalar" },
  { row: "ten", what: "read ten attributes in one call" },
  { row: "command", what: "command DevDouble" },
  { row: "write", what: "write double_scalar_w" },
  { row: "image", what: "read double_image_ro (251 x 251)" },
];

/** One turn: a client in a process of its own calls a device for some seconds. `server`: whose CPU time is told, too. */
export async function turn({ client, device, row, seconds = SECONDS, server }) {
  const [program, ...args] = CLIENTS[client];
  const cpuBefore = server?.cpuMs();
  const begin = performance.now();
  const child = spawn(program, [...args, device, row, String(seconds)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  let firstOutput = 0;
  child.stdout.on("data", (chunk) => {
    firstOutput ||= performance.now() - begin;
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${client} ${row} of ${device} failed with ${code}`);
  const result = JSON.parse(output);
  const cpuUs = server === undefined ? 0 : ((server.cpuMs() - cpuBefore) * 1000) / result.calls;
  return { ...result, firstOutputMs: firstOutput, cpuUs };
}

/** Runs the jobs one after the other, and all of them again for each round: what each gave, by job. */
export async function inTurns(jobs, rounds, run) {
  const results = jobs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, job] of jobs.entries()) results[i].push(await run(job));
  }
  return results;
}

/** The medians of the turns of each job. */
export async function rates(jobs, rounds = ROUNDS) {
  const results = await inTurns(jobs, rounds, turn);
  return results.map((runs) => ({
    rate: median(runs.map((run) => run.rate)),
    rss: median(runs.map((run) => run.rssBytes)),
    cpuUs: median(runs.map((run) => run.cpuUs)),
    firstMs: median(runs.map((run) => run.firstOutputMs)),
  }));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

export const perSecond = (rate) => `${Math.round(rate)}/s`.padStart(9);
export const microseconds = (time) => `${Math.round(time)} us`.padStart(6);
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`.padStart(7);

export const atLeast = (ratio, target) => verdict(ratio.toFixed(2), `target ${target}`, ratio >= target);
export const atMost = (ratio, target) =>
  verdict(ratio.toFixed(2), `target at most ${target}`, ratio <= target);
export const verdict = (value, target, isMet) => `${value} (${target}: ${isMet ? "met" : "MISSED"})`;
