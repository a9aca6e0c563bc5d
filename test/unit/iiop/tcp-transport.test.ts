import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { type TestContext, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { TcpTransport } from "../../../src/iiop/tcp-transport.ts";
import type { AcceptedStream, ByteStream, StreamEvents } from "../../../src/iiop/transport.ts";
import { listenRaw } from "../../support/raw-peer.ts";

/** The events of a stream, to be awaited. */
class Recorder implements StreamEvents {
  readonly chunks: Buffer[] = [];
  size = 0;
  readonly log: string[] = [];
  #wake: (() => void)[] = [];

  onOpen(): void {
    this.#note("open");
  }
  onData(chunk: Uint8Array): void {
    this.chunks.push(Buffer.from(chunk));
    this.size += chunk.length;
    this.#note("data");
  }
  onDrain(): void {
    this.#note("drain");
  }
  onStall(): void {
    this.#note("stall");
  }
  onClose(error: Error | undefined): void {
    this.#note(`close ${(error as NodeJS.ErrnoException | undefined)?.code ?? "in order"}`);
  }

  /** Waits until `condition` holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  #note(what: string): void {
    this.log.push(what);
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** A connection on loopback, both ends in hand. */
async function pair(t: TestContext) {
  const transport = new TcpTransport();
  const server = new Recorder();
  let accepted: AcceptedStream | undefined;
  const listener = await transport.listen({ host: "127.0.0.1", port: 0 }, (stream) => {
    accepted = stream;
    stream.start(server);
    server.onOpen();
  });
  const client = new Recorder();
  const stream = transport.connect(listener.address, client);
  await Promise.all([
    client.until(() => client.log[0] === "open"),
    server.until(() => server.log[0] === "open"),
  ]);
  t.after(async () => {
    await Promise.all([stream.destroy(), accepted!.destroy()]);
    await listener.close();
  });
  return { client, server, stream: stream as ByteStream, accepted: accepted!, listener, transport };
}

test("carries octets both ways, in the order of the writes", async (t) => {
  const { client, server, stream, accepted } = await pair(t);
  // One write in a turn, many small ones, many large ones, and again one.
  const sizes = [[3], [1, 2, 3, 4], [5, 6, 7], [100_000, 3, 100_000], [9], [8], [1, 1]];
  const turns = sizes.map((turn, i) => turn.map((size, j) => Buffer.alloc(size, i * 16 + j)));
  for (const parts of turns) {
    for (const part of parts) {
      stream.write(part);
      accepted.write(part);
    }
    await turn();
  }
  const whole = Buffer.concat(turns.flat());
  await server.until(() => server.size >= whole.length);
  await client.until(() => client.size >= whole.length);
  assert.deepEqual(Buffer.concat(server.chunks), whole);
  assert.deepEqual(Buffer.concat(client.chunks), whole);
});

test("names the peer", async (t) => {
  const { stream, accepted, listener } = await pair(t);
  assert.equal(stream.peer, `127.0.0.1:${listener.address.port}`);
  assert.match(accepted.peer, /^127\.0\.0\.1:\d+$/);
});

test("sends what was written before the end, however much it is", async (t) => {
  const { client, server, stream } = await pair(t);
  const block = Buffer.alloc(1 << 20, 7);
  for (let i = 0; i < 20; i++) stream.write(block);
  stream.end();
  await server.until(() => server.log.at(-1)!.startsWith("close"));
  assert.equal(server.size, 20 << 20);
  assert.equal(server.log.at(-1), "close in order");
  await client.until(() => client.log.at(-1) === "close in order");
});

test("says when the peer is slow, and when it took everything", async (t) => {
  const { client, server, stream, accepted } = await pair(t);
  accepted.pause();
  const block = Buffer.alloc(1 << 20);
  let sent = 0;
  while (stream.write(block)) sent++;
  for (let i = 0; i < 20; i++, sent++) stream.write(block);
  assert.equal(client.log.includes("drain"), false);
  accepted.resume();
  await client.until(() => client.log.includes("drain"));
  await server.until(() => server.size === (sent + 1) << 20);
});

test("a lone write leaves at once, and what a turn writes leaves before the next", async (t) => {
  const { server, stream } = await pair(t);
  for (const count of [1, 5, 5, 1, 1]) {
    server.size = 0;
    for (let i = 0; i < count; i++) stream.write(Buffer.of(i));
    // No other turn is needed than that in which it arrives.
    await server.until(() => server.size === count);
  }
});

test("tells of no event after destroy, and resolves when the socket is gone", async (t) => {
  const { client, server, stream } = await pair(t);
  await stream.destroy();
  await stream.destroy();
  await server.until(() => server.log.at(-1)!.startsWith("close"));
  assert.deepEqual(client.log, ["open"]);
});

test("tells when the memory of what was written may be used again", async (t) => {
  const { server, stream } = await pair(t);
  const octets = Buffer.alloc(1 << 20, 7);
  await new Promise<void>((resolve) => stream.write(octets, resolve));
  octets.fill(0);
  await server.until(() => server.size === octets.length);
  assert.ok(Buffer.concat(server.chunks).every((octet) => octet === 7));
});

test("tells what went wrong with a connection", async (t) => {
  const { client, accepted, transport, listener } = await pair(t);
  await accepted.destroy();
  await client.until(() => client.log.at(-1)!.startsWith("close"));
  await listener.close();
  const refused = new Recorder();
  transport.connect(listener.address, refused);
  await refused.until(() => refused.log.length > 0);
  assert.deepEqual(refused.log, ["close ECONNREFUSED"]);
});

test("connects to a name whose first address refuses", async (t) => {
  const { port } = await listenRaw(t);
  const events = new Recorder();
  const stream = new TcpTransport().connect({ host: "localhost", port }, events);
  await events.until(() => events.log.length > 0);
  assert.deepEqual(events.log, ["open"]);
  await stream.destroy();
});

test("refuses a port in use by Node's error, which names it", async (t) => {
  const { listener, transport } = await pair(t);
  await assert.rejects(
    transport.listen(listener.address, () => {}),
    { code: "EADDRINUSE", port: listener.address.port },
  );
});

test("tells of a peer that takes nothing, and not of one that is slow", async (t) => {
  const { client, server, stream, accepted } = await pair(t);
  accepted.pause();
  const size = 48 << 20;
  stream.watchStall(300);
  stream.write(Buffer.alloc(size));
  while (!client.log.includes("stall")) await client.until(() => client.log.length > 1);
  const stalls = client.log.length;
  // Now it takes something again and again, in less than all at once.
  const reading = setInterval(() => {
    accepted.resume();
    setImmediate(() => accepted.pause());
  }, 20);
  t.after(() => clearInterval(reading));
  await server.until(() => server.size === size);
  assert.deepEqual(
    client.log.slice(stalls).filter((event) => event === "stall"),
    [],
  );
});
