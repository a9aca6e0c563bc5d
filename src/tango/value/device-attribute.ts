import type { DevError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { AttrDataFormat, AttrQuality } from "../idl/enums.ts";
import type { AnyAttributeValue, AttributeType } from "./cmd-arg-type.ts";
import { jsonValue } from "./json-value.ts";
import type { TimeVal } from "./time-val.ts";

/** What a DeviceAttribute is made of; see there. */
export interface Reading<V> {
  readonly name: string;
  readonly type: AttributeType | "Unknown";
  readonly dataFormat: AttrDataFormat;
  readonly quality: AttrQuality;
  readonly time: TimeVal;
  readonly dimX: number;
  readonly dimY: number;
  readonly wDimX: number;
  readonly wDimY: number;
  readonly value: V | null;
  readonly writeValue: V | null;
  readonly errors: readonly DevError[];
  readonly enumLabels?: readonly string[] | undefined;
}

/**
 * An attribute as it was read: its value, the value last written (its set point), their quality and time. One that could not be
 * read carries the errors instead, and throws them when its value is asked for. A copy (a posted message, a structured clone) has all
 * of its data, and no methods; that of one that could not be read has no value.
 *
 * Numbers in rows are typed arrays, which may be views of the message they came in: copy them (`slice`) to change
 * them, or to keep a small part of a large message.
 */
export class DeviceAttribute<V = AnyAttributeValue> {
  /** The attribute's real spelling; as it was asked for where it failed. */
  readonly name: string;
  /** "Unknown" where it failed. */
  readonly type: AttributeType | "Unknown";
  readonly dataFormat: AttrDataFormat;
  readonly quality: AttrQuality;
  readonly time: TimeVal;
  /** Elements of a row of the value; 1 for a scalar. */
  readonly dimX: number;
  /** Rows of the value; 0 but for images. */
  readonly dimY: number;
  /** As dimX, of the value last written; 0 where there is none. */
  readonly wDimX: number;
  /** As dimY, of the value last written. */
  readonly wDimY: number;
  /** Why it could not be read, the root cause first; empty where it could. */
  readonly errors: readonly DevError[];
  /** The labels of a DevEnum, as the device told them when it was first asked over this connection; else empty. */
  readonly enumLabels: readonly string[];
  /** The value; null where the quality is ATTR_INVALID. Throws the DevFailed where the attribute could not be read. */
  declare readonly value: V | null;
  /** The value last written; null where there is none. Throws the DevFailed where the attribute could not be read. */
  declare readonly writeValue: V | null;

  constructor(reading: Reading<V>) {
    this.name = reading.name;
    this.type = reading.type;
    this.dataFormat = reading.dataFormat;
    this.quality = reading.quality;
    this.time = reading.time;
    this.dimX = reading.dimX;
    this.dimY = reading.dimY;
    this.wDimX = reading.wDimX;
    this.wDimY = reading.wDimY;
    this.errors = reading.errors;
    this.enumLabels = reading.enumLabels ?? NO_LABELS;
    if (reading.errors.length === 0) {
      this.value = reading.value;
      this.writeValue = reading.writeValue;
    } else {
      // Not enumerable: copies and logs must not stumble over them.
      Object.defineProperties(this, { value: THROWING, writeValue: THROWING });
    }
  }

  /** Whether the attribute could not be read. */
  get hasFailed(): boolean {
    return this.errors.length > 0;
  }

  /** Whether there is nothing in it: the attribute failed, its quality is ATTR_INVALID, or it came without any element. */
  get isEmpty(): boolean {
    return this.hasFailed || this.value === null || this.nbRead + this.nbWritten === 0;
  }

  /** How many elements were read. */
  get nbRead(): number {
    return elementCount(this.dimX, this.dimY);
  }

  /** How many elements were last written. */
  get nbWritten(): number {
    return elementCount(this.wDimX, this.wDimY);
  }

  /** The label of a DevEnum scalar; undefined where the labels are not known. */
  get label(): string | undefined {
    return !this.hasFailed && typeof this.value === "number" ? this.enumLabels[this.value] : undefined;
  }

  /** As plain data, with arrays for typed arrays, and 64 bit integers as numbers where they are safe, else as texts. */
  toJSON(): Record<string, unknown> {
    const { value, writeValue } = this.#values();
    return { ...this.#describe(), value: jsonValue(value), writeValue: jsonValue(writeValue) };
  }

  [Symbol.for("nodejs.util.inspect.custom")](_depth: number, options: object, inspect: Inspect): string {
    const described = { ...this.#describe(), ...this.#values() };
    return `DeviceAttribute ${inspect(described, options)}`;
  }

  #describe(): Record<string, unknown> {
    const { name, type, dataFormat, quality, dimX, dimY, wDimX, wDimY, errors } = this;
    const time = this.time.toISOString();
    return { name, type, dataFormat, quality, time, dimX, dimY, wDimX, wDimY, errors };
  }

  #values(): { readonly value: V | null; readonly writeValue: V | null } {
    if (this.hasFailed) return { value: null, writeValue: null };
    return { value: this.value, writeValue: this.writeValue };
  }
}

type Inspect = (value: unknown, options: object) => string;

/** How many elements stand behind dimensions: `dimY` is 0 for one row. */
export function elementCount(dimX: number, dimY: number): number {
  return dimY === 0 ? dimX : dimX * dimY;
}

/** The value of an attribute that could not be read. */
const THROWING = {
  get(this: DeviceAttribute): never {
    throw new DevFailed(this.errors);
  },
};
const NO_LABELS: readonly string[] = [];
