import { DEFAULT_LIMITS, type DecodeLimits } from "../giop/cdr/limits.ts";
import { LONGEST_TIMER_MS } from "./longest-timer.ts";

/** How an Orb behaves. Times are milliseconds, sizes bytes. */
export interface OrbOptions {
  /** The longest a call may take unless its own options say otherwise; 0: without end. As Tango: 3000. */
  readonly callTimeoutMs: number;
  /** The longest that connecting to one address may take; at least 1. */
  readonly connectTimeoutMs: number;
  /** A client connection without a call for this long, or up to twice as long, is closed (omniORB's outConScanPeriod); 0: never. */
  readonly idleTimeoutMs: number;
  /**
   * A server closes a connection in order on which nothing came for this long, or up to twice as long, and nothing runs (omniORB's
   * inConScanPeriod); 0: never.
   */
  readonly serverIdleTimeoutMs: number;
  /** Requests larger than this go in GIOP 1.2 fragments of this size, at least 32; 0: never in fragments. */
  readonly fragmentSize: number;
  /** Requests of one connection that a server works on at once; above it, reading pauses. */
  readonly maxRequestsPerConnection: number;
  /** Octets of the requests of one connection that a server works on at once; above it, reading pauses. */
  readonly maxBytesPerConnection: number;
  /** Connections that a listener holds at once; one more is closed at once. */
  readonly maxConnections: number;
  /** Of these, those from one host. */
  readonly maxConnectionsPerHost: number;
  /**
   * How long a client may take to send its first message, or to complete one of which it sends less than 4 octets per ms, before a
   * server closes the connection; how long a peer may take nothing of what is sent to it, on either side; and how long a
   * client may take to take the rest at the end. At least 1.
   */
  readonly messageTimeoutMs: number;
  /** How long a graceful close waits for requests in progress, and then for what was sent to leave. */
  readonly drainTimeoutMs: number;
  /** Limits while decoding. */
  readonly limits: DecodeLimits;
}

/** What an Orb does unless it is told otherwise. */
export const DEFAULT_ORB_OPTIONS: OrbOptions = {
  callTimeoutMs: 3000,
  connectTimeoutMs: 3000,
  idleTimeoutMs: 120_000,
  serverIdleTimeoutMs: 180_000,
  fragmentSize: 0,
  maxRequestsPerConnection: 128,
  maxBytesPerConnection: 64 * 1024 * 1024,
  maxConnections: 1024,
  maxConnectionsPerHost: 512,
  messageTimeoutMs: 30_000,
  drainTimeoutMs: 3000,
  limits: DEFAULT_LIMITS,
};

/** All options: the default for each that is not given, or undefined. A RangeError for a value that makes no sense. */
export function parseOrbOptions(given: Partial<OrbOptions>): OrbOptions {
  return {
    ...parseNumbers(given, DEFAULT_ORB_OPTIONS, ""),
    limits: parseNumbers(given.limits ?? {}, DEFAULT_LIMITS, "limits."),
  };
}

/** The numbers of `defaults`, as they are in `given` if they are. */
function parseNumbers<T extends object>(given: Partial<T>, defaults: T, prefix: string): T {
  const parsed: Record<string, unknown> = {};
  for (const [name, standard] of Object.entries(defaults)) {
    if (typeof standard !== "number") continue;
    const value = (given as Record<string, unknown>)[name] ?? standard;
    const { least = 1, most = Number.POSITIVE_INFINITY, zero = false } = RANGES[name] ?? {};
    if (!(typeof value === "number" && ((value >= least && value <= most) || (zero && value === 0)))) {
      const shown = typeof value === "number" ? value : JSON.stringify(value);
      const range = `${zero ? "0, or " : ""}${least} to ${most}`;
      throw new RangeError(`${prefix}${name} must be ${range}, not ${shown}`);
    }
    parsed[name] = value;
  }
  return parsed as T;
}

/** From 1 on, unless it says otherwise; `zero`: or 0. */
const RANGES: Readonly<Record<string, { least?: number; most?: number; zero?: boolean }>> = {
  callTimeoutMs: { least: 0 },
  connectTimeoutMs: { most: LONGEST_TIMER_MS },
  idleTimeoutMs: { least: 0, most: LONGEST_TIMER_MS },
  serverIdleTimeoutMs: { least: 0, most: LONGEST_TIMER_MS },
  fragmentSize: { least: 32, zero: true },
  messageTimeoutMs: { most: LONGEST_TIMER_MS },
  drainTimeoutMs: { least: 0, most: LONGEST_TIMER_MS },
};
