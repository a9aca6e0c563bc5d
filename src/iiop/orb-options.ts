import { DEFAULT_LIMITS, type DecodeLimits } from "../giop/cdr/limits.ts";

/** How an Orb behaves. Times are milliseconds, sizes bytes. */
export interface OrbOptions {
  /** The longest a call may take unless its own options say otherwise; 0: without end. As Tango: 3000. */
  readonly callTimeoutMs: number;
  /** The longest that connecting to one address may take. */
  readonly connectTimeoutMs: number;
  /** A client connection without a call for this long is closed (omniORB's outConScanPeriod); 0: never. */
  readonly idleTimeoutMs: number;
  /** Requests larger than this go in GIOP 1.2 fragments of this size; 0: never in fragments. */
  readonly fragmentSize: number;
  /** Requests of one connection that a server works on at once; above it, reading pauses. */
  readonly maxRequestsPerConnection: number;
  /** Connections that a listener holds at once; one more is closed at once. */
  readonly maxConnections: number;
  /**
   * How long a peer may take to complete a message, or to send its first one, before a server closes the connection; and to take
   * what is sent to it before the end.
   */
  readonly messageTimeoutMs: number;
  /** How long a graceful close waits for requests in progress. */
  readonly drainTimeoutMs: number;
  /** Limits while decoding. */
  readonly limits: DecodeLimits;
}

/** What an Orb does unless it is told otherwise. */
export const DEFAULT_ORB_OPTIONS: OrbOptions = {
  callTimeoutMs: 3000,
  connectTimeoutMs: 3000,
  idleTimeoutMs: 120_000,
  fragmentSize: 0,
  maxRequestsPerConnection: 128,
  maxConnections: 1024,
  messageTimeoutMs: 30_000,
  drainTimeoutMs: 3000,
  limits: DEFAULT_LIMITS,
};
