import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { Attribute } from "../attribute/attribute.ts";
import { loadAttributeSettings } from "../attribute/load-settings.ts";
import { loadMemorized, writeMemorized } from "../attribute/memorized.ts";
import type { AttributeDefinition } from "../definition/attribute-definition.ts";
import { interfaceChanged } from "../event/interface-events.ts";
import type { ForwardedDefinition } from "../forwarded/forwarded-definition.ts";
import { addForwarded } from "../forwarded/start-forwarding.ts";
import type { ServedDevice } from "../served-device.ts";

/** How an attribute is removed. */
export interface RemoveAttributeOptions {
  /** Whether its properties are deleted from the database, and that it was polled; true unless given. */
  readonly cleanDb?: boolean;
}

/**
 * Adds an attribute to a device, with its configuration and its memorized value from the database, and polls it where it says so. It does
 * nothing where there is such an attribute already. Rejects with API_AttrNotFound (as cppTango) for one of another type, format or
 * access, with API_AttrOptProp where the attribute that it is read with is none, or unlike it.
 */
export async function addAttribute(served: ServedDevice, definition: AttributeDefinition): Promise<void> {
  await served.monitor.run("adding of an attribute", async () => {
    const { attributes } = served;
    if (served.forwarding?.has(definition.name)) throw definedOtherwise(served, definition.name);
    if (isThere(served, definition)) return;
    checkAssociated(served, definition);
    const attribute = new Attribute(definition);
    await loadAttributeSettings(served, [attribute]);
    // One method may add several at once, and without serialisation anybody may: what is there meanwhile has its events set already.
    if (isThere(served, definition)) return;
    attributes.add(attribute);
    if (served.hasMemorizedValues) {
      loadMemorized(served, [attribute]);
      await writeMemorized(served, [attribute]);
    }
    interfaceChanged(served);
    await served.polling.appeared("attribute", attribute.name);
  });
}

/**
 * Removes an attribute from a device, whether the class declares it or not, and polls it no more. Rejects with API_AttrNotFound where there
 * is none of that name, and for State and Status; with API_AttrOptProp where another is read with it; and as the database does: it has been
 * removed then.
 */
export async function removeAttribute(
  served: ServedDevice,
  name: string,
  { cleanDb = true }: RemoveAttributeOptions = {},
): Promise<void> {
  await served.monitor.run("removing of an attribute", async () => {
    const { attributes, polling } = served;
    const attribute = attributes.find(name);
    // One whose root was never found is none yet.
    if (attribute === undefined && served.forwarding?.has(name)) {
      served.forwarding.remove(name);
      if (cleanDb) await removeConfiguration(served, name);
      return;
    }
    if (attribute === undefined || attributes.isCommon(attribute)) throw notDefined(name);
    for (const { definition, key } of attributes) {
      if (key !== attribute.key && definition.writeAttribute?.toLowerCase() === attribute.key) {
        throw wrongAssociation(served, definition, "this attribute does not exist");
      }
    }
    // First: while the database is told clients could have it polled again.
    attributes.remove(name);
    served.forwarding?.remove(name);
    interfaceChanged(served);
    try {
      await polling.disappeared("attribute", name, cleanDb);
    } finally {
      // Nobody can remove it once more, and the next of its name is not to be configured as this one.
      if (cleanDb) await removeConfiguration(served, attribute.name);
    }
  });
}

/**
 * Adds a forwarded attribute to a device, as soon as its root is found; resolves when that is so, or the device is in ALARM because it is not.
 * Rejects with API_AttrNotFound where there is an attribute of that name that is not forwarded, or has another root.
 */
export async function addForwardedAttribute(
  served: ServedDevice,
  definition: ForwardedDefinition,
): Promise<void> {
  await served.monitor.run("adding of an attribute", async () => {
    const present = served.attributes.find(definition.name);
    if (present !== undefined && present.root === null) throw definedOtherwise(served, definition.name);
    const wanted = served.forwarding?.find(definition.name);
    if (wanted !== undefined && wanted.root?.toLowerCase() !== definition.root?.toLowerCase())
      throw definedOtherwise(served, definition.name, "root attribute");
    await addForwarded(served, definition);
  });
}

function isThere(served: ServedDevice, definition: AttributeDefinition): boolean {
  const present = served.attributes.find(definition.name)?.definition;
  if (present === undefined) return false;
  const { name, dtype, dformat, access } = definition;
  if (present.dtype === dtype && present.dformat === dformat && present.access === access) return true;
  throw definedOtherwise(served, name);
}

function definedOtherwise(
  { name: device }: ServedDevice,
  name: string,
  what = "data type, data format or data write type",
): DevFailed {
  const desc = `Device ${device} -> Attribute ${name} already exists for your device but with other definition\n(${what})`;
  return new DevFailed([devError("API_AttrNotFound", desc, "addAttribute")]);
}

function checkAssociated(served: ServedDevice, definition: AttributeDefinition): void {
  if (definition.access !== "READ_WITH_WRITE") return;
  const other = served.attributes.find(definition.writeAttribute!);
  if (other === undefined) throw wrongAssociation(served, definition, "this attribute does not exist");
  if (!other.isWritable) throw wrongAssociation(served, definition, "this attribute is not writable");
  if (other.definition.dtype !== definition.dtype) {
    throw wrongAssociation(served, definition, "these two attributes do not support the same data type");
  }
}

async function removeConfiguration({ name: device, server }: ServedDevice, attribute: string): Promise<void> {
  const { database } = server;
  const properties = (await database.deviceAttributeProperties(device, [attribute]))[attribute] ?? {};
  const names = Object.keys(properties);
  if (names.length > 0) await database.deleteDeviceAttributeProperties(device, attribute, names);
}

function notDefined(name: string): DevFailed {
  const desc = `Attribute ${name} is not defined as attribute for your device.\nCan't remove it`;
  return new DevFailed([devError("API_AttrNotFound", desc, "removeAttribute")]);
}

function wrongAssociation(
  { name: device }: ServedDevice,
  { name, writeAttribute }: AttributeDefinition,
  problem: string,
): DevFailed {
  const desc = `Device --> ${device}\nProperty writable_attr_name for attribute ${name} is set to ${writeAttribute}, but ${problem}`;
  return new DevFailed([devError("API_AttrOptProp", desc, "dynamic attributes")]);
}
