import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { type TestContext, test } from "node:test";
import type { PubSocket } from "../../src/tango/zmtp/pub-socket.ts";
import type { SendOptions } from "../../src/tango/zmtp/send-options.ts";
import type { ZmtpError } from "../../src/tango/zmtp/zmtp-error.ts";
import { forkFixture } from "../support/child.ts";
import type { Got } from "../support/fixture/zmtp-subscribers.ts";
import { openHandles } from "../support/open-handles.ts";
import { until } from "../support/until.ts";
import { listenPub, subscriptions } from "../support/zmtp-sockets.ts";

const WAIT: SendOptions = { whenFull: "wait" };

/** A process with so many subscribers, each of which pauses so long after each message. */
async function subscribers(t: TestContext, pub: PubSocket, count: number, pauseMs = 0) {
  const before = subscriptions(pub);
  const child = forkFixture(t, "zmtp-subscribers.ts", [pub.port, count, pauseMs]);
  assert.equal(await child.message(), "ready");
  await until(() => subscriptions(pub) === before + count);
  return { ...child, got: () => child.message() as Promise<Got[]> };
}

async function send(pub: PubSocket, count: number, options: SendOptions, data = Buffer.alloc(1000)) {
  for (let i = 0; i < count; i++) await pub.send([TOPIC, Buffer.from(String(i)), data], options);
}

const end = (pub: PubSocket) => pub.send([TOPIC, Buffer.from("end")], WAIT);
const TOPIC = Buffer.from("t");

test("200 subscribers in two processes get every message, and nothing is left when all is closed", async (t) => {
  const before = openHandles();
  const pub = await listenPub(t);
  const children = [await subscribers(t, pub, 100), await subscribers(t, pub, 100)];
  const count = 500;
  await send(pub, count, WAIT);
  await end(pub);
  for (const child of children)
    for (const got of await child.got()) assert.deepEqual(got, { messages: count, gaps: 0, code: undefined });
  await Promise.all(children.map(({ exit }) => exit));
  await until(() => pub.snapshot().connections === 0);
  const { sent, dropped } = pub.snapshot();
  assert.deepEqual([sent, dropped], [200 * (count + 1), 0]);
  await pub.close();
  await until(() => openHandles().active.length <= before.active.length);
  assert.deepEqual(openHandles(), before);
});

test("a frozen process is cut off when it took nothing for long enough; who waited goes on, others lose nothing", async (t) => {
  const errors: ZmtpError[] = [];
  const pub = await listenPub(t, {
    highWaterMark: 50,
    // The others, which the machine may hold up, must not be cut off as well.
    stallTimeoutMs: 2500,
    onPeerClosed: (error) => errors.push(error),
  });
  const frozen = await subscribers(t, pub, 1);
  const others = await subscribers(t, pub, 10);
  frozen.process.kill("SIGSTOP");
  // More than any socket's buffers and the queue take.
  const count = 1000;
  await send(pub, count, WAIT, Buffer.alloc(100_000));
  await end(pub);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["ZMTP_TIMEOUT"],
  );
  for (const got of await others.got()) assert.deepEqual(got, { messages: count, gaps: 0, code: undefined });
  frozen.process.kill("SIGCONT");
  const [got] = await frozen.got();
  assert.ok(got!.messages > 0 && got!.messages < count && got!.gaps === 0, JSON.stringify(got));
  assert.ok(["ZMTP_PEER_CLOSED", "ZMTP_CONNECTION"].includes(got!.code!));
  assert.equal(pub.snapshot().dropped, 0);
});

test("where messages are dropped for a frozen process, nobody else notices, and every message is counted", async (t) => {
  for (const whenFull of ["drop-newest", "drop-oldest"] as const) {
    const pub = await listenPub(t, { highWaterMark: 100 });
    const frozen = await subscribers(t, pub, 1);
    frozen.process.kill("SIGSTOP");
    // One that gets everything, though its queue, too, is full for a moment now and then.
    const other = await subscribers(t, pub, 1);
    const count = 1000;
    for (let i = 0; i < count; i++) {
      await pub.send([TOPIC, Buffer.from(String(i)), Buffer.alloc(50_000)], { whenFull });
      await until(() => pub.snapshot().peers[1]!.queued === 0);
    }
    const [slow] = pub.snapshot().peers;
    assert.ok(slow!.queued <= 101 && slow!.dropped > 0);
    frozen.process.kill("SIGCONT");
    await until(() => pub.snapshot().peers[0]!.queued === 0);
    await end(pub);
    assert.deepEqual(await other.got(), [{ messages: count, gaps: 0, code: undefined }]);
    const [got] = await frozen.got();
    const { sent, dropped } = pub.snapshot();
    assert.equal(sent + dropped, 2 * (count + 1));
    assert.equal(got!.messages, count - dropped);
    // What was dropped is the end of them, or the middle.
    assert.equal(got!.gaps, whenFull === "drop-newest" ? 0 : dropped);
    await pub.close();
  }
});

test("a killed process, and one that comes after it, concern nobody else", async (t) => {
  const pub = await listenPub(t, { highWaterMark: 20 });
  const other = await subscribers(t, pub, 1);
  for (let round = 0; round < 3; round++) {
    const doomed = await subscribers(t, pub, 5, 10);
    const sending = Promise.all(
      Array.from({ length: 50 }, () => pub.send([Buffer.from("t"), Buffer.from("0")], WAIT)),
    );
    doomed.process.kill("SIGKILL");
    await sending;
    await until(() => pub.snapshot().connections === 1);
  }
  await end(pub);
  const [got] = await other.got();
  assert.equal(got!.messages, 150);
});

test("memory stays within the marks while a slow reader takes 800 kB messages, and it gets all of them", async (t) => {
  const maxQueuedBytes = 16 * 1024 * 1024;
  const pub = await listenPub(t, { maxQueuedBytes });
  const slow = await subscribers(t, pub, 1, 2);
  const before = process.memoryUsage().rss;
  let most = 0;
  const count = 400;
  for (let i = 0; i < count; i++) {
    await pub.send([TOPIC, Buffer.from(String(i)), Buffer.alloc(800_000)], WAIT);
    assert.ok(pub.snapshot().peers[0]!.queuedBytes <= maxQueuedBytes);
    most = Math.max(most, process.memoryUsage.rss() - before);
  }
  await end(pub);
  assert.deepEqual(await slow.got(), [{ messages: count, gaps: 0, code: undefined }]);
  t.diagnostic(
    `${Math.round(most / 2 ** 20)} MiB more for ${Math.round((count * 800_000) / 2 ** 20)} MiB sent`,
  );
  // Beside the queue, what V8 has not collected yet.
  assert.ok(most < 250 * 2 ** 20, `${most} octets more`);
});

test("a socket that lingers gives a slow process all, one that does not closes at once", async (t) => {
  for (const lingerMs of [60_000, 0]) {
    const pub = await listenPub(t, { lingerMs });
    const slow = await subscribers(t, pub, 1, 1);
    const before = openHandles();
    const count = 300;
    for (let i = 0; i < count; i++) void pub.send([TOPIC, Buffer.from(String(i)), Buffer.alloc(100_000)]);
    await pub.close();
    assert.ok(openHandles().sockets < before.sockets, "no socket is left");
    const [got] = await slow.got();
    if (lingerMs > 0) assert.equal(got!.messages, count);
    else assert.ok(got!.messages < count);
    assert.equal(got!.gaps, 0);
  }
});
