import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { assertWorkersRead, runMultiprocessingExample } from "../support/multiprocessing-example.ts";
import { checkEventThread, checkThreadPool } from "../support/thread-examples.ts";

test("runs the main job against a TangoTest of its own where there is no Tango system", async () => {
  // Empty rather than missing: the machine may have a tangorc.
  const { code, out, err } = await runMultiprocessingExample("", ["--rounds", "1"]);
  assert.equal(err, "");
  assert.equal(code, 0, out);
  assert.match(out, /^TANGO_HOST is not set: starting a TangoTest server of our own/);
  assertWorkersRead(out, 1);
});

// Empty rather than missing, as above.
test("a thread of the program receives events, and is joined", () => checkEventThread(""));

test("threads and processes run the functions of a module", () => checkThreadPool(""));

test("says what of the network led to an error, and how to do without a Tango system", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, "close");
  const { code, out, err } = await runMultiprocessingExample(`127.0.0.1:${port}`);
  assert.deepEqual([code, out], [1, ""]);
  assert.match(
    err,
    /API_CantConnectToDatabase[\s\S]*caused by: [\s\S]*Without TANGO_HOST this example starts/,
  );
});
