import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { parseEventName } from "../../event/message/event-topic.ts";
import { type EventType, isEventType } from "../../event/message/event-type.ts";
import type { Caller } from "../call/caller.ts";

/** What a client asks for by ZmqEventSubscriptionChange. */
export interface SubscriptionRequest {
  readonly device: string;
  /** The attribute or pipe, as the client spells it. */
  readonly object: string;
  /** Whether it is to be kept; else the client only wants to know where events come from. */
  readonly isSubscription: boolean;
  readonly type: EventType;
  /** The generation of the IDL that the client knows. */
  readonly idl: number;
}

/**
 * Reads the argument of ZmqEventSubscriptionChange: device, attribute or pipe, `subscribe`, event, generation of the client. Without the last
 * it is a client of Tango 8; "0" is said by one that subscribes again: then the event's name tells it (`idl5_change`). null for `info`, which
 * asks for the addresses alone. Throws API_WrongNumberOfArgs.
 */
export function parseSubscription(argin: readonly string[], caller: Caller): SubscriptionRequest | null {
  if (argin.length === 1 && argin[0]!.toLowerCase() === "info") return null;
  if (argin.length < 2) throw wrongArguments(`${TOO_FEW}needs 4 i.e. ${WANTED}`);
  if (argin.length < 4)
    throw wrongArguments(`${TOO_FEW}needs at least 4 i.e. ${WANTED}, <Tango lib release>`);
  const [device, object, action, name, release] = argin as [string, string, string, string, string?];
  const { idl: inName, event } = parseEventName(name.toLowerCase());
  if (!isEventType(event)) {
    throw wrongArguments(`The event type you sent (${name}) is not  valid event type`);
  }
  const idl = argin.length === 5 ? leadingNumber(release!) : event === "attr_conf" ? 3 : 4;
  return {
    device,
    object,
    isSubscription: action === "subscribe",
    type: event,
    idl: idl === 0 ? (inName ?? unsaidIdl(event, caller)) : idl,
  };
}

/** A subscription that a client confirms. */
export type Confirmation = Omit<SubscriptionRequest, "isSubscription">;

/** Reads the argument of EventConfirmSubscription: device, attribute or pipe, and event, any number of times. Throws API_WrongNumberOfArgs. */
export function parseConfirmations(argin: readonly string[]): Confirmation[] {
  if (argin.length === 0 || argin.length % 3 !== 0) throw wrongArguments(CONFIRM_NEEDS_THREE);
  return Array.from({ length: argin.length / 3 }, (_, i) => {
    const [device, object, name] = argin.slice(3 * i, 3 * i + 3) as [string, string, string];
    const { idl, event } = parseEventName(name.toLowerCase());
    if (!isEventType(event)) {
      throw wrongArguments(`The event type you sent (${name}) is not  valid event type`);
    }
    return { device, object, type: event, idl: idl ?? (event === "attr_conf" ? 3 : 4) };
  });
}

/** The generation of a client that does not say it. */
function unsaidIdl(event: EventType, caller: Caller): number {
  if (event === "attr_conf") return 3;
  if (event === "alarm") return 6;
  return caller.identity === null ? 3 : 4;
}

/** As C++ reads it: 0 for what is no number. */
function leadingNumber(text: string): number {
  return Number(/^\s*(\d+)/.exec(text)?.[1] ?? 0);
}

function wrongArguments(desc: string): DevFailed {
  return new DevFailed([devError("API_WrongNumberOfArgs", desc, "DServer")]);
}

const TOO_FEW = "Not enough input arguments, ";
const WANTED = "device name, attribute/pipe name, action, event name";
const CONFIRM_NEEDS_THREE =
  "Wrong number of input arguments: 3 needed per event: device name, attribute/pipe name and event name\n";
