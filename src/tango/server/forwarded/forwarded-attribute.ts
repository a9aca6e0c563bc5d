import { DevFailed } from "../../error/dev-failed.ts";
import type { AttributeInfoEx } from "../../value/attribute-info.ts";
import { isAttributeType } from "../../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";
import { Attribute } from "../attribute/attribute.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { settingsIn } from "../attribute/settings-in-info.ts";
import { failedSnapshot, partOf, takeSnapshot } from "../attribute/take-snapshot.ts";
import type {
  AttributeAccess,
  AttributeDefinition,
  AttributeFormat,
  TimedReading,
} from "../definition/attribute-definition.ts";
import type { ForwardedDefinition } from "./forwarded-definition.ts";
import type { RootAttribute } from "./root-attribute.ts";

/** The attribute of a device here that stands for `root`, whose configuration has been asked for. */
export function forwardedAttribute(declared: ForwardedDefinition, root: RootAttribute): Attribute {
  const attribute: Attribute = new Attribute(
    {
      ...definitionLike(declared, root.info),
      async read(): Promise<TimedReading<unknown>> {
        const reading = await root.read();
        attribute.written = setValueIn(attribute, reading);
        const { value, quality, time } = reading;
        return { value, quality, time };
      },
      write: (value) => root.write(value),
    },
    root,
  );
  return attribute;
}

/** Gives a forwarded attribute the configuration of its root, but for the label. */
export function configureLikeRoot(attribute: Attribute, label: string): void {
  attribute.configure({ ...settingsIn(attribute.root!.info), label });
}

/** Whether its root is still of the type, format and access with which a forwarded attribute was made. */
export function isLikeRoot({ definition, root }: Attribute): boolean {
  const { dataType, dataFormat, writable, maxDimX, maxDimY } = root!.info;
  return (
    definition.dtype === dataType &&
    definition.dformat === dataFormat &&
    definition.access === writable &&
    definition.maxDimX === maxDimX &&
    definition.maxDimY === maxDimY
  );
}

/** What was read from the root as what is read from the forwarded attribute. */
export function snapshotOfRoot(attribute: Attribute, reading: DeviceAttribute): AttributeSnapshot {
  const { time, quality, hasFailed, errors } = reading;
  if (hasFailed) return failedSnapshot(attribute.name, attribute.definition, new DevFailed(errors), time);
  const timed = { value: reading.value, quality, time };
  return takeSnapshot(attribute, timed, time, setValueIn(attribute, reading));
}

function setValueIn(attribute: Attribute, { hasFailed, writeValue }: DeviceAttribute) {
  return hasFailed || writeValue === null ? attribute.written : partOf(attribute, writeValue);
}

function definitionLike(
  { name, label }: ForwardedDefinition,
  info: AttributeInfoEx,
): Omit<AttributeDefinition, "read" | "write"> {
  const { dataType, memorized } = info;
  if (!isAttributeType(dataType))
    throw new TypeError(`the root of ${name} is of no type that attributes have`);
  return {
    name,
    dtype: dataType,
    dformat: info.dataFormat as AttributeFormat,
    access: info.writable as AttributeAccess,
    writeAttribute: info.writable === "READ_WITH_WRITE" ? info.writableAttrName : undefined,
    maxDimX: info.maxDimX,
    maxDimY: info.maxDimY,
    displayLevel: info.dispLevel === "EXPERT" ? "EXPERT" : "OPERATOR",
    pollingPeriod: 0,
    // The root's server keeps the value.
    memorized: memorized === "MEMORIZED" || memorized === "MEMORIZED_WRITE_INIT",
    hwMemorized: memorized === "MEMORIZED_WRITE_INIT",
    properties: label === undefined ? {} : { label },
    isAllowed: undefined,
  };
}
