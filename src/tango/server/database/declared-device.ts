import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";

/** A device of a server without database, as its command line declares it. */
export interface DeclaredDevice {
  /** `domain/family/member`. */
  readonly name: string;
  /** Its class, whatever the case; null for the last class of the server. */
  readonly className: string | null;
}

/**
 * The devices of a `-dlist`: `domain/family/member` or `Class::domain/family/member` with commas between them. Throws DevFailed
 * API_WrongCmdLineArgs, with cppTango's texts, for a malformed name and for one that occurs twice.
 */
export function parseDeviceList(list: string): readonly DeclaredDevice[] {
  const entries = list.split(",");
  if (entries.at(-1) === "") entries.pop();
  return checkDeclaredDevices(entries.map(parseDeclaredDevice));
}

/** The same devices, after a look at their names. Throws as `parseDeviceList`. */
export function checkDeclaredDevices(devices: readonly DeclaredDevice[]): readonly DeclaredDevice[] {
  const seen = new Set<string>();
  for (const { name, className } of devices) {
    if (name.split("/").length !== 3) {
      const entry = className === null ? name : `${className}::${name}`;
      throw wrong(`Device name ${entry} does not have the correct syntax (${SYNTAX})`);
    }
    const key = name.toLowerCase();
    if (seen.has(key)) throw wrong("Each device must have different name");
    seen.add(key);
  }
  return devices;
}

/** `domain/family/member` or `Class::domain/family/member`, taken apart; its syntax is checked later. */
export function parseDeclaredDevice(entry: string): DeclaredDevice {
  const separator = entry.indexOf("::");
  if (separator < 0) return { name: entry, className: null };
  return { name: entry.slice(separator + 2), className: entry.slice(0, separator) };
}

function wrong(desc: string): DevFailed {
  return new DevFailed([devError("API_WrongCmdLineArgs", desc, "parseDeviceList")]);
}

const SYNTAX = "domain/family/member or ClassName::domain/family/member";
