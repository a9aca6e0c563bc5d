import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatEventTopic,
  heartbeatTopic,
  parseEventName,
  parseEventTopic,
} from "../../../../../src/tango/event/message/event-topic.ts";

test("topics are taken apart, and put together again", () => {
  const cases = [
    ["tango://127.0.0.1:10000/a/b/c/d.idl5_change", "tango://127.0.0.1:10000/a/b/c/d", 5, "change"],
    ["tango://h.x.org:1/a/b/c/d#dbase=no.alarm", "tango://h.x.org:1/a/b/c/d#dbase=no", null, "alarm"],
    ["tango://h:1/a/b/c.intr_change", "tango://h:1/a/b/c", null, "intr_change"],
  ] as const;
  for (const [text, source, idl, event] of cases) {
    const topic = parseEventTopic(text);
    assert.deepEqual(topic, { source, idl, event });
    assert.equal(formatEventTopic(topic!), text);
  }
  assert.equal(parseEventTopic("no topic"), undefined);
});

test("the name of an event may begin with a generation", () => {
  assert.deepEqual(parseEventName("idl5_user_event"), { idl: 5, event: "user_event" });
  assert.deepEqual(parseEventName("user_event"), { idl: null, event: "user_event" });
});

test("the heartbeat of a channel has a topic", () => {
  assert.equal(
    heartbeatTopic("tango://h:1/dserver/a/b#dbase=no"),
    "tango://h:1/dserver/a/b#dbase=no.heartbeat",
  );
});
