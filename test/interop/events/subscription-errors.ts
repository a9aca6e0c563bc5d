import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeviceProxy, type OrbContext } from "../../../src/index.ts";
import type { AnyEventData } from "../../../src/tango/client/device-events.ts";
import type { EventType } from "../../../src/tango/event/message/event-type.ts";
import { PATIENCE_MS } from "../../support/patience.ts";
import { ROOT } from "../../support/source-files.ts";
import type { Json, ViewEntry } from "../tango/scenario.ts";
import { viewedFailure } from "../tango/view-value.ts";
import { viewedEvent } from "./view-event.ts";

/** A subscription as subscription_errors.py tried it, and what PyTango saw of it. */
export interface TriedSubscription {
  readonly case: string;
  readonly device: string;
  /** null for an event of the device. */
  readonly attr: string | null;
  readonly event: EventType;
  readonly stateless: boolean;
  readonly error?: NonNullable<ViewEntry["error"]>;
  /** Those that came before subscribe_event returned. */
  readonly events?: readonly Json[];
}

/** What the record of a release says of subscriptions. */
export function triedSubscriptions(release: string): readonly TriedSubscription[] {
  return readFileSync(join(ROOT, `test/interop/events/subscription-errors-${release}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as TriedSubscription)
    .filter(({ device }) => device !== undefined);
}

/** What PyTango saw of it, for compareViews. */
export function theirEntry(tried: TriedSubscription): ViewEntry {
  const { error, events = [] } = tried;
  return entry(tried, error === undefined ? { result: events } : { error });
}

/** Tries the same with our client, on the control system at `tangoHost`. */
export async function ourEntry(
  tried: TriedSubscription,
  context: OrbContext,
  tangoHost: string,
): Promise<ViewEntry> {
  const { device, attr, event, stateless } = tried;
  const events: Json[] = [];
  const note = (one: AnyEventData) => void events.push(shortView(one));
  try {
    const proxy = await DeviceProxy.connect(device, { context, tangoHost, timeoutMs: PATIENCE_MS });
    const id =
      attr === null
        ? await proxy.subscribeEvent(event as "intr_change", note, { stateless })
        : await proxy.subscribeEvent(attr, event as "change", note, { stateless });
    proxy.unsubscribeEvent(id);
    return entry(tried, { result: events });
  } catch (error) {
    return entry(tried, { error: viewedFailure(error) });
  }
}

/** As subscription_errors.py keeps events. */
function shortView(event: AnyEventData): Json {
  const { attr_name, device_name, pipe_name, err, errors } = viewedEvent(event);
  return {
    event: event.event,
    name: attr_name ?? device_name ?? pipe_name ?? null,
    err: err!,
    errors: errors!,
  };
}

function entry(
  { case: name, attr, event, stateless }: TriedSubscription,
  outcome: Pick<ViewEntry, "result" | "error">,
): ViewEntry {
  const mode = stateless ? ", stateless" : "";
  const id = `${name}: ${event} of ${attr ?? "the device"}${mode}`;
  return { id, call: "subscribe_event", compare: "exact", volatile: [], ...outcome };
}
