import type { PropertyInputs, PropertyValues } from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { NamedDevFailedList } from "../../error/named-dev-failed-list.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { Awaitable } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Attribute } from "./attribute.ts";
import { memorizedText, memorizedValue } from "./memorized-text.ts";
import { valueOfPart } from "./value-part.ts";

/** The text that the database has of an attribute's set value; null where it has none, or the attribute is not memorized. */
export function memorizedProperty(
  { definition }: Attribute,
  ofDevice: PropertyValues,
  ofClass: PropertyValues,
): string | null {
  const lines = ofDevice[MEMORIZED_PROPERTY] ?? ofClass[MEMORIZED_PROPERTY];
  return definition.memorized && lines !== undefined && lines.length > 0 ? lines.join(",") : null;
}

/**
 * Makes the memorized values of attributes their set values, before they are written for the first time. One that is no value of its
 * attribute, or beyond its limits, is left out and told in the log, as in cppTango.
 */
export function loadMemorized(
  served: ServedDevice,
  attributes: Iterable<Attribute> = served.attributes,
): void {
  served.hasMemorizedValues = true;
  for (const attribute of attributes) {
    const { memorizedText: text, name, definition } = attribute;
    if (text === null) continue;
    const value = memorizedValue(definition.dtype, text);
    if (value === undefined) {
      served.logger.error(
        `Memorized value for attribute ${name} (device ${served.name}) is in an incorrect format !`,
      );
    } else if (isBeyondLimits(attribute, value)) {
      served.logger.error(`the memorized value ${text} of attribute ${name} is beyond its limits`);
    } else {
      attribute.written = { elements: [value], dimX: 1, dimY: 0 };
      attribute.hasMemorizedValue = true;
    }
  }
}

/**
 * Writes the set values of those that are to be written when the device is initialised, in one call: after its start, and by Init. One
 * that fails can then not be read (`memorizedFailure`) until it is written. The device is in use.
 */
export async function writeMemorized(
  served: ServedDevice,
  attributes: Iterable<Attribute> = served.attributes,
): Promise<void> {
  const { device } = served;
  const toWrite = [...attributes].filter(
    ({ definition, hasMemorizedValue }) => definition.hwMemorized && hasMemorizedValue,
  );
  if (toWrite.length === 0) return;
  try {
    await device.alwaysExecutedHook();
  } catch (error) {
    served.logger.error(`memorized values are not written: ${toDevFailed(error).message}`);
    return;
  }
  const written: Attribute[] = [];
  for (const attribute of toWrite) {
    try {
      await writeSetValue(served, attribute);
      written.push(attribute);
    } catch (error) {
      fail(served, attribute, error);
    }
  }
  if (written.length > 0) await writeHardware(served, written);
}

async function writeSetValue(served: ServedDevice, attribute: Attribute): Promise<void> {
  const { definition, name, failure, written } = attribute;
  if (failure !== null) throw failure;
  if (
    definition.isAllowed !== undefined &&
    !(await definition.isAllowed.call(served.device, "WRITE_REQ", attribute))
  ) {
    const desc = `It is currently not allowed to write attribute ${name}. The device state is ${served.state}`;
    throw new DevFailed([devError("API_AttrNotAllowed", desc, "writeMemorized")]);
  }
  await definition.write?.call(served.device, valueOfPart(definition, written!), attribute);
  attribute.memorizedFailure = null;
  attribute.writtenAt = served.server.now();
}

async function writeHardware(served: ServedDevice, written: readonly Attribute[]): Promise<void> {
  try {
    await served.device.writeAttrHardware(written.map(({ name }) => name));
  } catch (error) {
    const failures = error instanceof NamedDevFailedList ? error.failures : [];
    const named = failures.flatMap(({ name, errors }) => {
      const attribute = written.find(({ key }) => key === name.toLowerCase());
      return attribute === undefined ? [] : [{ attribute, errors }];
    });
    for (const { attribute, errors } of named) fail(served, attribute, new DevFailed(errors));
    if (named.length === 0) for (const attribute of written) fail(served, attribute, error);
  }
}

function fail(served: ServedDevice, attribute: Attribute, error: unknown): void {
  const failed = toDevFailed(error);
  attribute.memorizedFailure = failed;
  served.logger.warn(`Writing set_point for attribute ${attribute.name} failed: ${failed.message}`);
}

/**
 * Keeps the set values of those that are memorized: after a successful write, and before it is acknowledged. Nothing is awaited where
 * none is. Rejects with what the database says, which is then the error of all attributes that are memorized, though they are written.
 */
export function storeMemorized(served: ServedDevice, attributes: readonly Attribute[]): Awaitable<void> {
  const properties: Record<string, PropertyInputs> = {};
  let hasAny = false;
  for (const attribute of attributes) {
    // The value of a forwarded attribute is kept by the server of its root.
    if (!attribute.definition.memorized || attribute.root !== null || attribute.written === null) continue;
    const text = memorizedText(attribute.definition.dtype, attribute.written.elements[0]);
    if (text === undefined) continue;
    properties[attribute.name] = { [MEMORIZED_PROPERTY]: text };
    attribute.hasMemorizedValue = true;
    hasAny = true;
  }
  if (hasAny) return served.server.database.putDeviceAttributeProperties(served.name, properties);
}

function isBeyondLimits({ limits: { minValue, maxValue } }: Attribute, value: unknown): boolean {
  if (typeof value !== "number" && typeof value !== "bigint") return false;
  return (minValue !== undefined && value < minValue) || (maxValue !== undefined && value > maxValue);
}

const MEMORIZED_PROPERTY = "__value";
