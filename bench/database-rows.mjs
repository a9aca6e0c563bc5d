// The database beside the real DataBaseds with MariaDB (9.3.4), both with the same 100,000 devices. Needs the state folder of that peer, to put
// the devices into its tables (TANGO93_STATE, as test/interop/peers/tango93.sh exec sets it).
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ApiUtil, Database } from "../dist/index.js";
import {
  atLeast,
  atMost,
  here,
  inTurns,
  median,
  megabytes,
  perSecond,
  ROUNDS,
  SECONDS,
  verdict,
} from "./turns.mjs";

const DEVICES = 100_000;
const SERVER_DEVICES = 500;
const STARTED = "TangoTest/bench_database";
const ROWS = [
  { row: "import", what: "import of a device", target: 3 },
  { row: "get", what: "get of a property", target: 3 },
  { row: "put", what: "put of a property, durable", target: 1 },
];
const CLI = here("../dist/cli/main.js");
const CLIENT = here("./peers/database-client.mjs");

export async function databaseRows() {
  const folder = mkdtempSync(join(tmpdir(), "bandoneon-bench-"));
  const real = { name: "DataBaseds", host: process.env.TANGO_HOST };
  let ours = await startDatabase(folder);
  try {
    clearReal();
    console.log("\nDatabases: ours, DataBaseds 9.3.4 with MariaDB");
    fillReal(0, SERVER_DEVICES);
    await fillOurs(ours.host, 0, SERVER_DEVICES);
    await startRow(ours, real);
    fillReal(SERVER_DEVICES, DEVICES);
    await fillOurs(ours.host, SERVER_DEVICES, DEVICES);
    console.log(`with ${DEVICES} devices:`);
    for (const clients of [1, 16]) for (const row of ROWS) await rateRow(ours, real, row, clients);
    await listRow(ours, real);
    await ours.stop();
    ours = await startDatabase(folder);
    console.log(
      `opened again: ready after ${ours.readyMs.toFixed(0)} ms, ` +
        `${verdict(`${(ours.readyMs / 1000).toFixed(2)} s`, "target below 2 s", ours.readyMs < 2000)}, ` +
        `${megabytes(ours.rss()).trim()} ${verdict("", "target below 300 MB", ours.rss() < 300e6)}`,
    );
  } finally {
    await ours.stop();
    clearReal();
    rmSync(folder, { recursive: true, force: true });
    await ApiUtil.cleanup();
  }
}

async function rateRow(ours, real, { row, what, target }, clients) {
  const [ourRuns, realRuns] = await inTurns([ours, real], ROUNDS, ({ host }) => run(host, row, clients));
  const [ourRate, realRate] = [ourRuns, realRuns].map((runs) => median(runs.map(({ rate }) => rate)));
  const many = `${clients} client${clients === 1 ? "" : "s"}`;
  console.log(
    `${`${what}, ${many}`.padEnd(40)} ${perSecond(ourRate)} ${perSecond(realRate)}   ${atLeast(ourRate / realRate, target)}`,
  );
}

async function listRow(ours, real) {
  const [ourRuns, realRuns] = await inTurns([ours, real], ROUNDS, ({ host }) => run(host, "list", 1));
  const [ourMs, realMs] = [ourRuns, realRuns].map((runs) => median(runs.map(({ rate }) => 1000 / rate)));
  console.log(
    `${`list of ${DEVICES} devices`.padEnd(40)} ${ourMs.toFixed(0)} ms ${realMs.toFixed(0)} ms   ${atLeast(realMs / ourMs, 3)}`,
  );
}

/** How long our TangoTest with 500 devices takes, from exec to being ready, with either database. */
async function startRow(ours, real) {
  const [ourRuns, realRuns] = await inTurns([ours, real], ROUNDS, ({ host }) => startServer(host));
  const [ourMs, realMs] = [ourRuns, realRuns].map(median);
  console.log(
    `${`start of a server with ${SERVER_DEVICES} devices`.padEnd(40)} ${ourMs.toFixed(0)} ms ${realMs.toFixed(0)} ms   ratio ${atMost(ourMs / realMs, 1)}`,
  );
}

async function run(host, row, clients) {
  const child = spawn(process.execPath, [CLIENT, host, row, String(clients), String(SECONDS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${row} at ${host} failed with ${code}`);
  return JSON.parse(output);
}

async function startServer(host) {
  const begin = performance.now();
  const child = spawn(process.execPath, [CLI, "tangotest", "bench_database"], {
    env: { ...process.env, TANGO_HOST: host },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await readyLine(child, "the server");
  const readyMs = performance.now() - begin;
  const closed = once(child, "close");
  child.kill();
  await closed;
  return readyMs;
}

async function startDatabase(folder) {
  const begin = performance.now();
  const child = spawn(process.execPath, [CLI, "database", "--port", "0", "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [host] = await readyLine(child, "the database");
  return {
    name: "bandoneon",
    host: host.slice("TANGO_HOST=".length),
    readyMs: performance.now() - begin,
    rss: () => Number(readFileSync(`/proc/${child.pid}/statm`, "utf8").split(" ")[1]) * 4096,
    async stop() {
      if (child.exitCode !== null) return;
      const closed = once(child, "close");
      child.kill();
      await closed;
    },
  };
}

/** Resolves with what it printed before it was ready. */
function readyLine(child, name) {
  const lines = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes("Ready to accept request")) resolve(lines);
      lines.push(line);
    });
    child.once("close", (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

const deviceAt = (i) => `bench_database/${i % 100}/${i}`;
const serverAt = (i) => (i < SERVER_DEVICES ? STARTED : `Bench/${Math.floor(i / 100)}`);
const classAt = (i) => (i < SERVER_DEVICES ? "TangoTest" : "Bench");

async function fillOurs(host, from, to) {
  const database = new Database(host);
  const servers = new Map();
  for (let i = from; i < to; i++) {
    const numbers = servers.get(serverAt(i)) ?? [];
    servers.set(serverAt(i), numbers);
    numbers.push(i);
  }
  for (const [server, numbers] of servers) {
    await database.addServer(
      server,
      numbers.map((i) => ({ name: deviceAt(i), className: classAt(i), server })),
    );
  }
}

/** By SQL: DbAddServer would take minutes. */
function fillReal(from, to) {
  const rows = Array.from({ length: to - from }, (_, at) => {
    const i = from + at;
    const [domain, family, member] = deviceAt(i).split("/");
    return `('${deviceAt(i)}','${domain}','${family}','${member}',0,'nada','nada','${serverAt(i)}',0,'${classAt(i)}','0')`;
  });
  const admin = STARTED.split("/");
  if (from === 0)
    rows.push(
      `('dserver/${STARTED}','dserver','${admin[0]}','${admin[1]}',0,'nada','nada','${STARTED}',0,'DServer','0')`,
    );
  // A statement has at most 16 MB.
  for (let at = 0; at < rows.length; at += 10_000) {
    sql(
      `INSERT INTO device (name,domain,family,member,exported,ior,host,server,pid,class,version) VALUES ${rows.slice(at, at + 10_000).join(",")};`,
    );
  }
}

function clearReal() {
  sql(`DELETE FROM device WHERE domain = 'bench_database' OR server = '${STARTED}';
DELETE FROM property_device WHERE domain = 'bench_database' OR device LIKE 'bench_database/%' OR device LIKE 'dserver/${STARTED}';
DELETE FROM property_device_hist WHERE device LIKE 'bench_database/%' OR device LIKE 'dserver/${STARTED}';`);
}

function sql(statements) {
  const state = process.env.TANGO93_STATE;
  if (state === undefined) throw new Error("run this by test/interop/peers/tango93.sh exec");
  const { status, stderr } = spawnSync(
    "mariadb",
    ["--no-defaults", `--socket=${state}/mysqld.sock`, "tango"],
    {
      input: `SET max_statement_time = 0; ${statements}`,
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`mariadb: ${stderr}`);
}
