import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Ports of the loopback interface at which nothing listens now: for programs that must be told theirs before they start. The system gives
 * none of them to anybody who lets it choose, so that other tests do not get them meanwhile.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(BELOW_EPHEMERAL.from, BELOW_EPHEMERAL.to);
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
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

/** Linux and macOS give out higher ones (from 32768, or 49152). */
const BELOW_EPHEMERAL = { from: 20_000, to: 32_000 };
