import type { Cancellation } from "../../../threading/serialization-monitor.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { DevSource } from "../../idl/enums.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSnapshot } from "./attribute-snapshot.ts";
import { readAttributes } from "./read-attributes.ts";

/**
 * Reads attributes for a client of IDL 1 or 2: the first failure fails the call. Throws API_NotSupportedFeature for what these clients cannot
 * be told: spectra and images with set values, DevEncoded values, and State and Status, which are no attributes to them.
 */
export function readForOldClient(
  served: ServedDevice,
  names: readonly string[],
  source: DevSource,
  cancellation?: Cancellation,
): Awaitable<AttributeSnapshot[]> {
  const wanted = namesOf(served, names);
  const attributes = wanted.map((name) => served.attributes.get(name));
  for (const [i, attribute] of attributes.entries()) checkSupported(served, attribute, wanted[i]!, source);
  return andThen(readAttributes(served, wanted, source, cancellation), (snapshots) => {
    for (const { errors } of snapshots) if (errors.length > 0) throw new DevFailed(errors);
    return snapshots;
  });
}

function namesOf({ attributes }: ServedDevice, names: readonly string[]): readonly string[] {
  if (names.length !== 1 || names[0] !== "All attributes") return names;
  return Array.from(attributes)
    .filter((attribute) => !attributes.isCommon(attribute))
    .map(({ name }) => name);
}

function checkSupported(
  { attributes, polling }: ServedDevice,
  attribute: Attribute,
  name: string,
  source: DevSource,
): void {
  if (source === "CACHE" && polling.attribute(name) === undefined) {
    throw new DevFailed([devError("API_AttrNotPolled", `Attribute ${name} not polled`, "readForOldClient")]);
  }
  const { dformat, dtype, access } = attribute.definition;
  if (dformat !== "SCALAR" && access !== "READ") {
    const advice = "Please, use a client linked with Tango V5 and a device inheriting from Device_3Impl";
    throw notSupported(`Client too old to get data for attribute ${name}.\n${advice}`);
  }
  const isCached = source !== "DEV" && polling.attribute(name) !== undefined;
  if (attributes.isCommon(attribute) && !isCached) {
    throw notSupported(
      "It is not possible to read state/status as attributes with your\nTango software release. Please, re-link with Tango V5.",
    );
  }
  if (dtype === "DevEncoded") {
    const advice =
      "It's not possible to retrieve this data type through the interface you are using (IDL V2)";
    throw notSupported(`Data type for attribute ${name} is DEV_ENCODED. ${advice}`);
  }
}

function notSupported(desc: string): DevFailed {
  return new DevFailed([devError("API_NotSupportedFeature", desc, "readForOldClient")]);
}
