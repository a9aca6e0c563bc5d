import assert from "node:assert/strict";
import { runExample } from "./run-example.ts";

/** Runs examples/event-thread.ts and checks that a thread received periodic events, unsubscribed and was joined. */
export async function checkEventThread(tangoHost: string): Promise<void> {
  const { code, out, err } = await runExample("event-thread.ts", tangoHost);
  assert.deepEqual([code, err], [0, ""], out);
  const events = Number(/^thread: unsubscribed after (\d+) events$/m.exec(out)?.[1]);
  assert.ok(events >= 2, out);
  assert.match(out, /\nthe thread has ended\n$/);
}

/** Runs examples/thread-pool.ts and checks what threads and processes say. */
export async function checkThreadPool(tangoHost: string): Promise<void> {
  const { code, out, err } = await runExample("thread-pool.ts", tangoHost);
  assert.deepEqual([code, err], [0, ""], out);
  for (const kind of ["thread", "process"]) {
    assert.match(out, new RegExp(`^${kind}: the mean of 10 readings of double_spectrum_ro is \\d`, "m"));
    assert.match(
      out,
      new RegExp(`^${kind}: read double_scalar \\(DevDouble\\), .*boolean_scalar \\(DevBoolean\\)$`, "m"),
    );
    assert.match(out, new RegExp(`^${kind}: no_such_attribute fails with API_AttrNotFound$`, "m"));
    assert.match(out, new RegExp(`^${kind}: the task watch did not end within 200 ms; 0 workers`, "m"));
  }
}
