import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT } from "../../support/source-files.ts";

for (const host of [process.env.TANGO93_HOST, process.env.TANGO10_HOST]) {
  test(`the built and installed package reads sys/tg_test/1 of ${host}`, async () => {
    assert.ok(host, "TANGO93_HOST and TANGO10_HOST name the two releases: see test/interop/run.sh");
    const { stdout } = await promisify(execFile)("bash", [join(ROOT, "test/build/check.sh")], {
      env: { ...process.env, TANGO_HOST: host },
    });
    assert.match(stdout, new RegExp(`read sys/tg_test/1 of ${host}`));
  });
}
