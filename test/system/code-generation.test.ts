import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { test } from "node:test";
import { ROOT } from "../support/source-files.ts";

// Electron's content security policy lets nobody make code from text. Node has the same rule as an option, under which these tests are run once
// more: codecs and proxies, clients, servers, events, threads.
const FOLDERS = [
  "engine",
  "unit/giop/idl",
  "unit/threading",
  "unit/tango/event",
  "unit/tango/server/test-context",
];
const FORBIDDEN = "--disallow-code-generation-from-strings";

async function run(args: readonly string[]): Promise<{ code: number | null; out: string }> {
  // A test runner within a test would report to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [code, out, err] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
  return { code, out: out + err };
}

test("all works where no code can be made from text", async () => {
  const { code, out } = await run([FORBIDDEN, join(ROOT, "test/run.mjs"), FORBIDDEN, ...FOLDERS]);
  assert.equal(code, 0, out);
  assert.match(out, /^ℹ fail 0$/m);
});

test("the rule is one: code from text throws under it", async () => {
  const { code, out } = await run([FORBIDDEN, "-e", "new Function('return 1')"]);
  assert.equal(code, 1);
  assert.match(out, /EvalError/);
});
