// Clients of a Tango database, each with a connection of its own, that call it one call after the other for some seconds:
//   node database-client.mjs HOST:PORT ROW CLIENTS SECONDS
import { Database } from "../../dist/index.js";
import { OrbContext } from "../../dist/threading/index.js";

const DEVICES = 100_000;
const deviceAt = (i) => `bench_database/${i % 100}/${i}`;
const someDevice = () => deviceAt(Math.floor(Math.random() * DEVICES));

const ROWS = {
  import: (database) => database.importDevice(someDevice()),
  get: (database) => database.getDeviceProperty(deviceAt(0), ["limits"]),
  // What each client writes is its own.
  put: (database, client, i) => database.putDeviceProperty(deviceAt(client), { limits: [String(i), "10"] }),
  list: (database) => database.getDeviceDefined("bench_database/*"),
};

const [host, row, clients, seconds] = process.argv.slice(2);
const contexts = Array.from({ length: Number(clients) }, () => new OrbContext());
const databases = contexts.map((context) => new Database(host, { context, timeoutMs: 60_000 }));
for (const [client, database] of databases.entries()) {
  await ROWS.put(database, client, 0);
  await ROWS[row](database, client, 0);
}
let calls = 0;
const begin = performance.now();
const end = begin + Number(seconds) * 1000;
await Promise.all(
  databases.map(async (database, client) => {
    for (let i = 1; performance.now() < end; i++) {
      await ROWS[row](database, client, i);
      calls++;
    }
  }),
);
const rate = (calls * 1000) / (performance.now() - begin);
process.stdout.write(`${JSON.stringify({ rate, calls })}\n`);
await Promise.all(contexts.map((context) => context.close()));
