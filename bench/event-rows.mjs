// Events: PyTango and Bandoneon, each as server and as client, in turns. Bandoneon's server waits for slow subscribers, PyTango's cannot.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startServer } from "./server-process.mjs";
import { atLeast, atMost, here, inTurns, median, perSecond, ROUNDS, verdict } from "./turns.mjs";

const DEVICE = "bench/event/1";
const CLIENTS = {
  bandoneon: [process.execPath, here("./peers/event-client.mjs")],
  pytango: ["/usr/bin/python3", here("./peers/pytango_event_client.py")],
};
const ROWS = [
  { size: 1, count: 20_000, what: "20,000 scalars" },
  { size: 1000, count: 10_000, what: "10,000 x 1,000 doubles" },
  { size: 100_000, count: 2000, what: "2,000 x 100,000 doubles" },
];
const LATENCY_COUNT = 3000;

export async function eventRows() {
  const ours = await startServer("bandoneonEvents", [DEVICE]);
  const python = await startServer("pytangoEvents", [DEVICE]);
  try {
    const pairs = [
      { what: "bandoneon to bandoneon", server: ours, client: "bandoneon" },
      { what: "PyTango to bandoneon", server: python, client: "bandoneon" },
      { what: "bandoneon to PyTango", server: ours, client: "pytango" },
      { what: "PyTango to PyTango", server: python, client: "pytango" },
    ];
    console.log("\nChange events, pushed in one burst: received, pushed, lost");
    for (const row of ROWS) await burstRow(row, pairs);
    await latencyRow(pairs[0], pairs[3]);
  } finally {
    await ours.stop();
    await python.stop();
  }
}

async function burstRow({ size, count, what }, pairs) {
  const results = await inTurns(pairs, ROUNDS, (pair) => run(pair, "burst", size, count));
  const [ours, toOurs, , python] = results.map((runs) => ({
    rate: median(runs.map(({ rate }) => rate)),
    pushRate: median(runs.map(({ pushRate }) => pushRate)),
    lost: median(runs.map(({ lost }) => lost)),
    worst: Math.max(...runs.map(({ lost }) => lost)),
  }));
  console.log(what);
  for (const [i, pair] of pairs.entries()) {
    const rates = ["rate", "pushRate"].map((key) => perSecond(median(results[i].map((run) => run[key]))));
    const lost = median(results[i].map((run) => run.lost));
    console.log(
      `  ${pair.what.padEnd(24)} ${rates.join(" ")} ${`${((100 * lost) / count).toFixed(1)} %`.padStart(7)}`,
    );
  }
  console.log(
    `  ours to ours: lost ${verdict(ours.worst, "target 0", ours.worst === 0)}, ` +
      `received beside PyTango's pair ${atLeast(ours.rate / python.rate, 1)}; ` +
      `our client of a PyTango server beside PyTango's ${atLeast(toOurs.rate / python.rate, 1)}`,
  );
}

async function latencyRow(ourPair, pythonPair) {
  const results = await inTurns([ourPair, pythonPair], ROUNDS, (pair) => run(pair, "latency", LATENCY_COUNT));
  const [ours, python] = results.map((runs) => median(runs.map(({ medianUs }) => medianUs)));
  console.log(
    `from the call of a command to the event that it pushes: bandoneon ${ours.toFixed(0)} us, ` +
      `PyTango ${python.toFixed(0)} us; ratio ${atMost(ours / python, 1.5)}`,
  );
}

/** One client, in a process of its own. */
async function run({ server, client }, ...row) {
  const [program, ...args] = CLIENTS[client];
  const child = spawn(program, [...args, server.address(DEVICE), ...row.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${client} failed with ${code} in ${row.join(" ")}`);
  return JSON.parse(output);
}
