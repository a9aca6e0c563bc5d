import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { LongStringArray, NumbersAndTexts } from "../../value/cmd-arg-type.ts";
import type { Caller } from "../call/caller.ts";
import { IDL_VERSION, TANGO_RELEASE, ZMQ_RELEASE } from "../library-versions.ts";
import type { ServedDevice } from "../served-device.ts";
import { interfaceOf } from "./device-interface.ts";
import { shutdownInProgress } from "./lazy-socket.ts";
import { payloadVersion } from "./payload-version.ts";
import { PublishedEvent } from "./published-event.ts";
import type { ServerEvents } from "./server-events.ts";
import { checkSubscription } from "./subscription-checks.ts";
import {
  type Confirmation,
  parseConfirmations,
  parseSubscription,
  type SubscriptionRequest,
} from "./subscription-request.ts";

/** What the event commands of the admin device work on. */
export interface EventServer {
  readonly events: ServerEvents;
  /** Whether its end has begun. */
  readonly isStopping: boolean;
  /** Whether it has a Tango database. */
  readonly usesDatabase: boolean;
  /** A device of it. Throws API_DeviceNotFound. */
  get(device: string): ServedDevice;
}

type Reply = NumbersAndTexts<"lvalue">;

/**
 * ZmqEventSubscriptionChange: subscribes a client to an event, and tells it where that comes from; `info` asks for that alone. Rejects as
 * `parseSubscription`, `checkSubscription` and LazySocket.open, with API_DeviceNotFound, API_AttrNotFound, API_PipeNotFound and
 * API_ShutdownInProgress.
 */
export async function zmqEventSubscriptionChange(
  server: EventServer,
  argin: readonly string[],
  caller: Caller,
): Promise<Reply> {
  const request = parseSubscription(argin, caller);
  if (request === null) return information(server.events);
  if (server.isStopping) throw shutdownInProgress();
  const { events } = server;
  const device = findDevice(server, request.device);
  const idl = Math.min(request.idl, IDL_VERSION);
  check(device, request, idl);
  await events.open(caller);
  if (request.isSubscription) await followAtRoot(device, request, "follow");
  const source = await sourceOf(events, device, request);
  const version = payloadVersion(request.type, idl);
  const event = request.isSubscription
    ? eventOf(device, request, source)
    : new PublishedEvent(request.type, source);
  if (request.isSubscription) confirm(events, device, event, version);
  const multicast = server.usesDatabase && !isOfDevice(request) ? MULTICAST : NO_MULTICAST;
  return {
    lvalue: [TANGO_RELEASE, IDL_VERSION, events.options.clientHighWaterMark, ...multicast, ZMQ_RELEASE],
    svalue: [
      ...events.endPoints.flatMap(({ heartbeat, event: address }) => [heartbeat ?? "", address ?? ""]),
      event.topicFor(version),
      await events.channel(),
    ],
  };
}

/** EventConfirmSubscription: a client still wants what it has subscribed to. Rejects as ZmqEventSubscriptionChange. */
export async function eventConfirmSubscription(server: EventServer, argin: readonly string[]): Promise<void> {
  const { events } = server;
  for (const one of parseConfirmations(argin)) {
    const device = findDevice(server, one.device);
    check(device, { ...one, isSubscription: true }, one.idl);
    await followAtRoot(device, one, "keepFollowing");
    const source = await sourceOf(events, device, one);
    confirm(events, device, eventOf(device, one, source), payloadVersion(one.type, one.idl));
  }
}

/**
 * EventSubscriptionChange: as a server of Tango 10 without the notification service of former times, which is checked and comes to nothing.
 * Rejects as ZmqEventSubscriptionChange.
 */
export function eventSubscriptionChange(
  server: EventServer,
  argin: readonly string[],
  caller: Caller,
): number {
  if (argin.length < 4) {
    const desc = "Not enough input arguments, needs 4 i.e. device name, attribute name, action, event name";
    throw new DevFailed([devError("API_WrongNumberOfArgs", desc, "DServer")]);
  }
  if (server.isStopping) throw shutdownInProgress();
  const request = parseSubscription(argin.slice(0, 4), caller)!;
  check(findDevice(server, request.device), request, 4);
  return TANGO_RELEASE;
}

/** Wants the events of a forwarded attribute from its root. Rejects with what the root says. */
async function followAtRoot(
  device: ServedDevice,
  { object, type }: Confirmation,
  how: "follow" | "keepFollowing",
): Promise<void> {
  if (type === "intr_change" || type === "pipe") return;
  const attribute = device.attributes.get(object);
  if (attribute.root !== null) await device.forwarding!.events[how](attribute, type);
}

/** Where events come from, for people. */
async function information(events: ServerEvents): Promise<LongStringArray> {
  await events.openHeartbeat();
  const svalue = events.endPoints.flatMap(({ heartbeat, event }, i) =>
    i === 0
      ? [`Heartbeat: ${heartbeat}`, `Event: ${event ?? ""}`]
      : [`Alternate heartbeat: ${heartbeat}`, `Alternate event: ${event ?? ""}`],
  );
  return { lvalue: Int32Array.of(TANGO_RELEASE), svalue };
}

function findDevice(server: EventServer, name: string): ServedDevice {
  try {
    return server.get(name);
  } catch (error) {
    if (!(error instanceof DevFailed)) throw error;
    // cppTango says it twice.
    throw error.withLevel(devError("API_DeviceNotFound", `Device ${name} not found`, "DServer"));
  }
}

function check(device: ServedDevice, request: SubscriptionRequest, idl: number): void {
  const { object, type, isSubscription } = request;
  if (type === "intr_change") return;
  if (type === "pipe") {
    if (isSubscription) device.pipes.get(object);
    return;
  }
  const attribute = device.attributes.get(object);
  if (isSubscription) checkSubscription(device, attribute, object, type, idl);
}

function isOfDevice({ type }: Confirmation): boolean {
  return type === "intr_change" || type === "pipe";
}

function keyOf({ object, type }: Confirmation): string {
  return type === "intr_change" ? "" : object.toLowerCase();
}

function sourceOf(events: ServerEvents, { name }: ServedDevice, request: Confirmation): Promise<string> {
  return events.sourceOf(name, request.type === "intr_change" ? null : request.object);
}

function eventOf(device: ServedDevice, request: Confirmation, source: string): PublishedEvent {
  return device.events.get(request.type, keyOf(request), source, device.server.events.now());
}

function confirm(
  events: ServerEvents,
  device: ServedDevice,
  event: PublishedEvent,
  version: ReturnType<typeof payloadVersion>,
): void {
  // A client asks which interface there is when it subscribes.
  if (event.type === "intr_change") device.events.knownInterface ??= interfaceOf(device);
  events.confirm(event, version);
}

/** What cppTango would do with multicast events, of which there are none here: rate and interval. */
const MULTICAST: readonly number[] = [81_920, 20_000];
const NO_MULTICAST: readonly number[] = [0, 0];
