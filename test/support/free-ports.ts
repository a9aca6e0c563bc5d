import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/**
 * Ports of the loopback interface at which nothing listens now: for programs that must be told theirs before they start, and that may
 * listen much later. The system gives none of them to anybody who lets it choose, and each call gets others, so that nobody has them meanwhile.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let tried = 0; ports.length < count; tried++) {
    if (tried === TO - FROM) throw new Error(`no port from ${FROM} to ${TO} is free`);
    const port = next++;
    if (next === TO) next = FROM;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

/** One of these. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    await once(server.close(), "close");
    return true;
  } catch {
    return false;
  }
}

/** Where nobody gets a port without asking for it: below those that the system gives out. */
const TO = firstEphemeral();
const FROM = Math.max(1024, TO - 12_000);
// Another process that asks begins elsewhere.
let next = randomInt(FROM, TO);

function firstEphemeral(): number {
  if (process.platform !== "linux") return 49_152;
  const first = Number.parseInt(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8"), 10);
  // Where it gives out all, there is no better than its default.
  return first > 2048 ? first : 32_768;
}
