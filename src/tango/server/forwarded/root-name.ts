import { formatAddress } from "../../../giop/ior/format-address.ts";
import { iiopProfiles } from "../../../giop/ior/iiop-profile.ts";
import { parseIor } from "../../../giop/ior/stringified-ior.ts";
import { type DeviceAttributeName, parseAttributeName } from "../../naming/attribute-name.ts";
import { formatDeviceName } from "../../naming/device-name.ts";
import { fullHostName, type HostPort } from "../../naming/tango-host.ts";
import { requireTangoHost } from "../../naming/tangorc.ts";
import type { ServedDevice } from "../served-device.ts";
import type { RootName } from "./root-attribute.ts";

/**
 * Takes the name of a root attribute apart: `[tango://host:port/]domain/family/member/attribute[#dbase=no]`. null for anything else, aliases
 * included (as cppTango).
 */
export function parseRootName(text: string): DeviceAttributeName | null {
  try {
    const name = parseAttributeName(text);
    return name.device === null || name.device.isAlias ? null : name;
  } catch {
    return null;
  }
}

/**
 * Adds what a root's name leaves open: without host, it is a device of the same Tango system, and of the same server where that has no
 * Tango database. Throws API_TangoHostNotSet.
 */
export async function completeRootName(
  served: ServedDevice,
  { device: name, attribute }: DeviceAttributeName,
): Promise<RootName> {
  const { database } = served.server;
  const { device, server, usesDatabase } = name;
  const common = { attribute: attribute.toLowerCase() };
  if (server !== null) {
    return { ...common, device: formatDeviceName(name), fullDevice: `${await prefix(server)}${device}` };
  }
  if (database.kind === "database" && usesDatabase) {
    return { ...common, device, fullDevice: `${await prefix(requireTangoHost()[0]!)}${device}` };
  }
  const here = formatDeviceName({ ...name, server: addressOf(served), usesDatabase: false });
  return { ...common, device: here, fullDevice: device };
}

async function prefix({ host, port }: HostPort): Promise<string> {
  return `tango://${formatAddress({ host: await fullHostName(host), port })}/`.toLowerCase();
}

/** Where the device itself is served, and so every other one of its server. */
function addressOf({ name, server }: ServedDevice): HostPort {
  const ior = parseIor(server.util.getDeviceIor(name));
  return iiopProfiles(ior!)[0]!.addresses[0]!;
}
