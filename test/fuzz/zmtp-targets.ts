import { Buffer } from "node:buffer";
import { encodeReady } from "../../src/tango/zmtp/command.ts";
import { Delivery } from "../../src/tango/zmtp/delivery.ts";
import { encodeGreeting } from "../../src/tango/zmtp/greeting.ts";
import { encodeMessage } from "../../src/tango/zmtp/message-encoder.ts";
import { pubSocketSettings } from "../../src/tango/zmtp/pub-socket-options.ts";
import type { WhenFull } from "../../src/tango/zmtp/send-options.ts";
import { SubSocket } from "../../src/tango/zmtp/sub-socket.ts";
import { Subscriber } from "../../src/tango/zmtp/subscriber.ts";
import { SubscriptionTrie } from "../../src/tango/zmtp/subscription-trie.ts";
import { ZmtpError } from "../../src/tango/zmtp/zmtp-error.ts";
import { FakeStream, FakeTransport } from "../support/fake-transport.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import { allZmtpCaptures } from "../support/zmtp-captures.ts";
import type { Random } from "./random.ts";
import { chunksOf, type FuzzTarget } from "./targets.ts";

/** Both sides of a ZMTP connection, fed with what the other side was captured to send. */
export function zmtpTargets(): readonly FuzzTarget[] {
  const captures = allZmtpCaptures();
  // The least message has two octets, and a buffer, a frame and an array are made of it, which live as long as they are read.
  const bytesPerOctet = 256;
  const ofSub = captures.map(({ sub }) => greeted(sub, "SUB"));
  const ofPub = captures.map(({ pub }) => greeted(pub, "PUB"));
  return [
    { name: "ZMTP publisher", corpus: ofSub, run: publish, bytesPerOctet },
    { name: "ZMTP subscriber", corpus: ofPub, run: subscribe, bytesPerOctet },
  ];
}

/** Some captures begin behind the handshake. */
function greeted(octets: Buffer, type: string): Uint8Array {
  return octets[0] === 0xff ? octets : Buffer.concat([encodeGreeting(1), encodeReady(type), octets]);
}

function subscribe(input: Uint8Array, random: Random): void {
  const clock = new VirtualClock();
  const transport = new FakeTransport();
  const ends: (Error | null)[] = [];
  let octets = 0;
  const socket = new SubSocket(
    { host: "127.0.0.1", port: 1 },
    {
      transport,
      clock,
      frameOffset: 4,
      onMessage(frames) {
        if (ends.length > 0) throw new Error("a message after the end");
        for (const frame of frames) octets += frame.length;
        if (random.oneIn(8)) socket.pause();
        if (random.oneIn(200)) socket.close();
      },
      onClosed: (error) => void ends.push(error),
    },
  );
  const stream = transport.last;
  socket.subscribe("a");
  stream.events.onOpen();
  feed(stream, input, random, () => {
    if (random.oneIn(2)) socket.resume();
    if (random.oneIn(8)) socket.subscribe("b");
    if (random.oneIn(8)) socket.unsubscribe("b");
    if (random.oneIn(20)) clock.tick(random.below(20_000));
  });
  if (!isOver(stream)) stream.events.onClose(undefined);
  socket.resume();
  if (ends.length !== 1) throw new Error(`the end was told ${ends.length} times`);
  if (clock.timers > 0) throw new Error(`${clock.timers} timers are left`);
  if (octets > input.length) throw new Error(`${octets} octets came of ${input.length}`);
  refuse(ends[0]);
}

function publish(input: Uint8Array, random: Random): void {
  const clock = new VirtualClock();
  const trie = new SubscriptionTrie<Subscriber>();
  const ends: ZmtpError[] = [];
  const settings = pubSocketSettings({
    clock,
    transport: new FakeTransport(),
    highWaterMark: 4,
    maxSubscriptions: 8,
    maxSubscriptionBytes: 1000,
  });
  const stream = new FakeStream("peer:1");
  const subscriber = new Subscriber(stream, {
    settings,
    trie,
    onSubscriptions() {},
    onSubscriberClosed: (_, error) => void ends.push(error),
  });
  const offered = { count: 0 };
  const sends = random.oneIn(4);
  feed(stream, input, random, () => {
    stream.takes = !random.oneIn(3);
    if (sends) offer(subscriber, clock, offered, random);
    if (random.oneIn(3)) drain(stream);
    if (random.oneIn(20)) clock.tick(random.below(20_000));
  });
  const { sent, dropped, queued } = subscriber.snapshot();
  if (sent + dropped > offered.count || queued > 4 + offered.count) throw new Error("counted too much");
  if (!isOver(stream)) {
    stream.takes = true;
    while (subscriber.snapshot().queued > 0) {
      drain(stream);
      subscriber.endTurn();
    }
    const end = subscriber.snapshot();
    if (end.sent + end.dropped !== offered.count)
      throw new Error(`${offered.count} offered, ${end.sent} sent, ${end.dropped} dropped`);
    stream.events.onClose(undefined);
  }
  if (ends.length !== 1) throw new Error(`the end was told ${ends.length} times`);
  if (clock.timers > 0) throw new Error(`${clock.timers} timers are left`);
  if (subscriber.places.size > 0 || trie.matches(Buffer.alloc(0))) throw new Error("subscriptions are left");
  refuse(ends[0]);
}

/** Gives a stream the octets in chunks, as long as it is there, and lets `between` do something after each. */
function feed(stream: FakeStream, input: Uint8Array, random: Random, between: () => void): void {
  for (const chunk of chunksOf(input, random)) {
    if (isOver(stream)) return;
    // The memory of a chunk is used again after the call.
    const memory = new Uint8Array(chunk);
    stream.events.onData(memory);
    memory.fill(0xee);
    between();
  }
}

function offer(
  subscriber: Subscriber,
  clock: VirtualClock,
  offered: { count: number },
  random: Random,
): void {
  const whenFull = random.pick<WhenFull>(["wait", "drop-newest", "drop-oldest"]);
  const message = { ...encodeMessage([random.bytes(random.below(300))]), evictable: whenFull !== "wait" };
  offered.count++;
  if (subscriber.offer(message, whenFull)) return;
  const timeoutMs = random.oneIn(2) ? { timeoutMs: random.below(1000) } : {};
  const delivery = new Delivery(message, [subscriber], timeoutMs, clock);
  delivery.done.catch(() => {});
  subscriber.wait(delivery);
}

/** What was written has left. */
function drain(stream: FakeStream): void {
  if (!isOver(stream) && stream.stallTimeoutMs > 0) stream.events.onDrain();
}

function isOver(stream: FakeStream): boolean {
  return stream.ended || stream.destroyed;
}

function refuse(end: Error | null | undefined): void {
  if (end instanceof ZmtpError && end.code !== "ZMTP_PEER_CLOSED") throw end;
}
