/** How much an event system of one context holds, and the times it goes by, in milliseconds. */
export interface EventLimits {
  /** Subscriptions at once; one more is refused. */
  readonly maxSubscriptions: number;
  /** Servers at once that events come from; the subscription that needs one more is refused. */
  readonly maxChannels: number;
  /** Events that a subscription holds back while its first value is read; beyond it the oldest are lost, and that is told. */
  readonly maxHeldEvents: number;
  /** A server without a heartbeat for this long is taken for dead. It sends one every 9 s. */
  readonly heartbeatTimeoutMs: number;
  /** How long after the last confirmation a subscription is confirmed again. Servers forget those that are not for 600 s. */
  readonly confirmationPeriodMs: number;
  /** Between the attempts of a subscription that repeats them, and between the error events of one whose server is gone. */
  readonly retryPeriodMs: number;
  /** The pause before the first attempt to find a server again that has gone; it doubles with each that fails... */
  readonly firstPauseMs: number;
  /** ...up to this. */
  readonly longestPauseMs: number;
  /** How long a connection for events may take to be made. */
  readonly connectTimeoutMs: number;
}

/** What an event system goes by unless it is told otherwise: the times are cppTango's, but for the pauses. */
export const DEFAULT_EVENT_LIMITS: EventLimits = {
  maxSubscriptions: 100_000,
  maxChannels: 10_000,
  maxHeldEvents: 10_000,
  heartbeatTimeoutMs: 10_000,
  confirmationPeriodMs: 200_000,
  retryPeriodMs: 10_000,
  firstPauseMs: 100,
  longestPauseMs: 4000,
  connectTimeoutMs: 3000,
};

/** Checks limits. Throws a RangeError for one that is unknown, or no positive number. */
export function parseEventLimits(given: Partial<EventLimits>): Partial<EventLimits> {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (!Object.hasOwn(DEFAULT_EVENT_LIMITS, name))
      throw new RangeError(`there is no limit ${name} of events`);
    if (typeof value !== "number" || !(value > 0)) {
      throw new RangeError(`the limit ${name} of events is a positive number, not ${String(value)}`);
    }
  }
  return given;
}
