import type { LogLevel } from "../../value/log-level.ts";
import type { CallSite } from "./call-site.ts";

/** Something that a device told. */
export interface LogRecord {
  /** When, in milliseconds since 1970, with fractions where the clock has them. */
  readonly time: number;
  readonly level: LogLevel;
  /** The name of the device, in lower case. */
  readonly device: string;
  readonly message: string;
  /** The number of the thread: that of the process for the one that the devices of a server share, else that of the worker. */
  readonly thread: number;
  /** The line of the program that told it; as a text where it was in another thread. */
  readonly source: CallSite | string;
}
