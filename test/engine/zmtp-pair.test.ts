import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import type { ZmtpMinor } from "../../src/tango/zmtp/greeting.ts";
import { encodeMessage } from "../../src/tango/zmtp/message-encoder.ts";
import { PubSocket } from "../../src/tango/zmtp/pub-socket.ts";
import type { WhenFull } from "../../src/tango/zmtp/send-options.ts";
import { SubSocket } from "../../src/tango/zmtp/sub-socket.ts";
import { encodeSubscription } from "../../src/tango/zmtp/subscription-command.ts";
import { Random } from "../fuzz/random.ts";
import { FakeStream, FakeTransport } from "../support/fake-transport.ts";
import { RecordingZmtp } from "../support/recording-zmtp.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const TOPICS = ["", "a", "ab", "b", "topic".repeat(60)];

/** Two engines back to back: octets cross in random pieces until both are silent. */
function cross(pub: RecordingZmtp, sub: RecordingZmtp, random: Random): void {
  const pending = { pub: Buffer.alloc(0) as Buffer, sub: Buffer.alloc(0) as Buffer };
  const collect = (engine: RecordingZmtp, old: Buffer) => Buffer.concat([old, ...engine.written.splice(0)]);
  for (;;) {
    pending.pub = collect(pub, pending.pub);
    pending.sub = collect(sub, pending.sub);
    if (pending.pub.length + pending.sub.length === 0) return;
    const fromPub = random.oneIn(2) ? pending.pub.length > 0 : pending.sub.length === 0;
    const from = fromPub ? "pub" : "sub";
    const size = 1 + random.below(random.oneIn(3) ? 4 : pending[from].length);
    const chunk = Buffer.from(pending[from].subarray(0, size));
    pending[from] = pending[from].subarray(size);
    (fromPub ? sub : pub).engine.receive(chunk);
    chunk.fill(0xee);
  }
}

for (const pubMinor of [0, 1] as const) {
  for (const subMinor of [0, 1] as const) {
    test(`a publisher of 3.${pubMinor} and a subscriber of 3.${subMinor}, however the octets are cut`, () => {
      const minor = Math.min(pubMinor, subMinor) as ZmtpMinor;
      for (let seed = 1; seed <= 100; seed++) {
        const random = new Random(seed);
        const pub = new RecordingZmtp("PUB", { minor: pubMinor });
        const sub = new RecordingZmtp("SUB", { minor: subMinor });
        cross(pub, sub, random);
        assert.deepEqual([pub.log, sub.log], [[`ready 3.${minor}`], [`ready 3.${minor}`]]);
        const messages = Array.from({ length: 10 }, () =>
          Array.from({ length: 1 + random.below(4) }, () => Buffer.alloc(random.below(3000), random.bits())),
        );
        for (const topic of TOPICS) sub.write(encodeSubscription(Buffer.from(topic), true, minor));
        for (const topic of TOPICS) sub.write(encodeSubscription(Buffer.from(topic), false, minor));
        for (const frames of messages) for (const chunk of encodeMessage(frames).chunks) pub.write(chunk);
        cross(pub, sub, random);
        assert.deepEqual(sub.frames, messages, `seed ${seed}`);
        const told = (sign: string) => TOPICS.map((topic) => sign + topic);
        assert.deepEqual(pub.log.slice(1), [...told("+"), ...told("-")], `seed ${seed}`);
      }
    });
  }
}

/** Sockets of one publisher on a virtual clock, whose streams the test moves octets between. */
class Network {
  readonly clock = new VirtualClock();
  readonly transport = new FakeTransport();
  readonly random: Random;
  readonly links: Link[] = [];
  pub!: PubSocket;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  async listen(highWaterMark: number): Promise<void> {
    this.pub = await PubSocket.listen(
      { host: "127.0.0.1", port: 1 },
      { transport: this.transport, clock: this.clock, highWaterMark },
    );
  }

  connect(): Link {
    const link = new Link(this);
    this.links.push(link);
    return link;
  }
}

class Link {
  readonly sub: SubSocket;
  readonly received: number[] = [];
  readonly #toSub: FakeStream;
  readonly #toPub: FakeStream;
  readonly #random: Random;

  constructor({ transport, clock, random }: Network) {
    this.#random = random;
    this.sub = new SubSocket(
      { host: "127.0.0.1", port: 1 },
      {
        transport,
        clock,
        onMessage: ([, number]) => void this.received.push(number!.readUInt32BE()),
        onClosed() {},
      },
    );
    this.#toPub = transport.last;
    this.#toSub = new FakeStream("sub:1");
    transport.accept!(this.#toSub);
    this.#toPub.events.onOpen();
    this.sub.subscribe("t");
    for (let i = 0; i < 4; i++) this.move(true);
  }

  /** Whether the publisher's stream takes more. */
  set takes(takes: boolean) {
    this.#toSub.takes = takes;
  }

  /** Whether anything is on its way. */
  get hasOctets(): boolean {
    return this.#toSub.written.length + this.#toPub.written.length > 0;
  }

  /** Moves what was written, in pieces, and tells the publisher's side that it drained. */
  move(drain: boolean): void {
    for (const [from, to] of [
      [this.#toPub, this.#toSub],
      [this.#toSub, this.#toPub],
    ] as const) {
      const octets = Buffer.concat(from.written.splice(0));
      for (let at = 0; at < octets.length; ) {
        const size = 1 + this.#random.below(octets.length);
        to.events.onData(octets.subarray(at, at + size));
        at += size;
      }
    }
    if (drain && this.#toSub.stallTimeoutMs > 0) this.#toSub.events.onDrain();
  }
}

test("every message that is offered is sent or dropped, whatever is slow when, and comes in order", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const network = new Network(seed);
    const { random, clock } = network;
    await network.listen(1 + random.below(10));
    for (let i = 0; i < 4; i++) network.connect();
    const sends: Promise<unknown>[] = [];
    const count = 300;
    let [failed, settled] = [0, 0];
    for (let i = 0; i < count; i++) {
      const whenFull = random.pick<WhenFull>(["wait", "drop-newest", "drop-oldest"]);
      const number = Buffer.alloc(4 + random.below(300));
      number.writeUInt32BE(i);
      const timeoutMs = random.oneIn(3) ? { timeoutMs: 1 + random.below(100) } : {};
      const sending = network.pub.send([Buffer.from("t"), number], { whenFull, ...timeoutMs });
      sends.push(
        sending.then(
          () => settled++,
          (error: { code: string }) => {
            assert.equal(error.code, "ZMTP_SEND_TIMEOUT");
            failed++;
          },
        ),
      );
      for (const link of network.links) {
        if (random.oneIn(5)) link.takes = random.oneIn(2);
        if (random.oneIn(3)) link.move(random.oneIn(2));
      }
      if (random.oneIn(3)) await new Promise((resolve) => setImmediate(resolve));
      if (random.oneIn(20)) clock.tick(random.below(50));
    }
    for (const link of network.links) link.takes = true;
    // Each round may let more in, which leaves with the next.
    let quiet = 0;
    while (quiet < 3) {
      quiet = network.links.some((link) => link.hasOctets) ? 0 : quiet + 1;
      for (const link of network.links) link.move(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(settled + failed, count, `seed ${seed}: no send waits for ever`);
    await Promise.all(sends);
    const { peers, sent, dropped } = network.pub.snapshot();
    assert.equal(sent + dropped, 4 * count, `seed ${seed}`);
    for (const [i, { received }] of network.links.entries()) {
      assert.equal(peers[i]!.queued, 0);
      assert.equal(received.length, peers[i]!.sent, `seed ${seed}: what was sent came`);
      assert.equal(peers[i]!.sent + peers[i]!.dropped, count, `seed ${seed}: each is counted`);
      assert.deepEqual(
        received,
        received.toSorted((a, b) => a - b),
        `seed ${seed}: in order`,
      );
    }
    for (const { sub } of network.links) sub.close();
    await network.pub.close();
    assert.equal(clock.timers, 0);
  }
});
