// Bandoneon, PyTango and libtango as servers of the same clients: a C++ one, and PyTango.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { DeviceProxy } from "../dist/index.js";
import { startFloor } from "./floor.mjs";
import { startServer } from "./server-process.mjs";
import {
  atLeast,
  atMost,
  CALLS,
  inTurns,
  median,
  megabytes,
  microseconds,
  perSecond,
  rates,
  STARTS,
  turn,
  verdict,
} from "./turns.mjs";

const DEVICE = "sys/tg_test/1";
/** By row: the least of the C++ and of the PyTango server's rate that is wanted for the C++ client. */
const TARGETS = { scalar: { cpp: 0.7, pytango: 2 }, image: { cpp: 0.7 } };
/** The rows for which the floor is told. */
const FLOORS = new Set(["scalar", "image"]);
const PYTANGO_ROUNDS = 3;
const WARM_UP_SECONDS = 0.5;
const MANY = 1000;
const MANY_TARGET = 250e6;

export async function serverRows() {
  const servers = [];
  for (const kind of ["bandoneon", "cpp", "pytango"]) servers.push(await startServer(kind));
  const floor = await startFloor(servers[0].port);
  try {
    await callRows("cpp", "C++", servers, floor);
    await callRows("pytango", "PyTango", servers, null, PYTANGO_ROUNDS);
  } finally {
    await floor.stop();
    for (const server of servers) await server.stop();
  }
  await startRow();
  await memoryRow();
}

/** The rows of one client. */
async function callRows(client, name, servers, floor, rounds) {
  console.log(`\nServers of a client in ${name}, by TCP`);
  console.log(
    `${"".padEnd(34)} bandoneon       C++   PyTango     floor   bandoneon/C++                bandoneon/PyTango            CPU of the server per call, in this order`,
  );
  for (const { row, what } of CALLS) {
    const peers = floor !== null && FLOORS.has(row) ? [...servers, floor] : servers;
    const jobs = peers.map((server) => ({ client, device: server.address(DEVICE), row, server }));
    // Servers run for days: what is compiled as it runs is compiled before the first round.
    await inTurns(jobs, 1, (job) => turn({ ...job, seconds: WARM_UP_SECONDS }));
    const [ours, cpp, python, bare] = await rates(jobs, rounds);
    const targets = (floor !== null && TARGETS[row]) || {};
    const compared = (other, target) =>
      target === undefined ? (ours.rate / other.rate).toFixed(2) : atLeast(ours.rate / other.rate, target);
    console.log(
      `${what.padEnd(34)} ${perSecond(ours.rate)} ${perSecond(cpp.rate)} ${perSecond(python.rate)} ` +
        `${bare === undefined ? "".padStart(9) : perSecond(bare.rate)}   ` +
        `${compared(cpp, targets.cpp).padEnd(28)} ${compared(python, targets.pytango).padEnd(28)} ` +
        [ours, cpp, python, bare].map((peer) => (peer ? microseconds(peer.cpuUs) : "")).join(" "),
    );
  }
}

/** From the start of the process to "Ready to accept request"; beside it what Node takes to run a program that does nothing. */
async function startRow() {
  const kinds = ["bandoneon", "cpp", "pytango", "node"];
  const results = await inTurns(kinds, STARTS, async (kind) => {
    if (kind === "node") return emptyProgramMs();
    const server = await startServer(kind);
    await server.stop();
    return server.readyMs;
  });
  const [ours, cpp, python, node] = results.map(median);
  console.log(
    `\nstart of a server: bandoneon ${ours.toFixed(0)} ms, C++ ${cpp.toFixed(0)} ms, PyTango ${python.toFixed(0)} ms, ` +
      `Node alone ${node.toFixed(0)} ms; ratio to C++ ${atMost(ours / cpp, 1.5)}`,
  );
}

async function emptyProgramMs() {
  const begin = performance.now();
  await once(spawn(process.execPath, ["-e", ""]), "exit");
  return performance.now() - begin;
}

/** Of a server with many devices, after each of their attributes was read once. */
async function memoryRow() {
  const devices = Array.from({ length: MANY }, (_, i) => `bench/many/${i}`);
  const names = Array.from({ length: 20 }, (_, i) => `value_${i}`);
  const sizes = [];
  for (const kind of ["manyBandoneon", "manyPytango"]) {
    const server = await startServer(kind, devices);
    for (const device of devices) await new DeviceProxy(server.address(device)).readAttributes(names);
    sizes.push({ rss: server.rss(), readyMs: server.readyMs });
    await server.stop();
  }
  const [ours, python] = sizes;
  const [mine, theirs] = [ours.rss, python.rss].map((rss) => megabytes(rss).trim());
  console.log(
    `memory of ${MANY} devices with 20 attributes each: bandoneon ${verdict(mine, `target below ${MANY_TARGET / 1e6} MB`, ours.rss < MANY_TARGET)}, ` +
      `PyTango ${theirs}; their start took ${ours.readyMs.toFixed(0)} and ${python.readyMs.toFixed(0)} ms`,
  );
}
