import type { DevEncoded } from "../../idl/data-types.ts";
import { encodedFromWire } from "../../value/encoded.ts";
import { ImageValue } from "../../value/image-value.ts";
import type { AttributeDefinition } from "../definition/attribute-definition.ts";
import type { AttributeSnapshot, ValuePart } from "./attribute-snapshot.ts";

/** A part as a value of its attribute (`AttributeValueOf`): one that methods of devices get. It shares the memory of the part. */
export function valueOfPart(
  { dtype, dformat }: AttributeDefinition,
  { elements, dimX, dimY }: ValuePart,
): unknown {
  const values =
    dtype === "DevEncoded" ? Array.from(elements as ArrayLike<DevEncoded>, encodedFromWire) : elements;
  if (dformat === "SCALAR") return values[0];
  if (dformat === "SPECTRUM") return values;
  // Clients may leave out that there is one row.
  return new ImageValue<unknown>(values, dimX, dimY === 0 && dimX > 0 ? 1 : dimY);
}

/** The same snapshot, whose numbers are no longer those of the device: see takeSnapshot. Whoever keeps one needs that. */
export function ownSnapshot(snapshot: AttributeSnapshot): AttributeSnapshot {
  const { read, written } = snapshot;
  if (read === null || read === written || !ArrayBuffer.isView(read.elements)) return snapshot;
  return { ...snapshot, read: copyOfPart(read) };
}

/** The same values in memory of their own. */
export function copyOfPart({ elements, dimX, dimY }: ValuePart): ValuePart {
  return { elements: copyOfElements(elements), dimX, dimY };
}

function copyOfElements(elements: ArrayLike<unknown>): ArrayLike<unknown> {
  if (ArrayBuffer.isView(elements)) return (elements as unknown as Uint8Array).slice();
  return Array.from(elements, (element) => (isEncoded(element) ? copyOfEncoded(element) : element));
}

function isEncoded(element: unknown): element is DevEncoded {
  return typeof element === "object" && element !== null && "encoded_data" in element;
}

function copyOfEncoded({ encoded_format, encoded_data }: DevEncoded): DevEncoded {
  return { encoded_format, encoded_data: encoded_data.slice() };
}
