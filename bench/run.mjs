// Compares Bandoneon, PyTango and a C++ client of libtango as clients of the same TangoTest, in one run and in turns, so that whatever
// else the machine does falls on all of them. Prints the median of each row, and what the targets ask.
//
//   TANGO_HOST=host:port node bench/run.mjs [DEVICE]      ROUNDS and SECONDS (of each turn) from the environment
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DEVICE = process.argv[2] ?? "sys/tg_test/1";
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SECONDS = process.env.SECONDS ?? "1.5";
const STARTS = 15;

const CLIENTS = {
  bandoneon: [process.execPath, here("./peers/bandoneon-bench.mjs")],
  pytango: ["/usr/bin/python3", here("./peers/pytango_bench.py")],
  cpp: [here("./.build/tango_bench")],
};

const ROWS = [
  { row: "scalar", what: "read double_scalar", target: 1 },
  { row: "ten", what: "read ten attributes in one call", target: 1 },
  { row: "command", what: "command DevDouble", target: 1 },
  { row: "write", what: "write double_scalar_w", target: 1 },
  { row: "image", what: "read double_image_ro (251 x 251)", target: 0.7 },
];

async function run(client, row) {
  const [program, ...args] = CLIENTS[client];
  const begin = performance.now();
  const child = spawn(program, [...args, DEVICE, row, SECONDS], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  let firstOutput = 0;
  child.stdout.on("data", (chunk) => {
    firstOutput ||= performance.now() - begin;
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${client} ${row} failed with ${code}`);
  return { ...JSON.parse(output), firstOutputMs: firstOutput };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

async function inTurns(jobs, rounds) {
  const results = jobs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, [client, row]] of jobs.entries()) results[i].push(await run(client, row));
  }
  return results.map((runs) => ({
    rate: median(runs.map((run) => run.rate)),
    spread: runs.map((run) => Math.round(run.rate)).sort((a, b) => a - b),
    rss: median(runs.map((run) => run.rssBytes)),
    firstMs: median(runs.map((run) => run.firstOutputMs)),
  }));
}

const perSecond = (rate) => `${Math.round(rate)}/s`.padStart(9);
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`.padStart(7);
const verdict = (ratio, target) =>
  `${ratio.toFixed(2)} (target ${target}: ${ratio >= target ? "met" : "MISSED"})`;

console.log(`${ROUNDS} rounds of ${SECONDS} s in turns, medians; device ${DEVICE}`);
console.log(
  `${"".padEnd(34)} bandoneon   PyTango       C++   bandoneon/PyTango    memory: bandoneon PyTango     C++`,
);
for (const { row, what, target } of ROWS) {
  const [ours, python, cpp] = await inTurns(
    [
      ["bandoneon", row],
      ["pytango", row],
      ["cpp", row],
    ],
    ROUNDS,
  );
  console.log(
    `${what.padEnd(34)} ${perSecond(ours.rate)} ${perSecond(python.rate)} ${perSecond(cpp.rate)}   ` +
      `${verdict(ours.rate / python.rate, target).padEnd(28)} ${megabytes(ours.rss)} ${megabytes(python.rss)} ${megabytes(cpp.rss)}`,
  );
}

const [inflight, cppInflight, cppScalar] = await inTurns(
  [
    ["bandoneon", "inflight"],
    ["cpp", "inflight"],
    ["cpp", "scalar"],
  ],
  ROUNDS,
);
console.log(
  `${"64 reads in flight".padEnd(34)} ${perSecond(inflight.rate)} ${"".padStart(9)} ${perSecond(cppInflight.rate)}   ` +
    `C++ sequential ${perSecond(cppScalar.rate).trim()}: ${verdict(inflight.rate / cppScalar.rate, 2)}`,
);

const [ourStart, pythonStart, cppStart] = await inTurns(
  [
    ["bandoneon", "first"],
    ["pytango", "first"],
    ["cpp", "first"],
  ],
  STARTS,
);
const startRatio = ourStart.firstMs / pythonStart.firstMs;
console.log(
  `start to first value: bandoneon ${ourStart.firstMs.toFixed(0)} ms, PyTango ${pythonStart.firstMs.toFixed(0)} ms, ` +
    `C++ ${cppStart.firstMs.toFixed(0)} ms; ratio to PyTango ${startRatio.toFixed(2)} (target at most 1.2: ${startRatio <= 1.2 ? "met" : "MISSED"})`,
);
