import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { pushConfigurationEvent } from "../event/configuration-events.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSettings } from "./attribute-settings.ts";
import {
  type ChangeContext,
  changeSettings,
  type PropertyChange,
  propertyChanges,
} from "./change-settings.ts";
import { configurationError } from "./configuration-error.ts";
import { configured } from "./settings-from-database.ts";

/**
 * Configures an attribute anew and keeps that in the database, one change of the device after the other: all of the request, or nothing of
 * it. `isFromDevice` where the device itself asks, and no client. Rejects with what `changeSettings` throws, with what the database says,
 * and with API_CorruptedDatabase where it cannot be put back after that either.
 */
export async function configureAttribute(
  served: ServedDevice,
  attribute: Attribute,
  requested: Partial<AttributeSettings>,
  isFromDevice: boolean,
): Promise<void> {
  await served.configurationMonitor.run(`configuration of ${attribute.name}`, () =>
    configure(served, attribute, requested, isFromDevice),
  );
}

async function configure(
  served: ServedDevice,
  attribute: Attribute,
  requested: Partial<AttributeSettings>,
  isFromDevice: boolean,
): Promise<void> {
  const { settings: before, defaults, wrongSettings } = attribute;
  const context = contextOf(served, attribute, isFromDevice);
  const after = changeSettings(context, requested);
  try {
    await saveChanges(served, attribute, propertyChanges(defaults, before, after, wrongSettings));
  } catch (error) {
    await putBack(context, served, attribute, propertyChanges(defaults, after, before), error);
    throw error;
  }
  const hadAlarm = attribute.limits.hasAlarm;
  attribute.configure(after);
  attribute.failure = null;
  if (hadAlarm && !attribute.limits.hasAlarm && attribute.quality === "ATTR_ALARM") {
    attribute.quality = "ATTR_VALID";
  }
  void pushConfigurationEvent(served, attribute).catch(() => {});
}

function contextOf(served: ServedDevice, attribute: Attribute, isFromDevice: boolean): ChangeContext {
  const { definition, settings: present, defaults, written, hasMemorizedValue } = attribute;
  const value = hasMemorizedValue ? written?.elements[0] : undefined;
  return {
    of: configured(served.name, definition),
    present,
    defaults,
    isCommon: served.attributes.isCommon(attribute),
    isFromDevice,
    memorized: typeof value === "number" || typeof value === "bigint" ? value : undefined,
  };
}

async function saveChanges(
  { name, server }: ServedDevice,
  attribute: Attribute,
  changes: readonly PropertyChange[],
): Promise<void> {
  const put: Record<string, readonly string[]> = {};
  const deleted: string[] = [];
  for (const { property, lines } of changes) {
    if (lines === null) deleted.push(property);
    else put[property] = lines;
  }
  if (Object.keys(put).length > 0) {
    await server.database.putDeviceAttributeProperties(name, { [attribute.name]: put });
  }
  if (deleted.length > 0) {
    await server.database.deleteDeviceAttributeProperties(name, attribute.name, deleted);
  }
}

async function putBack(
  { of }: ChangeContext,
  served: ServedDevice,
  attribute: Attribute,
  changes: readonly PropertyChange[],
  cause: unknown,
): Promise<void> {
  try {
    await saveChanges(served, attribute, changes);
  } catch {
    // The first error tells why: it is the cause.
    const problem =
      "Database error occurred whilst setting attribute properties. The database may be corrupted.";
    throw new DevFailed(configurationError(of, "API_CorruptedDatabase", problem).errors, { cause });
  }
}

/**
 * Configures several attributes, one after the other, under the monitor of the device. The first that fails ends it: those before it
 * stay as they are now, and the reason of the error says so (as cppTango).
 */
export async function configureInTurn(
  count: number,
  configure: (index: number) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    try {
      await configure(i);
    } catch (error) {
      if (!(error instanceof DevFailed)) throw error;
      throw withProgress(error, i, count);
    }
  }
}

function withProgress(error: DevFailed, index: number, count: number): DevFailed {
  const [first, ...outer] = error.errors;
  if (first === undefined) return error;
  let reason = first.reason;
  if (index > 0) reason += "\nAll previous attribute(s) have been successfully updated";
  if (index < count - 1) reason += "\nAll remaining attribute(s) have not been updated";
  return new DevFailed([devError(reason, first.desc, first.origin, first.severity), ...outer], {
    cause: error.cause,
  });
}
