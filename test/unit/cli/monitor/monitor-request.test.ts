import assert from "node:assert/strict";
import { test } from "node:test";
import { monitorRequest } from "../../../../src/cli/monitor/monitor-request.ts";
import { EVENT_TYPES } from "../../../../src/tango/event/message/event-type.ts";

function request(args: readonly string[], options: Readonly<Record<string, string>> = {}) {
  return monitorRequest({ args, option: (name) => options[name] }, EVENT_TYPES);
}

test("asks for change events of all names, each once, unless told otherwise", () => {
  const names = ["a/b/c/d", "a/b/c/e"];
  const count = Number.POSITIVE_INFINITY;
  assert.deepEqual(request([...names, names[0]!]), { names, type: "change", pollMs: 0, count });
  assert.deepEqual(request(names, { event: "pipe" }), { names, type: "pipe", pollMs: 0, count });
  assert.deepEqual(request(names, { poll: "500", count: "3" }), { names, type: null, pollMs: 500, count: 3 });
});

test("refuses what makes no sense, and says what would", () => {
  const cases: readonly [
    args: readonly string[],
    options: Readonly<Record<string, string>>,
    message: RegExp,
  ][] = [
    [[], {}, /DEVICE\/ATTR is missing/],
    [[], { event: "pipe" }, /DEVICE\/PIPE is missing/],
    [[], { event: "intr_change" }, /the DEVICE is missing/],
    [["a/b/c/d"], { event: "quality" }, /wants change, periodic, .*alarm, not "quality"/],
    [["a/b/c/d"], { event: "change", poll: "1000" }, /either --event or --poll/],
    [["a/b/c/d"], { poll: "0" }, /milliseconds such as 1000, not "0"/],
    [["a/b/c/d"], { poll: "1s" }, /not "1s"/],
    [["a/b/c/d"], { poll: "-1" }, /not "-1"/],
    [["a/b/c/d"], { poll: "99999999999" }, /not "99999999999"/],
    [["a/b/c/d"], { count: "many" }, /a number of events, not "many"/],
  ];
  for (const [args, options, message] of cases) {
    assert.throws(() => request(args, options), { name: "UsageError", message });
  }
});
