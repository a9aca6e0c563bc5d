import { CallSite } from "../../../../../src/tango/server/logging/call-site.ts";
import type { LogRecord } from "../../../../../src/tango/server/logging/log-record.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";

/** A record as a device of TangoTest would tell it, with what the test says otherwise. */
export function aRecord(changes: Partial<LogRecord> = {}): LogRecord {
  return {
    time: 1795402569547.25,
    level: LogLevel.DEBUG,
    device: "log/test/one",
    message: "told",
    thread: 4711,
    source: new CallSite(aRecord),
    ...changes,
  };
}
