import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PubSocket } from "../../src/tango/zmtp/pub-socket.ts";
import { until } from "../support/until.ts";
import { frames, listenPub, subscriptions, TestSub } from "../support/zmtp-sockets.ts";

/*
 * Our ZeroMQ sockets with those of libzmq, both ways: the peer is zmtp/libzmq_peer.py. libzmq announces 3.1 whatever it is told, so 3.0
 * is spoken through a relay that changes the greeting.
 */

// So many octets are recorded without loss: see with-capture.sh.
const LARGE = Number(process.env.BANDONEON_BULK_LIMIT ?? 800_000);

type Shown = string | readonly [size: number, sum: number];

/** A socket of libzmq in a process of its own. */
class Libzmq {
  readonly received: Shown[][] = [];
  readonly events: string[] = [];
  readonly sent: number[] = [];
  port = 0;
  readonly #call: (line: string) => void;

  constructor(t: TestContext, type: "PUB" | "XPUB" | "SUB", ...options: readonly string[]) {
    const program = fileURLToPath(new URL("./zmtp/libzmq_peer.py", import.meta.url));
    const child = spawn("/usr/bin/python3", [program, type, ...options], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    t.after(() => void child.kill("SIGKILL"));
    this.#call = (line) => void child.stdin.write(line);
    createInterface({ input: child.stdout }).on("line", (line) => {
      const told = JSON.parse(line) as { frames?: Shown[]; event?: string; port?: number; sent?: number };
      if (told.frames !== undefined) this.received.push(told.frames);
      if (told.event !== undefined) this.events.push(told.event);
      if (told.sent !== undefined) this.sent.push(told.sent);
      if (told.port !== undefined) this.port = told.port;
    });
  }

  call(...call: readonly (string | number)[]): void {
    this.#call(`${JSON.stringify(call)}\n`);
  }

  async bind(): Promise<number> {
    this.call("bind");
    await until(() => this.port > 0);
    return this.port;
  }
}

/** A relay to a port that makes both sides announce 3.0. */
async function relayOf30(t: TestContext, port: number): Promise<number> {
  const sockets: Socket[] = [];
  const pass = (from: Socket, to: Socket) => {
    let passed = 0;
    from.on("data", (chunk: Buffer) => {
      if (passed <= MINOR_AT && passed + chunk.length > MINOR_AT) chunk[MINOR_AT - passed] = 0;
      passed += chunk.length;
      to.write(chunk);
    });
    from.on("close", () => to.destroy());
    from.on("error", () => {});
  };
  const server = createServer((client) => {
    const peer = connect(port, "127.0.0.1");
    sockets.push(client, peer);
    pass(client, peer);
    pass(peer, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

const MINOR_AT = 11;

for (const version of ["3.1", "3.0"]) {
  test(`a subscriber of libzmq gets what our publisher sends, by ${version}`, async (t) => {
    const pub = await listenPub(t);
    const peer = new Libzmq(t, "SUB");
    peer.call("connect", version === "3.1" ? pub.port : await relayOf30(t, pub.port));
    for (const topic of ["a", "b", "long".repeat(100)]) peer.call("subscribe", topic);
    await until(() => subscriptions(pub) === 3);
    peer.call("unsubscribe", "b");
    await until(() => subscriptions(pub) === 2);
    for (const topic of ["a", "b", "abc", `${"long".repeat(100)}!`])
      await pub.send(frames(topic, "", "x".repeat(200)));
    for (const size of [255, 256, 8192, LARGE]) await pub.send([Buffer.from("a"), Buffer.alloc(size, 3)]);
    await until(() => peer.received.length === 7);
    assert.deepEqual(peer.received.slice(0, 2), [
      ["a", "", "x".repeat(200)],
      ["abc", "", "x".repeat(200)],
    ]);
    assert.deepEqual(
      peer.received.slice(3).map(([, data]) => data),
      [255, 256, 8192, LARGE].map((size) => [size, 3 * size]),
    );
    assert.deepEqual(peer.events, ["ready"]);
  });

  for (const type of ["PUB", "XPUB"] as const) {
    test(`our subscriber gets what a ${type} socket of libzmq sends, by ${version}`, async (t) => {
      const peer = new Libzmq(t, type);
      const port = await peer.bind();
      const sub = new TestSub(t, version === "3.1" ? port : await relayOf30(t, port));
      sub.socket.subscribe("a");
      sub.socket.subscribe("never");
      sub.socket.unsubscribe("never");
      await sub.socket.ready;
      if (type === "XPUB") await until(() => peer.received.some(([topic]) => topic === "\x01a"));
      // A PUB tells nobody when it knows of a subscription: it sends until one comes.
      while (sub.messages.length === 0) {
        const turns = peer.sent.length;
        peer.call("send", "abc", 100, 1);
        await until(() => peer.sent.length > turns);
      }
      peer.call("send", "b", 1, 1);
      for (const size of [0, 255, 256, 8192, LARGE]) peer.call("send", "a", size, 20);
      await until(() => sub.messages.filter(([topic]) => String(topic) === "a").length === 100);
      const own = sub.messages.filter(([topic]) => String(topic) === "a");
      for (const [i, [, number, data]] of own.entries()) {
        assert.equal(String(number), String(i % 20));
        assert.ok(data!.every((octet) => octet === i % 20));
      }
      assert.deepEqual(
        own.filter((_, i) => i % 20 === 0).map(([, , data]) => data!.length),
        [0, 255, 256, 8192, LARGE],
      );
      assert.ok(sub.messages.every(([topic]) => String(topic).startsWith("a")));
    });
  }
}

test("libzmq's heartbeats are answered, by publisher and subscriber, and its connections live on", async (t) => {
  // Without an answer within 6 s libzmq would disconnect.
  const options = ["HEARTBEAT_IVL=20", "HEARTBEAT_TIMEOUT=6000", "HEARTBEAT_TTL=5000"];
  const pub = await listenPub(t);
  const peerSub = new Libzmq(t, "SUB", ...options);
  peerSub.call("connect", pub.port);
  peerSub.call("subscribe", "a");
  const peerPub = new Libzmq(t, "XPUB", ...options);
  const sub = new TestSub(t, await peerPub.bind());
  sub.socket.subscribe("a");
  await sub.socket.ready;
  await until(() => subscriptions(pub) === 1 && peerPub.received.length === 1);
  const end = performance.now() + 7000;
  for (let count = 1; performance.now() < end; count++) {
    await pub.send(frames("a"));
    peerPub.call("send", "a", 1, 1);
    await until(() => peerSub.received.length === count && sub.messages.length === count);
  }
  assert.deepEqual([peerSub.events, peerPub.events], [["ready"], ["ready"]]);
  assert.deepEqual(sub.closed, []);
});

test("a subscriber of libzmq that connects again is served again", async (t) => {
  const pub = await listenPub(t);
  const { port } = pub;
  const peer = new Libzmq(t, "SUB", "RECONNECT_IVL=20");
  peer.call("connect", port);
  peer.call("subscribe", "a");
  await until(() => subscriptions(pub) === 1);
  await pub.close();
  await until(() => peer.events.includes("disconnected"));
  const again = await PubSocket.listen({ host: "127.0.0.1", port });
  t.after(() => again.close());
  await until(() => subscriptions(again) === 1);
  await again.send(frames("a again"));
  await until(() => peer.received.length === 1);
  peer.call("disconnect", port);
  await until(() => again.snapshot().connections === 0);
});

test("what a slow subscriber of libzmq has no room for waits with us, or is dropped, and libzmq drops for ours", async (t) => {
  const pub = await listenPub(t, { highWaterMark: 10 });
  const peer = new Libzmq(t, "SUB", "RCVHWM=10");
  peer.call("connect", pub.port);
  peer.call("subscribe", "a");
  await until(() => subscriptions(pub) === 1);
  peer.call("pause");
  const data = Buffer.alloc(50_000);
  let sent = 0;
  while (pub.snapshot().dropped < 3) await pub.send([Buffer.from("a"), Buffer.from(String(sent++)), data]);
  const waiting = pub.send(frames("a", "waited"), { whenFull: "wait" });
  peer.call("resume");
  await waiting;
  await until(() => peer.received.length === sent - 3 + 1);
  assert.deepEqual(peer.received.at(-1), ["a", "waited"]);
  assert.equal(pub.snapshot().dropped, 3);

  const libzmq = new Libzmq(t, "XPUB", "SNDHWM=10");
  const sub = new TestSub(t, await libzmq.bind());
  sub.socket.subscribe("a");
  await until(() => libzmq.received.length === 1);
  sub.socket.pause();
  libzmq.call("send", "a", 50_000, 1000);
  await until(() => libzmq.sent.length === 1);
  sub.socket.resume();
  libzmq.call("send", "a end", 1, 1);
  await until(() => sub.messages.length > 0);
  const numbers = sub.messages
    .filter(([topic]) => String(topic) === "a")
    .map(([, number]) => Number(String(number)));
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => i),
    "what came is the beginning, in order",
  );
});

test("a socket of libzmq that does not fit is not taken, by either side", async (t) => {
  const pub = await listenPub(t);
  const peer = new Libzmq(t, "PUB");
  peer.call("connect", pub.port);
  await until(() => peer.events.length > 0);
  assert.notEqual(peer.events[0], "ready");
  const other = new Libzmq(t, "SUB");
  const sub = new TestSub(t, await other.bind());
  await assert.rejects(sub.socket.ready, { code: "ZMTP_SOCKET_TYPE" });
});
