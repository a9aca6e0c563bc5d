import type { LogRecord } from "./log-record.ts";

/**
 * Where records go. One target serves all the devices of a server that log there. It never throws and never holds up a device: what it
 * cannot write is lost and counted.
 */
export interface LogTarget {
  /** Type and name, as clients see them: `console::cout`, `file::/var/log/pump.log`, `device::sys/log/1`. */
  readonly name: string;
  /** Fulfilled when records can be written; rejects with a DevFailed if they never can. Those of before wait. */
  readonly opened: Promise<void>;
  /** How many records it lost. */
  readonly lost: number;
  /** Says that a device begins to log here. */
  attach(device: string): void;
  /** Says that a device logs here no more. */
  detach(device: string): void;
  /** Takes a record, to be written soon. */
  write(record: LogRecord): void;
  /** Whether it still works. */
  isAlive(): Promise<boolean>;
  /** Writes what waits and ends; where that depends on others, within a limited time. */
  close(): Promise<void>;
}

/** Told of the first failure of a target, and again only after it has worked in between. */
export type OnLogProblem = (problem: string, cause: unknown) => void;
