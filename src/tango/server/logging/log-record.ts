import type { CallSite } from "./call-site.ts";
import type { LogLevel } from "./log-level.ts";

/** Something that a device told. */
export interface LogRecord {
  /** When, in milliseconds since 1970, with fractions where the clock has them. */
  readonly time: number;
  readonly level: LogLevel;
  /** The name of the device, in lower case. */
  readonly device: string;
  readonly message: string;
  /** The number of the thread; that of the process, since the devices of a server share one. */
  readonly thread: number;
  /** The line of the program that told it. */
  readonly source: CallSite;
}
