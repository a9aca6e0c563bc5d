import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, it } from "node:test";
import { EventBench } from "../../../../support/event-bench.ts";
import { deviceError } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";

describe("the events of a device, to iterate over", () => {
  let bench: EventBench;

  beforeEach(async () => {
    bench = await EventBench.start();
  });
  afterEach(() => bench.stop());

  const isQuiet = () => bench.sockets.open.size === 0 && bench.clock.timers === 0;

  it("begin when the first is asked for, and end when the loop is left", async () => {
    const stream = bench.device().events<number>("level", "change");
    assert.deepEqual(bench.commands, []);
    const values: (number | null)[] = [];
    for await (const { attrValue } of stream) {
      values.push(attrValue!.value);
      if (values.length === 1) for (const counter of [1, 2, 3]) bench.publish(counter, counter);
      if (values.length === 3) break;
    }
    assert.deepEqual(values, [1.5, 1, 2]);
    assert.ok(isQuiet());
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
  });

  it("end when the signal is aborted, whatever is going on", async () => {
    const before = AbortSignal.abort();
    for await (const _ of bench.device().events("level", "change", { signal: before })) assert.fail();
    assert.deepEqual(bench.commands, []);
    const controller = new AbortController();
    const stream = bench.device().events("level", "change", { signal: controller.signal });
    const first = stream.next();
    controller.abort();
    assert.deepEqual(await first, { done: true, value: undefined });
    const again = new AbortController();
    let count = 0;
    for await (const _ of bench.device().events("level", "change", { signal: again.signal })) {
      count++;
      bench.publish(1, 1);
      again.abort();
    }
    assert.equal(count, 1);
    await until(isQuiet);
  });

  it("leave nothing at a signal where none is ever asked for, and end by it all the same", async () => {
    const controller = new AbortController();
    const stream = bench.device().events("level", "change", { signal: controller.signal });
    assert.equal(getEventListeners(controller.signal, "abort").length, 0);
    controller.abort();
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
    assert.deepEqual(bench.commands, []);
  });

  it("end when the stream is disposed of", async () => {
    const stream = bench.device().events("level", "change");
    await stream.next();
    await stream[Symbol.asyncDispose]();
    assert.ok(isQuiet());
  });

  it("count those that are dropped", async () => {
    const stream = bench.device().events<number>("level", "change", { queueSize: 2 });
    await stream.next();
    for (const counter of [1, 2, 3]) bench.publish(counter, counter);
    assert.deepEqual([stream.size, stream.dropped], [2, 1]);
    assert.equal((await stream.next()).value?.attrValue?.value, 2);
    await stream.return();
  });

  it("reject where the subscription fails, and are over then", async () => {
    bench.admin.set("ZmqEventSubscriptionChange", () => {
      throw deviceError("API_AttrNotFound");
    });
    const stream = bench.device().events("level", "change");
    await assert.rejects(stream.next(), { reason: "API_AttrNotFound" });
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
    assert.ok(isQuiet());
  });

  it("reject where the context is closed, behind what came before", async () => {
    const stream = bench.device().events<number>("level", "change");
    await stream.next();
    bench.publish(1, 1);
    await bench.context.close();
    assert.equal((await stream.next()).value?.attrValue?.value, 1);
    await assert.rejects(stream.next(), { reason: "API_OrbContextClosed" });
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
    const other = await EventBench.start();
    const waiting = other.device().events("level", "change");
    await waiting.next();
    const rejected = assert.rejects(waiting.next(), { reason: "API_OrbContextClosed" });
    await other.stop();
    await rejected;
  });

  it("give error events like all others", async () => {
    const stream = bench.device().events("level", "change");
    await stream.next();
    bench.sockets.drop();
    assert.equal((await stream.next()).value?.errors[0]?.reason, "API_EventTimeout");
    bench.clock.tick(1000);
    assert.equal((await stream.next()).value?.eventReason, "Update");
    await stream.return();
  });
});
