import type { CallOptions } from "../../../iiop/call-options.ts";
import { executeTyped } from "../../client/command-calls.ts";
import type { DeviceConnection } from "../../client/device-connection.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { EventSystemFailed } from "../../error/dev-failed-classes.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { EventSubscription } from "./event-subscription.ts";
import { parseSubscriptionReply, type SubscriptionReply } from "./subscription-reply.ts";

/**
 * Tells a server that somebody wants an event, by its admin device. Rejects with the errors of the server and cppTango's level
 * API_DSFailedRegisteringEvent behind them (EventSystemFailed); API_CommandNotFound stays as it is, of a server or device that is too old.
 */
export async function requestEvents(
  admin: DeviceConnection,
  subscription: EventSubscription,
  options: CallOptions | undefined,
): Promise<SubscriptionReply> {
  const argument = [...subjectOf(subscription), "subscribe", subscription.type, CLIENT_IDL];
  let answer: unknown;
  try {
    answer = await executeTyped(admin, "ZmqEventSubscriptionChange", "DevVarStringArray", argument, options);
  } catch (error) {
    const failure = toDevFailed(error);
    if (failure.reason === "API_CommandNotFound") throw failure;
    const desc = "Device server send exception while trying to register event";
    const level = devError("API_DSFailedRegisteringEvent", desc, "EventConsumer.connectEvent()");
    throw failure.withLevel(level, EventSystemFailed);
  }
  return parseSubscriptionReply(answer);
}

/**
 * Tells a server that the events are still wanted, lest it forget that after 600 s. Rejects where the server does not know the command
 * (before Tango 8.1) or refuses it.
 */
export async function confirmEvents(
  admin: DeviceConnection,
  confirmed: readonly ConfirmedEvent[],
): Promise<void> {
  const argument = confirmed.flatMap(({ subscription, event }) => [...subjectOf(subscription), event]);
  await executeTyped(admin, "EventConfirmSubscription", "DevVarStringArray", argument, undefined);
}

/** An event to be confirmed. */
export interface ConfirmedEvent {
  readonly subscription: EventSubscription;
  /** The name of the event in its topic: `idl5_change`. */
  readonly event: string;
}

/** Whether a server said no, rather than that it could not be reached. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DevFailed && !error.errors.some(({ reason }) => UNREACHED.has(reason));
}

function subjectOf({ source, name, type }: EventSubscription): readonly [device: string, object: string] {
  return [source.connection.target.name, type === "intr_change" ? "dummy" : name];
}

/** The generation of the IDL that this client knows, as cppTango 10 tells it. */
const CLIENT_IDL = "6";

const UNREACHED: ReadonlySet<string> = new Set([
  "API_CorbaException",
  "API_CommunicationFailed",
  "API_CantConnectToDevice",
  "API_CantConnectToDatabase",
  "API_DeviceNotExported",
  "API_ServerNotRunning",
  "API_DeviceTimedOut",
  "API_ZmqFailed",
  "API_ShutdownInProgress",
]);
