// Six workers of Bandoneon and of PyTango, threads and processes, read the same device: PyTango's example of multiprocessing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { here, inTurns, median, megabytes, perSecond, ROUNDS, SECONDS } from "./turns.mjs";

const WORKERS = {
  bandoneon: [process.execPath, here("./peers/bandoneon-workers.mjs")],
  pytango: ["/usr/bin/python3", here("./peers/pytango_workers.py")],
};

const JOBS = [
  { client: "bandoneon", kind: "thread", what: "Bandoneon, 6 threads of a pool" },
  { client: "pytango", kind: "thread", what: "PyTango, 6 threads, EnsureOmniThread" },
  { client: "bandoneon", kind: "process", what: "Bandoneon, 6 processes of a pool" },
  { client: "pytango", kind: "process", what: "PyTango, 6 processes, cleanup()" },
];

export async function threadRows(device) {
  console.log(`\nSix workers that read double_scalar of ${device}`);
  console.log(`${"".padEnd(38)}  all reads  first read   memory each   task in a warm pool`);
  const results = await inTurns(JOBS, ROUNDS, (job) => run(job, device));
  for (const [i, { what }] of JOBS.entries()) {
    const of = (member) => median(results[i].map((result) => result[member]));
    console.log(
      `${what.padEnd(38)} ${perSecond(of("rate"))}   ${of("firstMs").toFixed(0).padStart(6)} ms      ${megabytes(of("rssBytes"))}   ` +
        `${of("warmUs").toFixed(0).padStart(6)} us`,
    );
  }
}

async function run({ client, kind }, device) {
  const [program, ...args] = WORKERS[client];
  const child = spawn(program, [...args, device, kind, String(SECONDS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`${client} with workers of the kind ${kind} failed with ${code}`);
  return JSON.parse(output);
}
