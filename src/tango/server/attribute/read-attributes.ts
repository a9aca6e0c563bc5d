import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { TimeVal } from "../../value/time-val.ts";
import { type Awaitable, andThen, mapInTurn, orElse } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSnapshot } from "./attribute-snapshot.ts";
import { failedSnapshot, snapshotOfSetValue, takeSnapshot } from "./take-snapshot.ts";

/**
 * Reads attributes from the device, under its monitor: one snapshot for each name, in order. What fails of one attribute is in its
 * snapshot; what fails of all (the hooks) fails the call.
 */
export function readAttributes(
  served: ServedDevice,
  names: readonly string[],
): Awaitable<AttributeSnapshot[]> {
  return served.monitor.run("reading of attributes", () => readNow(served, namesOf(served, names)));
}

/** What clients ask for by "All attributes" and its like. */
function namesOf(served: ServedDevice, names: readonly string[]): readonly string[] {
  if (names.length !== 1 || !ALL_ATTRIBUTES.has(names[0]!)) return names;
  return Array.from(served.attributes, ({ name }) => name);
}

const ALL_ATTRIBUTES: ReadonlySet<string> = new Set(["All attributes", "All attributes_3"]);

function readNow(served: ServedDevice, names: readonly string[]): Awaitable<AttributeSnapshot[]> {
  const { device } = served;
  return andThen(device.alwaysExecutedHook(), () =>
    andThen(device.readAttrHardware(names), () => mapInTurn(names, (name) => readOne(served, name))),
  );
}

function readOne(served: ServedDevice, name: string): Awaitable<AttributeSnapshot> {
  const attribute = served.attributes.find(name);
  return orElse(
    () => read(served, attribute ?? served.attributes.get(name)),
    (error) => failedSnapshot(name, attribute?.definition, error, TimeVal.now()),
  );
}

function read(served: ServedDevice, attribute: Attribute): Awaitable<AttributeSnapshot> {
  const { definition, failure } = attribute;
  if (failure !== null) throw failure;
  const { isAllowed } = definition;
  if (isAllowed === undefined) return readValue(served, attribute);
  return andThen(isAllowed.call(served.device, "READ_REQ", attribute), (allowed) => {
    if (!allowed) throw notAllowed(attribute.name);
    return readValue(served, attribute);
  });
}

function readValue(served: ServedDevice, attribute: Attribute): Awaitable<AttributeSnapshot> {
  const { read: method } = attribute.definition;
  if (method === undefined) return snapshotOfSetValue(attribute, TimeVal.now());
  return andThen(method.call(served.device, attribute), (reading) =>
    takeSnapshot(attribute, reading, TimeVal.now()),
  );
}

function notAllowed(name: string): DevFailed {
  const desc = `It is currently not allowed to read attribute ${name}`;
  return new DevFailed([devError("API_AttrNotAllowed", desc, "readAttributes")]);
}
