import { logLevelName } from "../../value/log-level.ts";
import type { LogRecord } from "./log-record.ts";

/**
 * A record as cppTango 10 writes it to the console, in local time:
 * `2026-11-23T02:56:09,737432+0000 INFO (pump.ts:12) sys/pump/1 switched on`.
 */
export function formatConsoleLine({ time, level, source, device, message }: LogRecord): string {
  return `${formatLocalTime(time)} ${logLevelName(level)} (${source}) ${device} ${message}\n`;
}

/** ISO 8601 in local time with microseconds behind a comma. */
function formatLocalTime(time: number): string {
  const date = new Date(time);
  const day = `${date.getFullYear()}-${digits(date.getMonth() + 1, 2)}-${digits(date.getDate(), 2)}`;
  const hour = `${digits(date.getHours(), 2)}:${digits(date.getMinutes(), 2)}:${digits(date.getSeconds(), 2)}`;
  const micros = Math.floor((time - Math.floor(time / 1000) * 1000) * 1000);
  const offset = -date.getTimezoneOffset();
  const zone = digits(Math.floor(Math.abs(offset) / 60), 2) + digits(Math.abs(offset) % 60, 2);
  return `${day}T${hour},${digits(micros, 6)}${offset < 0 ? "-" : "+"}${zone}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
