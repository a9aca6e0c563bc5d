import { UsageError } from "./usage-error.ts";

/** A device that is to be defined. */
export interface DeviceDefinition {
  readonly name: string;
  readonly className: string;
}

/** The name of a server, `EXEC/INSTANCE`. Throws a UsageError where it is none. */
export function serverArgument(text: string | undefined): string {
  if (text === undefined) throw new UsageError("the EXEC/INSTANCE is missing, for example TangoTest/test");
  if (SERVER.test(text)) return text;
  throw new UsageError(`"${text}" is no server: EXEC/INSTANCE is wanted, for example TangoTest/test`);
}

/**
 * Reads `CLASS DEVICE...`, several times for several classes: a device has slashes in its name, a class has none. Throws a UsageError
 * where this defines nothing, or something twice.
 */
export function parseDefinitions(args: readonly string[]): readonly DeviceDefinition[] {
  const devices: DeviceDefinition[] = [];
  const seen = new Set<string>();
  let className: string | undefined;
  let isEmpty = true;
  for (const text of args) {
    if (!text.includes("/")) {
      if (className !== undefined && isEmpty) throw new UsageError(withoutDevices(className));
      className = checkedClass(text);
      isEmpty = true;
      continue;
    }
    if (className === undefined) throw new UsageError(`a CLASS is missing in front of ${text}`);
    const key = checkedDevice(text).toLowerCase();
    if (seen.has(key)) throw new UsageError(`${text} is there twice`);
    seen.add(key);
    devices.push({ name: text, className });
    isEmpty = false;
  }
  if (className === undefined) {
    throw new UsageError("a CLASS and its DEVICEs are missing, for example TangoTest sys/tg_test/1");
  }
  if (isEmpty) throw new UsageError(withoutDevices(className));
  return devices;
}

function checkedClass(text: string): string {
  if (!CLASS.test(text)) throw new UsageError(`"${text}" is neither a CLASS nor a DEVICE`);
  if (text.toLowerCase() === "dserver") throw new UsageError("the admin device, of DServer, comes by itself");
  return text;
}

function checkedDevice(text: string): string {
  if (DEVICE.test(text)) return text;
  throw new UsageError(`"${text}" is no DEVICE: domain/family/member is wanted, several with blanks between`);
}

function withoutDevices(className: string): string {
  return `a DEVICE is missing behind the class ${className}`;
}

// Without what the database takes for any text, and what stands in names for other databases.
const SERVER = /^[^/\s*%]+\/[^/\s*%]+$/;
const DEVICE = /^[^/\s*%#,]+(\/[^/\s*%#,]+){2}$/;
const CLASS = /^[^/\s*%#,:]+$/;
