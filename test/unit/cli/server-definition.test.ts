import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDefinitions, serverArgument } from "../../../src/cli/server-definition.ts";

test("reads classes with their devices, which have slashes", () => {
  assert.deepEqual(parseDefinitions(["A", "a/b/1", "a/b/2", "B", "A/b/3"]), [
    { name: "a/b/1", className: "A" },
    { name: "a/b/2", className: "A" },
    { name: "A/b/3", className: "B" },
  ]);
  assert.deepEqual(parseDefinitions(["A", "a/b/1", "B", "a/b/2", "A", "a/b/3"]).at(-1), {
    name: "a/b/3",
    className: "A",
  });
});

test("says what is wrong with a definition", () => {
  const cases: readonly [args: readonly string[], message: RegExp][] = [
    [[], /a CLASS and its DEVICEs are missing/],
    [["A"], /a DEVICE is missing behind the class A$/],
    [["A", "B", "a/b/1"], /a DEVICE is missing behind the class A$/],
    [["A", "a/b/1", "B"], /a DEVICE is missing behind the class B$/],
    [["a/b/1", "A"], /a CLASS is missing in front of a\/b\/1/],
    [["A", "a/b/1", "B", "a/B/1"], /a\/B\/1 is there twice/],
    [["A", "a/b"], /"a\/b" is no DEVICE: domain\/family\/member is wanted/],
    [["A", "a/b/1,a/b/2"], /several with blanks between/],
    [["A", "tango://h:1/a/b/1"], /is no DEVICE/],
    [["A", "a/b/*"], /is no DEVICE/],
    [["A", "a//1"], /is no DEVICE/],
    [["A", "a/b/ "], /is no DEVICE/],
    [["A:b", "a/b/1"], /"A:b" is neither a CLASS nor a DEVICE/],
    [["DServer", "a/b/1"], /comes by itself/],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => parseDefinitions(args), { name: "UsageError", message }, args.join(" "));
  }
});

test("takes no server for one that may be several, or that is none", () => {
  assert.equal(serverArgument("TangoTest/test"), "TangoTest/test");
  assert.throws(() => serverArgument(undefined), { message: /EXEC\/INSTANCE is missing/ });
  for (const text of [
    "",
    "TangoTest",
    "TangoTest/",
    "/test",
    "a/b/c",
    "TangoTest/*",
    "TangoTest/%",
    "a b/c",
  ]) {
    assert.throws(() => serverArgument(text), { name: "UsageError", message: /is no server/ }, text);
  }
});
