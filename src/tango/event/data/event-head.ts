import type { DevError } from "../../error/dev-error.ts";
import type { TimeVal } from "../../value/time-val.ts";
import type { EventType } from "../message/event-type.ts";
import type { EventReason } from "./event-reason.ts";

/** What all events have. `D` is the proxy that was subscribed with. */
export interface EventHead<T extends EventType, D> {
  /** The proxy that was subscribed with. */
  readonly device: D;
  /** The type of the event, by which TypeScript tells the kinds of events apart. */
  readonly event: T;
  /** Whether it tells of errors. */
  readonly err: boolean;
  /** Why there is no value, the root cause first; empty where there is one. */
  readonly errors: readonly DevError[];
  /** When it came to this process. */
  readonly receptionDate: TimeVal;
  readonly eventReason: EventReason;
}

/** To whom and when an event is given. */
export interface EventAddress {
  readonly device: unknown;
  /** `tango://host:port/d/f/m[/attribute][#dbase=no]`, in lower case. */
  readonly name: string;
  readonly receptionDate: TimeVal;
  readonly reason: EventReason;
}

/** The head of an event. */
export function eventHead<T extends EventType>(
  type: T,
  { device, receptionDate, reason }: EventAddress,
  errors: readonly DevError[],
): EventHead<T, unknown> {
  return { device, event: type, err: errors.length > 0, errors, receptionDate, eventReason: reason };
}
