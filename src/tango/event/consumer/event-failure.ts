import { type DevError, devError } from "../../error/dev-error.ts";
import { EventSystemFailed } from "../../error/dev-failed-classes.ts";
import type { Reason } from "../../error/reason.ts";
import { errorsOf } from "../../error/to-dev-failed.ts";

/** A failure of the event system with one level. */
export function eventSystemFailed(reason: Reason, desc: string, cause?: unknown): EventSystemFailed {
  const options = cause === undefined ? undefined : { cause };
  return new EventSystemFailed([devError(reason, desc, "EventConsumer")], options);
}

/** The errors of the event that tells of a lost channel: what cppTango says, and then why, which it does not say. */
export function channelLost(cause: unknown): readonly DevError[] {
  const desc = "Event channel is not responding anymore, maybe the server or event system is down";
  return [devError("API_EventTimeout", desc, ORIGIN), ...errorsOf(cause)];
}

/** The errors of the event that tells that events were lost on the way. */
export function eventsMissed(count: number): readonly DevError[] {
  const missed = devError("API_MissedEvents", "Missed some events! Zmq queue has reached HWM?", ORIGIN);
  return [
    missed,
    devError("API_MissedEvents", `${count} events are missing by the counter of the server`, ORIGIN),
  ];
}

/** The errors of an event in the place of one that could not be understood. */
export function wrongEventData(topic: string, cause: unknown): readonly DevError[] {
  const desc = `Received malformed data for event ${topic}`;
  return [devError("API_WrongEventData", desc, ORIGIN), ...errorsOf(cause)];
}

/** The failure of a subscription that was ended before it had come about; `what` it is of. */
export function subscriptionEnded(type: string, what: string): EventSystemFailed {
  return eventSystemFailed("API_CallAborted", `The subscription to ${type} events of ${what} was ended`);
}

/** The failure of a call for an id that is not known; `thread` is the one that it looks to be of, where that is another. */
export function eventNotFound(action: string, thread: number | null = null): EventSystemFailed {
  const desc = `Failed to ${action}, the event id specified does not correspond with any known one`;
  if (thread === null) return eventSystemFailed("API_EventNotFound", desc);
  const made = thread === 0 ? "the main thread" : `thread ${thread}`;
  const elsewhere = `It is an id of ${made}, and a subscription can only be used in the thread that made it`;
  return eventSystemFailed("API_EventNotFound", `${desc}\n${elsewhere}`);
}

const ORIGIN = "EventConsumer";
