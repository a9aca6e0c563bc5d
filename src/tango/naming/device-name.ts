import { formatAddress } from "../../giop/ior/format-address.ts";
import { devError } from "../error/dev-error.ts";
import { WrongNameSyntax } from "../error/dev-failed-classes.ts";
import { splitResourceLocator } from "./resource-locator.ts";
import type { HostPort } from "./tango-host.ts";

/** The name of a device, taken apart. */
export interface DeviceName {
  /** `domain/family/member` or an alias, in lower case: Tango tells no cases apart. */
  readonly device: string;
  readonly isAlias: boolean;
  /** The host and port written in front: those of another database or, without database, of the device server itself. */
  readonly server: HostPort | null;
  /** False where the name ends in `#dbase=no`. */
  readonly usesDatabase: boolean;
}

/**
 * Takes a device name apart: `[tango://][host:port/]domain/family/member[#dbase=yes|no]` or `[tango://][host:port/]alias`;
 * `//host:port/...` is accepted too. Throws WrongNameSyntax with the reason and description that cppTango 10 gives.
 */
export function parseDeviceName(text: string): DeviceName {
  if (text === "") {
    const desc = `The given name is an empty string!!! ${text}\nDevice name syntax is domain/family/member`;
    throw wrongName(desc);
  }
  const { usesDatabase, server, path } = splitResourceLocator(text, (problem) =>
    wrongName(`${problem} ${String(text)}`),
  );
  const device = path.toLowerCase();
  if (isAliasName(device)) {
    if (!usesDatabase) throw wrongDevice(text, usesDatabase);
    if (device.includes(":")) throw wrongAlias(text, ":");
    if (device.includes("->")) throw wrongAlias(text, "->");
    return { device, isAlias: true, server, usesDatabase };
  }
  const fields = device.split("/");
  // cppTango lets a device without domain or member pass, only for the database to know none.
  if (fields.length !== 3 || fields.includes("")) throw wrongDevice(text, usesDatabase);
  return { device, isAlias: false, server, usesDatabase };
}

/** The name with all that it says: `tango://host:port/d/f/m#dbase=no`, or just `d/f/m` where no host was written. */
export function formatDeviceName({ device, server, usesDatabase }: DeviceName): string {
  const prefix = server === null ? "" : `tango://${formatAddress(server)}/`;
  return `${prefix}${device}${usesDatabase ? "" : "#dbase=no"}`;
}

function isAliasName(name: string): boolean {
  return name !== "" && !name.includes("/");
}

function wrongDevice(text: string, usesDatabase: boolean): WrongNameSyntax {
  const remark = usesDatabase ? "" : "\nRem: Alias are forbidden when not using a database";
  return wrongName(`Wrong device name syntax (domain/family/member) in ${text}${remark}`);
}

function wrongAlias(text: string, what: string): WrongNameSyntax {
  return wrongName(`Wrong alias name syntax in ${text} (${what} is not allowed in alias name)`);
}

function wrongName(desc: string): WrongNameSyntax {
  return new WrongNameSyntax([devError("API_WrongDeviceNameSyntax", desc, "parseDeviceName")]);
}
