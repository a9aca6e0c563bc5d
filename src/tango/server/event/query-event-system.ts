import { currentOrbContext } from "../../../threading/orb-registry.ts";
import { EventConsumer } from "../../event/consumer/event-consumer.ts";
import type { EventClientSnapshot } from "../../event/consumer/event-system-snapshot.ts";
import { formatEventTopic } from "../../event/message/event-topic.ts";
import type { PushSample } from "./push-samples.ts";
import type { ServerEvents } from "./server-events.ts";

/** What the command QueryEventSystem gives as JSON: version 1 of the layout of cppTango 10.1. */
interface EventSystemReport {
  readonly version: 1;
  /** What the server sends; null where no client has ever subscribed. */
  readonly server: {
    /** How many events there were, by what has them and their type: `tango://host:port/d/f/m/attribute.change`. */
    readonly event_counters: Readonly<Record<string, number>>;
    readonly perf: readonly PushSample[] | null;
  } | null;
  /** What the devices of the server have subscribed to elsewhere; null for nothing. */
  readonly client: EventClientSnapshot | null;
}

/** QueryEventSystem: what the server sends and what its devices receive, called in the scope of the server. */
export function queryEventSystem(events: ServerEvents): string {
  const { eventSocket, subscriptions } = events.snapshot();
  const wanted = subscriptions.filter(({ topics }) => topics.length > 0);
  const report: EventSystemReport = {
    version: 1,
    server: eventSocket && {
      event_counters: Object.fromEntries(
        wanted.map(({ source, type, counter }) => [
          formatEventTopic({ source, idl: null, event: type }),
          counter,
        ]),
      ),
      perf: events.takeSamples(),
    },
    client: EventConsumer.existing(currentOrbContext())?.snapshot() ?? null,
  };
  return JSON.stringify(report);
}
