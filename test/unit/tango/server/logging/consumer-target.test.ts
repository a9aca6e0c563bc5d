import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import {
  ConsumerTarget,
  type ConsumerTargetOptions,
} from "../../../../../src/tango/server/logging/consumer-target.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";
import { aRecord } from "./a-record.ts";
import { FakeConsumer } from "./fake-consumer.ts";

describe("a consumer target", () => {
  it("registers its devices, sends records, and signs off", async () => {
    const { target, consumer } = setUp();
    target.attach("log/test/one");
    target.attach("log/test/two");
    target.write(aRecord({ level: LogLevel.INFO, message: "hello", thread: 255 }));
    await target.opened;
    await turn();
    target.detach("log/test/two");
    await target.close();
    assert.deepEqual(consumer.calls, [
      ["Register", "log/test/one"],
      ["Register", "log/test/two"],
      ["Log", ["1795402569547", "INFO", "log/test/one", "hello", "", "@ff [0]"]],
      ["UnRegister", "log/test/two"],
      ["UnRegister", "log/test/one"],
    ]);
    assert.ok(consumer.timeouts.every((timeout) => timeout === 3000));
    assert.equal(target.name, "device::sys/log/1");
    assert.equal(target.lost, 0);
  });

  it("sends what a string of Tango can carry", async () => {
    const { target, consumer } = setUp();
    target.write(aRecord({ message: "é € 😀 \0." }));
    await target.close();
    assert.deepEqual(consumer.messages, ["é ? ? ?."]);
  });

  it("fails to open where the consumer does not answer", async () => {
    const { target } = setUp({}, (consumer) => {
      consumer.failure = new Error("no such device");
    });
    await assert.rejects(target.opened, {
      reason: "API_ConnectionFailed",
      message: /Could not connect to log consumer sys\/log\/1/,
      cause: new Error("no such device"),
    });
    target.attach("log/test/one");
    target.write(aRecord());
    await target.close();
    assert.equal(await target.isAlive(), false);
  });

  it("fails to open where the name is none", async () => {
    const wrong = new Error("wrong name");
    const target = new ConsumerTarget(
      "x",
      () => {
        throw wrong;
      },
      assert.fail,
    );
    await assert.rejects(target.opened, { reason: "API_ConnectionFailed", cause: wrong });
    await target.close();
  });

  it("tells of a failure once, goes on, and tells of the next", async () => {
    const { target, consumer, problems } = setUp();
    await target.opened;
    consumer.failure = new Error("gone");
    for (const message of ["1", "2"]) target.write(aRecord({ message }));
    await turn();
    assert.equal(await target.isAlive(), false);
    consumer.failure = undefined;
    target.write(aRecord({ message: "3" }));
    await turn();
    assert.equal(await target.isAlive(), true);
    consumer.failure = new Error("again");
    target.write(aRecord({ message: "4" }));
    await turn();
    assert.deepEqual(
      problems.map(([, cause]) => (cause as Error).message),
      ["gone", "again"],
    );
    assert.equal(target.lost, 3);
    await target.close();
  });

  it("drops the oldest while the consumer hangs, and ends nevertheless", async () => {
    const { target, consumer, problems } = setUp({ closeTimeoutMs: 1 });
    await target.opened;
    consumer.hangs = true;
    for (let i = 0; i < 15_000; i++) {
      target.write(aRecord({ message: `${i}` }));
      if (i === 0) await turn();
    }
    assert.deepEqual(consumer.messages, ["0"]);
    assert.equal(target.lost, 4999, "one is being sent, 10000 wait");
    await target.close();
    assert.equal(target.lost, 15_000);
    assert.deepEqual(consumer.messages, ["0"]);
    assert.deepEqual(problems, []);
  });

  it("keeps no listener for the calls of the past", async () => {
    const { target, consumer } = setUp();
    let signal: AbortSignal | undefined;
    const call = consumer.commandInout.bind(consumer);
    consumer.commandInout = (command, argument, options) => {
      signal = options!.signal;
      return call(command, argument, options);
    };
    for (let i = 0; i < 100; i++) target.write(aRecord());
    while (consumer.messages.length < 100) await turn();
    await turn();
    assert.deepEqual(getEventListeners(signal!, "abort"), []);
    await target.close();
  });
});

function setUp(options: ConsumerTargetOptions = {}, prepare: (consumer: FakeConsumer) => void = () => {}) {
  const consumer = new FakeConsumer();
  prepare(consumer);
  const problems: [string, unknown][] = [];
  const target = new ConsumerTarget(
    "sys/log/1",
    () => consumer,
    (...problem) => problems.push(problem),
    options,
  );
  return { target, consumer, problems };
}
