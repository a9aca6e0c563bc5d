import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";

/** How much a device tells, and how important a record is: a logger takes records up to its own level. */
export const LogLevel = { OFF: 0, FATAL: 1, ERROR: 2, WARN: 3, INFO: 4, DEBUG: 5 } as const;
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

/** The names of the levels, as properties and logs have them. */
export type LogLevelName = keyof typeof LogLevel;

/** The name of a level: `WARN`. */
export function logLevelName(level: LogLevel): LogLevelName {
  return NAMES[level]!;
}

/** The level of a name, in upper or lower case. Throws DevFailed API_MethodArgument for any other text. */
export function parseLogLevel(name: string): LogLevel {
  const level = NAMES.indexOf(name.trim().toUpperCase() as LogLevelName);
  if (level < 0) throw invalidLevel();
  return level as LogLevel;
}

/** The number as a level. Throws DevFailed API_MethodArgument if there is none. */
export function checkedLogLevel(level: number): LogLevel {
  if (!isLogLevel(level)) throw invalidLevel();
  return level;
}

/** Whether there is a level of this number. */
export function isLogLevel(level: number): level is LogLevel {
  return Number.isInteger(level) && level >= LogLevel.OFF && level <= LogLevel.DEBUG;
}

function invalidLevel(): DevFailed {
  const desc = "Invalid logging level specified";
  return new DevFailed([devError("API_MethodArgument", desc, "Logging::tango_to_log4tango_level()")]);
}

const NAMES = Object.keys(LogLevel) as readonly LogLevelName[];
