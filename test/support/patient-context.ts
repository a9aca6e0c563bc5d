import type { TestContext } from "node:test";
import { EventConsumer } from "../../src/tango/event/consumer/event-consumer.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { PATIENCE_MS } from "./patience.ts";

/**
 * A context for a test in which no server is silent, that takes none for it which the machine holds up: heartbeats come every 9 s, and by
 * default one that is a second late is missed. That a server has ended is seen at its connections. It ends with the test.
 */
export function patientContext(t: TestContext): OrbContext {
  const context = new OrbContext({ connectTimeoutMs: PATIENCE_MS });
  EventConsumer.limit(context, { connectTimeoutMs: PATIENCE_MS, heartbeatTimeoutMs: PATIENCE_MS });
  t.after(() => context.close());
  return context;
}
