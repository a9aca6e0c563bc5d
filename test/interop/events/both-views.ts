import type { OrbContext } from "../../../src/index.ts";
import type { AnyEventData } from "../../../src/tango/client/device-events.ts";
import { PATIENCE_MS } from "../../support/patience.ts";
import { until } from "../../support/until.ts";
import { patientProxy } from "../tango/patient-client.ts";
import { isObject, type Json, type View, type ViewEntry } from "../tango/scenario.ts";
import { acts, initialValues, type Watched, watched } from "./event-scenario.ts";
import type { EventView, ViewedEvent } from "./event-viewer.ts";
import type { PushServer } from "./push-server.ts";
import { viewedEvent } from "./view-event.ts";

/** What both sides saw of the same events, for compareViews. */
export interface BothViews {
  readonly ours: Pick<View, "results">;
  readonly theirs: Pick<View, "results">;
}

/** An event, and by which subscription it came. */
interface Seen {
  readonly as: string;
  readonly event: ViewedEvent;
}

/**
 * Subscribes with our client and with PyTango to the same, does all of the scenario, and gives what both saw of it: the first event of each
 * subscription, and every event between two that mark where both are connected and where all is done. All of them come over one
 * connection, so what stands between the marks is the same for both.
 */
export async function bothViews(
  server: PushServer,
  viewer: EventView,
  context: OrbContext,
): Promise<BothViews> {
  const { version } = server.release;
  const pusher = patientProxy(server.device, { context });
  const changer = patientProxy(server.changer, { context });
  const subscriptions = watched(version);
  for (const value of initialValues(version)) await pusher.commandInout("Set", JSON.stringify(value));
  for (const { attr, isPolled } of subscriptions) if (isPolled) await pusher.pollAttribute(attr!, 50);

  const ours: Seen[] = [];
  const begin = async ({ as, attr, event, ofChanger }: Watched) => {
    const device = ofChanger ? server.changer : server.device;
    viewer.tell({ do: "subscribe", as, device, event, ...(attr && { attr }) });
    const note = (seen: AnyEventData) => void ours.push({ as, event: viewedEvent(seen) });
    const proxy = ofChanger ? changer : pusher;
    if (event === "intr_change") await proxy.subscribeEvent(event, note);
    else await proxy.subscribeEvent(attr!, event as "change", note);
  };
  for (const one of subscriptions) await begin(one);
  await begin(MARK);
  const isReady = () => viewer.lines.some(({ as, subscribed }) => as === MARK.as && subscribed !== undefined);
  // It starts first, and then subscribes some two hundred times.
  await until(isReady, 2 * PATIENCE_MS);
  const theirs = () =>
    viewer.lines.flatMap(({ as, event }): Seen[] => (event === undefined ? [] : [{ as, event }]));
  const first = { ours: firstOfEach(ours), theirs: firstOfEach(theirs()) };

  // What is polled for the first time after it was subscribed to is an event, and not one of those that are compared: it comes before the mark.
  const connectedAt = Date.now();
  for (const { attr, isPolled } of subscriptions) {
    const wasPolled = async () =>
      (await pusher.attributeHistory(attr!, 2)).every(({ time }) => time!.toMilliseconds() > connectedAt);
    if (isPolled) await until(wasPolled, PATIENCE_MS);
  }

  let mark = 0;
  const push = () => pusher.commandInout("Push", markEvent(++mark));
  const isMarked = (value: number) => indexOf(ours, value) >= 0 && indexOf(theirs(), value) >= 0;
  // The subscriptions travel in order, so with the last one all have arrived.
  while (mark === 0 || !isMarked(mark)) {
    await push();
    const end = performance.now() + 200;
    await until(() => isMarked(mark) || performance.now() > end);
  }
  const from = mark;
  for (const { act, until: tag, isIt } of acts(version)) {
    const before = [ours.length, theirs().length] as const;
    await act({ pusher, changer });
    if (tag === undefined) continue;
    const isSeen = ({ as, event }: Seen) => as === tag && isIt!(event);
    await until(() => ours.slice(before[0]).some(isSeen)).catch((cause) => {
      throw theirs().slice(before[1]).some(isSeen) ? cause : new EventLeftOutError(tag, { cause });
    });
  }
  await push();
  await until(() => isMarked(mark));
  const between = (seen: readonly Seen[]) => seen.slice(indexOf(seen, from) + 1, indexOf(seen, mark));
  return {
    ours: { results: [...first.ours, ...numbered(between(ours))] },
    theirs: { results: [...first.theirs, ...numbered(between(theirs()))] },
  };
}

/** The polling of a PyTango server left out a value on a busy machine: none of its clients got the event. */
export class EventLeftOutError extends Error {
  override readonly name = "EventLeftOutError";

  constructor(subscription: string, options: ErrorOptions) {
    super(`no client got the event of ${subscription}`, options);
  }
}

const MARK: Watched = { as: "mark", attr: "plain_double", event: "user_event" };

function markEvent(value: number): string {
  return JSON.stringify({ attr: MARK.attr, event: MARK.event, value });
}

/** Where an event of the mark stands; the first event of its subscription has the value 0. */
function indexOf(seen: readonly Seen[], value: number): number {
  return seen.findIndex(({ as, event }) => {
    const reading = event.attr_value;
    return as === MARK.as && isObject(reading) && reading.value === value;
  });
}

/** The first event of each subscription, which both have read for themselves, at their own times. */
function firstOfEach(seen: readonly Seen[]): ViewEntry[] {
  const firsts = new Map<string, ViewedEvent>();
  for (const { as, event } of seen) if (!firsts.has(as)) firsts.set(as, event);
  return [...firsts].map(([as, event]) => entry(`${as} first`, event));
}

/** The events of each subscription in their order: those that the server sent, whose times and origins are the same. */
function numbered(seen: readonly Seen[]): ViewEntry[] {
  const counts = new Map<string, number>();
  return seen.map(({ as, event }) => {
    const count = (counts.get(as) ?? 0) + 1;
    counts.set(as, count);
    return entry(`${as} #${count}`, pinned(event) as ViewedEvent);
  });
}

function entry(id: string, result: ViewedEvent): ViewEntry {
  return { id, call: "event", compare: "exact", volatile: ["reception_date"], result };
}

/** The same with other names for what compareViews would compare by its shape only. */
function pinned(value: Json): Json {
  if (Array.isArray(value)) return value.map(pinned);
  if (!isObject(value)) return value;
  const names: Readonly<Record<string, string>> = { time: "same_time", origin: "same_origin" };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [names[key] ?? key, pinned(item)]));
}
