import assert from "node:assert/strict";
import { test } from "node:test";
import { payloadVersion } from "../../../../../src/tango/server/event/payload-version.ts";
import { PublishedEvent } from "../../../../../src/tango/server/event/published-event.ts";

const SOURCE = "tango://host:10000/a/b/c/level";

test("forgets each generation of clients ten minutes after it was heard of", () => {
  const event = new PublishedEvent("change", SOURCE);
  assert.ok(!event.isSubscribed(0));
  event.confirm(5, 0);
  event.confirm(4, 100_000);
  assert.deepEqual([...event.versions(599_999)], [5, 4]);
  assert.deepEqual([...event.versions(600_000)], [4]);
  event.confirm(4, 600_000);
  assert.deepEqual([...event.versions(1_199_999)], [4]);
  assert.ok(event.isSubscribed(1_199_999));
  assert.ok(!event.isSubscribed(1_200_000));
});

test("names topics as cppTango: with the generation from IDL 5 on, but for kinds that have one alone", () => {
  const topics = (["change", "attr_conf", "alarm", "data_ready", "pipe"] as const).map((type) => {
    const event = new PublishedEvent(type, SOURCE);
    return [event.topicFor(5), event.topicFor(4)].map((topic) => topic.slice(SOURCE.length));
  });
  assert.deepEqual(topics, [
    [".idl5_change", ".change"],
    [".idl5_attr_conf", ".attr_conf"],
    [".alarm", ".alarm"],
    [".data_ready", ".data_ready"],
    [".pipe", ".pipe"],
  ]);
  const event = new PublishedEvent("change", SOURCE);
  assert.equal(Buffer.from(event.topicFrame(5)).toString("latin1"), event.topicFor(5));
});

test("gives clients of a generation what they know", () => {
  assert.deepEqual(
    [1, 3, 4, 5, 6].map((idl) => payloadVersion("change", idl)),
    [3, 3, 4, 5, 5],
  );
  assert.deepEqual(
    [3, 4, 5, 6].map((idl) => payloadVersion("attr_conf", idl)),
    [3, 3, 5, 5],
  );
  assert.deepEqual(
    [4, 6].map((idl) => payloadVersion("alarm", idl)),
    [5, 5],
  );
  assert.equal(payloadVersion("pipe", 4), 5);
});

test("counts to 32 bits", () => {
  const event = new PublishedEvent("change", SOURCE);
  for (const number of [1, 2]) {
    assert.equal(event.next, number);
    event.count();
    assert.equal(event.counter, number);
  }
});
