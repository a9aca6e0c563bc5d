// What a call costs between two Orbs in two processes on loopback, by wall clock and by the client's own CPU time.
//
//   npx tsx bench/orb.ts [rounds]            prints the median of the rounds (5 unless given)
//   npx tsx bench/orb.ts 5 corbaloc:...      calls that object instead: any that answers `ping()`, such as a Tango device
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { double, interface_, octet, op, sequence } from "../src/giop/index.ts";
import { Orb, type ProxyOf } from "../src/iiop/index.ts";

const Bench = interface_("IDL:Bench:1.0", {
  ping: op([]),
  bytes: op([["value", sequence(octet)]], sequence(octet)),
  doubles: op([["value", sequence(double)]], sequence(double)),
});

interface Row {
  readonly name: string;
  readonly calls: number;
  readonly inFlight: number;
  readonly call: () => Promise<unknown>;
}

if (process.argv[2] === "serve") await serve();
else await measure(Number(process.argv[2] ?? 5), process.argv[3]);

async function serve(): Promise<void> {
  const orb = new Orb();
  await orb.listen();
  const ior = orb.activate(Bench, {
    ping: () => {},
    bytes: (value) => value,
    doubles: (value) => value,
  });
  process.send!(ior);
  process.on("disconnect", () => process.exit());
}

async function measure(rounds: number, url: string | undefined): Promise<void> {
  const orb = new Orb();
  const server = fork(fileURLToPath(import.meta.url), ["serve"], { serialization: "advanced" });
  const [ior] = await once(server, "message");
  const rows = url === undefined ? allRows(orb.proxy(Bench, ior)) : pings(orb.proxy(Bench, url));
  const results = rows.map((): { wall: number; cpu: number }[] => []);
  // The rows take turns, so that what else the machine does hits them alike.
  for (let round = -1; round < rounds; round++) {
    for (const [i, row] of rows.entries()) {
      const result = await run(row);
      if (round >= 0) results[i]!.push(result);
    }
  }
  console.log(
    `${"call".padEnd(28)}${"ns/call".padStart(12)}${"calls/s".padStart(12)}${"CPU ns/call".padStart(14)}`,
  );
  for (const [i, { name }] of rows.entries()) {
    const wall = median(results[i]!.map((result) => result.wall));
    const cpu = median(results[i]!.map((result) => result.cpu));
    const cells = [
      wall.toFixed(0).padStart(12),
      (1e9 / wall).toFixed(0).padStart(12),
      cpu.toFixed(0).padStart(14),
    ];
    console.log(name.padEnd(28) + cells.join(""));
  }
  await orb.destroy();
  server.disconnect();
}

function pings(proxy: ProxyOf<typeof Bench>): Row[] {
  const call = () => proxy.ping();
  return [
    { name: "ping, one by one", calls: 10_000, inFlight: 1, call },
    { name: "ping, 64 in flight", calls: 50_000, inFlight: 64, call },
  ];
}

function allRows(proxy: ProxyOf<typeof Bench>): Row[] {
  const kilobyte = new Uint8Array(1024);
  const image = Float64Array.from({ length: 251 * 251 }, (_, i) => i);
  return [
    ...pings(proxy),
    { name: "1 KiB of octets", calls: 5000, inFlight: 1, call: () => proxy.bytes(kilobyte) },
    { name: "251 x 251 doubles", calls: 200, inFlight: 1, call: () => proxy.doubles(image) },
  ];
}

async function run({ calls, inFlight, call }: Row): Promise<{ wall: number; cpu: number }> {
  let left = calls;
  const one = async () => {
    while (left-- > 0) await call();
  };
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: inFlight }, one));
  const wall = Number(process.hrtime.bigint() - start);
  const used = process.cpuUsage(cpu);
  return { wall: wall / calls, cpu: ((used.user + used.system) * 1000) / calls };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
