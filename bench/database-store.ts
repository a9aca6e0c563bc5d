// How fast the store of the database is: durable writes with 1 and 16 writers, the longest pause of the event loop during a snapshot under load, and what
// opening 100,000 devices takes.
//
//   npx tsx bench/database-store.ts [folder]      in a folder of the disk to measure (that of temporary files unless given)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { DURABILITIES, type Durability } from "../src/tango/database-server/store/durability.ts";
import { openStore, type StoreOptions } from "../src/tango/database-server/store/open-store.ts";
import type { Store } from "../src/tango/database-server/store/store.ts";
import type { DeviceRow } from "../src/tango/database-server/tables/device-row.ts";
import { type PropertyRow, propertyKey } from "../src/tango/database-server/tables/property-row.ts";

const DEVICES = 100_000;
const PROPERTIES_OF_EACH = 2;
const SECONDS = 3;

const [first, second] = process.argv.slice(2);
// The program runs itself, as what opening takes can only be seen in a new process.
if (first === "--open") await measureOpening(second!);
else await measureAll(mkdtempSync(join(first ?? tmpdir(), "database-store-")));

async function measureAll(folder: string): Promise<void> {
  try {
    for (const durability of DURABILITIES) {
      for (const writers of [1, 16]) await measureWrites(join(folder, "writes"), durability, writers);
    }
    await fill(join(folder, "many"));
    await measureSnapshots(join(folder, "many"));
    open(join(folder, "many"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writers that each make one property after the other, as clients of a database do. */
async function measureWrites(folder: string, durability: Durability, writers: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await using store = await opened(folder, { durability });
  const end = performance.now() + 1000 * SECONDS;
  const counts = await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      let count = 0;
      for (; performance.now() < end; count++) await writeProperty(store, writer, count % 1000);
      return count;
    }),
  );
  const sum = counts.reduce((a, b) => a + b);
  console.log(`${durability}, ${writers} writers: ${Math.round(sum / SECONDS)} writes/s`);
}

async function fill(folder: string): Promise<void> {
  await using store = await opened(folder, { durability: "system" });
  for (let i = 0; i < DEVICES; i += 100) {
    await store.write(() => {
      for (let j = i; j < i + 100; j++) addDevice(store, j);
    });
  }
}

/** Writes until a snapshot was made meanwhile. */
async function measureSnapshots(folder: string): Promise<void> {
  await using store = await opened(folder, { snapshotBytes: 1024 * 1024 });
  const idle = monitorEventLoopDelay({ resolution: 1 });
  const latencies: number[] = [];
  const known = new Set(snapshotsIn(folder));
  idle.enable();
  let isDone = false;
  const writers = Array.from({ length: 16 }, async (_, writer) => {
    for (let i = 0; !isDone; i++) {
      const start = performance.now();
      await writeProperty(store, writer, i % 1000, 1000);
      latencies.push(performance.now() - start);
    }
  });
  const end = performance.now() + 60_000;
  while (performance.now() < end && snapshotsIn(folder).every((name) => known.has(name))) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  isDone = true;
  await Promise.all(writers);
  idle.disable();
  const made = snapshotsIn(folder).filter((name) => !known.has(name)).length;
  latencies.sort((a, b) => a - b);
  console.log(
    `${made} snapshot under load: longest pause of the event loop ${(idle.max / 1e6).toFixed(1)} ms (99.9 %: ${(idle.percentile(99.9) / 1e6).toFixed(1)}); ` +
      `${latencies.length} writes took ${latencies[latencies.length >> 1]!.toFixed(1)} ms, ${latencies.at(-1)!.toFixed(0)} ms at most`,
  );
}

function open(folder: string): void {
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  console.log(
    `${DEVICES} devices with ${PROPERTIES_OF_EACH * DEVICES} properties, ${mebibytes(size)} of files:`,
  );
  const self = fileURLToPath(import.meta.url);
  execFileSync(process.execPath, ["--import", "tsx", self, "--open", folder], { stdio: "inherit" });
}

async function measureOpening(folder: string): Promise<void> {
  const before = process.memoryUsage().rss;
  const start = performance.now();
  await using store = await opened(folder, {});
  const took = performance.now() - start;
  const { rss, heapUsed } = process.memoryUsage();
  console.log(
    `  opened in ${took.toFixed(0)} ms: ${store.table("device").size} devices; ${mebibytes(rss)} resident (${mebibytes(before)} before), ${mebibytes(heapUsed)} of heap`,
  );
}

function opened(folder: string, options: StoreOptions): Promise<Store> {
  return openStore(folder, { ...options, report: (message) => console.error(message) });
}

function snapshotsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^snapshot.*log$/.test(name));
}

async function writeProperty(store: Store, writer: number, i: number, length = 10): Promise<void> {
  const owner = `bench/writer/${writer}`;
  const row = propertyRow(owner, `property${i}`, length);
  await store.write(() => store.table("property_device").put(propertyKey(owner, null, row.name), row));
}

function propertyRow(owner: string, name: string, length: number): PropertyRow {
  return {
    owner,
    member: null,
    name,
    values: [`value of ${name} `.repeat(Math.ceil(length / 20))],
    updated: 1_790_000_000,
    comment: null,
  };
}

/** A device that is exported, whose reference has 300 characters, and its properties. */
function addDevice(store: Store, i: number): void {
  const name = `Domain${i % 50}/family${i % 1000}/member${i}`;
  const row: DeviceRow = {
    name,
    alias: null,
    exported: true,
    ior: `IOR:${i.toString(16).padStart(296, "010000001700000049444c3a54616e676f2f4465766963655f353a312e30")}`,
    host: `control${i % 100}.example.org`,
    server: `ServerOfClass${i % 200}/instance${i % 5000}`,
    pid: 1000 + (i % 30_000),
    class: `Class${i % 200}`,
    version: "5",
    started: 1_790_000_000 + i,
    stopped: 1_789_000_000 + i,
    comment: null,
  };
  store.table<DeviceRow>("device").put(name.toLowerCase(), row);
  for (let j = 0; j < PROPERTIES_OF_EACH; j++) {
    const property = propertyRow(name, `Property${j}`, 20);
    store.table<PropertyRow>("property_device").put(propertyKey(name, null, property.name), property);
  }
}

function mebibytes(octets: number): string {
  return `${(octets / 1024 / 1024).toFixed(0)} MiB`;
}
