import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { judgeQuality } from "../attribute/judge-quality.ts";
import { setValueOf } from "../attribute/read-attribute.ts";
import { failedSnapshot, takeSnapshot } from "../attribute/take-snapshot.ts";
import type { AttributeFormat, ReadingOf } from "../definition/attribute-definition.ts";
import type { ServedDevice } from "../served-device.ts";

/**
 * What is pushed of an attribute: a value, `{ value, quality, time }`, or why there is none, as any Error. Name type and format where you want
 * the compiler to check them: `this.pushChangeEvent<"DevDouble">("current", 3.5)`.
 */
export type PushedReading<
  T extends AttributeType = AttributeType,
  F extends AttributeFormat = AttributeFormat,
> = Error | { [K in T]: { [G in F]: ReadingOf<K, G> }[F] }[T];

/**
 * The snapshot of what is pushed, at the moment of the call: as of what is read, alarm limits make a valid quality that of an alarm or a warning
 * (as cppTango). Of State and Status nothing means what was set last. Throws a DevFailed where that is no value of the attribute: API_AttrOptProp
 * for a wrong type, size or label.
 */
export function pushedSnapshot(
  served: ServedDevice,
  attribute: Attribute,
  reading: unknown,
): AttributeSnapshot {
  const now = TimeVal.now();
  if (reading instanceof Error) return failedSnapshot(attribute.name, attribute.definition, reading, now);
  const written = attribute.definition.access === "WRITE" ? null : setValueOf(served, attribute);
  const snapshot = takeSnapshot(attribute, reading ?? ownReading(served, attribute), now, written);
  return judgeQuality(attribute, snapshot, served.server.now());
}

/** Throws API_AttrValueNotSet where something has to be given and is not. */
export function checkPushed(attribute: Attribute, reading: unknown, event: string): void {
  if ((reading ?? null) !== null || attribute.key === "state" || attribute.key === "status") return;
  const desc = `Value for attribute ${attribute.name} has not been updated. Can't send ${event} event\nGive the value with the event`;
  throw new DevFailed([devError("API_AttrValueNotSet", desc, "pushedSnapshot")]);
}

function ownReading({ state, status }: ServedDevice, { key }: Attribute): unknown {
  return key === "state" ? state : (status ?? `The device is in ${state} state.`);
}
