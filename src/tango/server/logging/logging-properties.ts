import { userInfo } from "node:os";
import { LogLevel, parseLogLevel } from "../../value/log-level.ts";

/** The properties of a device that rule its logging, as the database has them. What is missing or empty takes the default. */
export interface LoggingProperties {
  /** The level, by name in any case; what is no name means WARN. */
  readonly logging_level?: readonly string[] | undefined;
  /** The targets. */
  readonly logging_target?: readonly string[] | undefined;
  /** The size in KiB at which a log file is put aside: 20480 unless given, at least 500, at most 1048576. */
  readonly logging_rft?: readonly string[] | undefined;
  /** Of the admin device alone: the folder of all log files of the server. */
  readonly logging_path?: readonly string[] | undefined;
}

/**
 * The level with which a device begins. With `-v` (whose number alone is 4) that decides: INFO up to 2, DEBUG beyond. Else the property; without
 * it OFF, and WARN in a server without a database. As cppTango.
 */
export function initialLevel(
  traceLevel: number,
  usesDatabase: boolean,
  properties: LoggingProperties,
): LogLevel {
  if (traceLevel > 0) return traceLevel <= 2 ? LogLevel.INFO : LogLevel.DEBUG;
  return levelProperty(properties) ?? (usesDatabase ? LogLevel.OFF : LogLevel.WARN);
}

/** The level with which the admin device begins: DEBUG from `-v5` on; else its property, WARN without; OFF in a server without a database. */
export function initialAdminLevel(
  traceLevel: number,
  usesDatabase: boolean,
  properties: LoggingProperties,
): LogLevel {
  if (traceLevel >= ADMIN_TRACE_LEVEL) return LogLevel.DEBUG;
  return usesDatabase ? (levelProperty(properties) ?? LogLevel.WARN) : LogLevel.OFF;
}

/** The size at which a log file is put aside, in octets. */
export function rollingThreshold({ logging_rft: property }: LoggingProperties): number {
  const given = Number.parseInt(property?.[0] ?? "", 10);
  const kibibytes = Number.isNaN(given) ? 20_480 : Math.min(Math.max(given, 500), 1_048_576);
  return kibibytes * 1024;
}

/**
 * The folder of the log files of a server: of the property `logging_path` of its admin device, else of the variable TANGO_LOG_PATH, else
 * `/tmp/tango-<user>`; in it a folder for the server: `<path>/TangoTest/test`.
 */
export function logFolder(
  serverName: string,
  properties: LoggingProperties,
  variable: string | undefined,
): string {
  return `${properties.logging_path?.[0] || variable || `/tmp/tango-${userName()}`}/${serverName}`;
}

/** From which `-v` on the admin device, which tells of the library, logs too. */
export const ADMIN_TRACE_LEVEL = 5;

function levelProperty({ logging_level: property }: LoggingProperties): LogLevel | undefined {
  if (property?.[0] === undefined) return undefined;
  try {
    return parseLogLevel(property[0]);
  } catch {
    // A wrong property must not keep a server from starting.
    return LogLevel.WARN;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // There are users without an entry in the password database.
    return String(process.getuid?.() ?? "unknown");
  }
}
