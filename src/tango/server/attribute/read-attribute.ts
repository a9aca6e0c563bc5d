import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { TimeVal } from "../../value/time-val.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import { valueNotSet } from "../polling/cache.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSnapshot, ValuePart } from "./attribute-snapshot.ts";
import { judgeQuality } from "./judge-quality.ts";
import { snapshotOfSetValue, takeSnapshot } from "./take-snapshot.ts";

/** Reads one attribute of a device; of one that can only be written, the set value. Throws a DevFailed, or what the device throws. */
export function readAttribute(served: ServedDevice, attribute: Attribute): Awaitable<AttributeSnapshot> {
  if (attribute.failure !== null) throw attribute.failure;
  const { definition } = attribute;
  if (definition.access === "WRITE" && attribute.root === null) {
    checkMemorized(attribute);
    return snapshotOfSetValue(attribute, TimeVal.now());
  }
  if (definition.isAllowed === undefined) return readValue(served, attribute);
  return andThen(mayBeRead(served, attribute), (isAllowed) => {
    if (!isAllowed) throw notAllowed(attribute.name);
    return readValue(served, attribute);
  });
}

/** Whether the device allows an attribute to be read now. */
export function mayBeRead(served: ServedDevice, attribute: Attribute): Awaitable<boolean> {
  const { isAllowed } = attribute.definition;
  return isAllowed === undefined ? true : isAllowed.call(served.device, "READ_REQ", attribute);
}

/** Calls the read method, and judges what it gives. */
export function readValue(served: ServedDevice, attribute: Attribute): Awaitable<AttributeSnapshot> {
  checkMemorized(attribute);
  return andThen(attribute.definition.read!.call(served.device, attribute), (reading) => {
    if (reading === undefined || reading === null) {
      throw new DevFailed([valueNotSet(attribute.name, served.polling.attribute(attribute.name))]);
    }
    const snapshot = takeSnapshot(attribute, reading, TimeVal.now(), setValueOf(served, attribute));
    return judgeQuality(attribute, snapshot, served.server.now());
  });
}

/** The set value that is read along: its own (of a forwarded one what its root says), or that of the attribute which READ_WITH_WRITE names. */
export function setValueOf(
  { attributes }: ServedDevice,
  { definition, written, root }: Attribute,
): ValuePart | null {
  if (definition.access !== "READ_WITH_WRITE" || root !== null) return written;
  return attributes.get(definition.writeAttribute!).written;
}

function checkMemorized({ name, memorizedFailure }: Attribute): void {
  if (memorizedFailure === null) return;
  const desc = `Attribute ${name} is a memorized attribute. It failed during the write call of the device startup sequence`;
  throw memorizedFailure.withLevel(devError("API_MemAttFailedDuringInit", desc, "readAttribute"));
}

function notAllowed(name: string): DevFailed {
  const desc = `It is currently not allowed to read attribute ${name}`;
  return new DevFailed([devError("API_AttrNotAllowed", desc, "readAttribute")]);
}
