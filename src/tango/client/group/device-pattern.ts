import type { CallOptions } from "../../../iiop/call-options.ts";
import type { OrbContext } from "../../../threading/orb-context.ts";
import { Database } from "../../database/database.ts";
import { devError } from "../../error/dev-error.ts";
import { WrongNameSyntax } from "../../error/dev-failed-classes.ts";
import { formatDeviceName } from "../../naming/device-name.ts";
import { splitResourceLocator } from "../../naming/resource-locator.ts";
import { databaseHosts } from "../device-location.ts";

/** Where patterns without a host of their own are looked up. */
export interface PatternScope {
  readonly context: OrbContext;
  readonly tangoHost?: string | undefined;
}

/**
 * The names of the devices that a pattern stands for. A name without `*` stands for itself, and is not looked at. For one with `*`
 * the database gives the devices that are exported, in its order; they get the host that the pattern has in front, as from cppTango 10 (9
 * forgets it). Rejects with WrongNameSyntax for a pattern that is none, and with what the database fails by.
 */
export async function devicesOf(
  pattern: string,
  { context, tangoHost }: PatternScope,
  options: CallOptions | undefined,
): Promise<readonly string[]> {
  if (!pattern.includes("*")) return [pattern];
  const { server, path, usesDatabase } = splitResourceLocator(pattern, wrongPattern);
  if (!usesDatabase) throw wrongPattern(`Only a database can say which devices ${pattern} stands for`);
  // As cppTango, which wants a slash but not three fields.
  if (!path.includes("/")) throw wrongPattern(`Wrong device name syntax in ${pattern}`);
  const database = Database.shared(context, databaseHosts({ server }, tangoHost));
  const devices = await database.getDeviceExported(path, options);
  if (server === null) return devices;
  return devices.map((device) => formatDeviceName({ device, isAlias: false, server, usesDatabase }));
}

function wrongPattern(desc: string): WrongNameSyntax {
  return new WrongNameSyntax([devError("API_WrongDeviceNameSyntax", desc, "devicesOf")]);
}
