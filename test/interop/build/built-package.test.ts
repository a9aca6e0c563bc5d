import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT } from "../../support/source-files.ts";

test("the built and installed package reads sys/tg_test/1 of both releases", async () => {
  const hosts = [process.env.TANGO93_HOST, process.env.TANGO10_HOST].filter((host) => host !== undefined);
  assert.equal(
    hosts.length,
    2,
    "TANGO93_HOST and TANGO10_HOST name the two releases: see test/interop/run.sh",
  );
  const { stdout } = await promisify(execFile)("bash", [join(ROOT, "test/build/check.sh"), ...hosts]);
  for (const host of hosts) assert.ok(stdout.includes(`read sys/tg_test/1 of ${host}\n`), host);
});
