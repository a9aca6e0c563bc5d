import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { AttrQuality, DispLevel } from "../../idl/enums.ts";
import type { AttributeInfoEx } from "../../value/attribute-info.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import type { AttributeAccess, AttributeFormat } from "../definition/attribute-definition.ts";
import { EventedAttribute } from "../event/evented-attribute.ts";
import type { ServedDevice } from "../served-device.ts";
import type { AlarmKind } from "./alarm-kind.ts";
import type { Attribute } from "./attribute.ts";
import { attributeInfo } from "./attribute-config-versions.ts";
import type { AttributeLimits } from "./attribute-limits.ts";
import type { AttributeSettings } from "./attribute-settings.ts";
import { configureAttribute } from "./configure-attribute.ts";
import { partOf } from "./take-snapshot.ts";
import { copyOfPart, valueOfPart } from "./value-part.ts";

/** A limit as it is given: a number, or a text as clients give it ("Not specified" for none). */
export type LimitInput = number | bigint | string;

/**
 * One attribute of a device, for the code of the device (PyTango's Attribute and WAttribute): its definition, its present configuration,
 * which can be changed, its set value and its quality. What is configured is kept in the database, as if a client did it.
 */
export class ServedAttribute extends EventedAttribute {
  readonly #served: ServedDevice;
  readonly #attribute: Attribute;

  /** For the library: a device gets them from `getDeviceAttr()`. */
  constructor(served: ServedDevice, attribute: Attribute) {
    super(served, attribute);
    this.#served = served;
    this.#attribute = attribute;
  }

  /** Its name. */
  getName(): string {
    return this.#attribute.name;
  }

  /** The type of its elements. */
  getDataType(): AttributeType {
    return this.#attribute.definition.dtype;
  }

  /** Whether it is one value, a row or an image. */
  getDataFormat(): AttributeFormat {
    return this.#attribute.definition.dformat;
  }

  /** How clients can access it. */
  getWritable(): AttributeAccess {
    return this.#attribute.definition.access;
  }

  /** Who should see it in tools. */
  getDispLevel(): DispLevel {
    return this.#attribute.definition.displayLevel;
  }

  /** The most elements of a row. */
  getMaxDimX(): number {
    return this.#attribute.definition.maxDimX;
  }

  /** The most rows; 0 but for images. */
  getMaxDimY(): number {
    return this.#attribute.definition.maxDimY;
  }

  /** The period in milliseconds for which the code asks to be polled; 0 for none. */
  getPollingPeriod(): number {
    return this.#attribute.definition.pollingPeriod;
  }

  /** The writable attribute that is read along with it: itself where it can be written and read; "None" for none. */
  getAssocName(): string {
    return this.getInfo().writableAttrName;
  }

  /** Whether the value last written is kept in the database. */
  isMemorized(): boolean {
    return this.#attribute.definition.memorized;
  }

  /** Whether the memorized value is written at the start and by Init. */
  isMemorizedInit(): boolean {
    return this.#attribute.definition.hwMemorized;
  }

  /** Whether it is polled now. */
  isPolled(): boolean {
    return this.#served.polling.attribute(this.getName()) !== undefined;
  }

  /** What users see as its name. */
  getLabel(): string {
    return this.#attribute.settings.label;
  }

  /** All that clients are told of it. */
  getInfo(): AttributeInfoEx {
    return attributeInfo(this.#attribute);
  }

  /** Its configuration (PyTango's MultiAttrProp). */
  getProperties(): AttributeSettings {
    return this.#attribute.settings;
  }

  /**
   * Configures it anew, as a client does, but labels of an enumeration may become more or fewer; what is not named stays. Rejects, and
   * changes nothing, with API_AttrOptProp, API_IncoherentValues, and with what the database says.
   */
  async setProperties(properties: Partial<AttributeSettings>): Promise<void> {
    const { monitor } = this.#served;
    await monitor.run("configuration of an attribute", () =>
      configureAttribute(this.#served, this.#attribute, properties, true),
    );
  }

  /** The limits of its configuration as numbers: bigint for 64 bit integers. */
  getLimits(): AttributeLimits {
    return this.#attribute.limits;
  }

  /** Sets the least value that may be written; rejects as `setProperties`, and so do the following. */
  setMinValue(limit: LimitInput): Promise<void> {
    return this.setProperties({ minValue: String(limit) });
  }

  /** Sets the greatest value that may be written. */
  setMaxValue(limit: LimitInput): Promise<void> {
    return this.setProperties({ maxValue: String(limit) });
  }

  /** Sets the value at and below which the quality is ATTR_ALARM. */
  setMinAlarm(limit: LimitInput): Promise<void> {
    return this.setProperties({ minAlarm: String(limit) });
  }

  /** Sets the value at and above which the quality is ATTR_ALARM. */
  setMaxAlarm(limit: LimitInput): Promise<void> {
    return this.setProperties({ maxAlarm: String(limit) });
  }

  /** Sets the value at and below which the quality is ATTR_WARNING. */
  setMinWarning(limit: LimitInput): Promise<void> {
    return this.setProperties({ minWarning: String(limit) });
  }

  /** Sets the value at and above which the quality is ATTR_WARNING. */
  setMaxWarning(limit: LimitInput): Promise<void> {
    return this.setProperties({ maxWarning: String(limit) });
  }

  /** The set value: what was written, memorized or set last. Throws API_AttrNotWritable where it cannot be written. */
  getWriteValue(): unknown {
    const { definition, written } = this.#attribute;
    if (written === null) throw this.#notWritable();
    return valueOfPart(definition, written);
  }

  /** Sets the set value, without writing it. Throws API_AttrNotWritable, and API_AttrOptProp for a value of another type. */
  setWriteValue(value: unknown): void {
    if (!this.#attribute.isWritable) throw this.#notWritable();
    this.#attribute.written = copyOfPart(partOf(this.#attribute, value));
  }

  /** The quality of the last reading, or as it was set since. */
  getQuality(): AttrQuality {
    return this.#attribute.quality;
  }

  /** Sets the quality, until the next reading. */
  setQuality(quality: AttrQuality): void {
    this.#attribute.quality = quality;
  }

  /** The limits beyond which the last reading was. */
  getAlarms(): readonly AlarmKind[] {
    return this.#attribute.alarms;
  }

  #notWritable(): DevFailed {
    const desc = `Attribute ${this.getName()} is not writable`;
    return new DevFailed([devError("API_AttrNotWritable", desc, "ServedAttribute")]);
  }
}
