import type { DevError } from "../../error/dev-error.ts";
import type { AttrDataFormat, AttrQuality } from "../../idl/enums.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import type { TimeVal } from "../../value/time-val.ts";

/**
 * What was read from an attribute of a device here, at one moment: what goes to clients, into the polling cache and into events. It is
 * never changed after it was made. Until it is kept (`ownSnapshot`) it may share memory with the device.
 */
export interface AttributeSnapshot {
  /** In the attribute's own spelling; as asked for where there is no such attribute. */
  readonly name: string;
  readonly dataType: AttributeType;
  readonly dataFormat: AttrDataFormat;
  readonly quality: AttrQuality;
  readonly time: TimeVal;
  /** What was read; null where it is invalid or failed. */
  readonly read: ValuePart | null;
  /** What was last written; null for an attribute that cannot be written, or whose reading is invalid or failed. */
  readonly written: ValuePart | null;
  /** Why it failed; empty where it did not. */
  readonly errors: readonly DevError[];
}

/** The values of one half of an attribute, row by row. */
export interface ValuePart {
  /** As their codec takes them (`ELEMENT_TYPES`): a typed array of numbers, else an array; a DevEncoded as on the wire. */
  readonly elements: ArrayLike<unknown>;
  /** Elements of a row. */
  readonly dimX: number;
  /** Rows; 0 but for images. */
  readonly dimY: number;
}
