import type { DevEncoded } from "../idl/data-types.ts";

/** A value of type DevEncoded: bytes, and the name of the format they are in, such as "GRAY8" or "json". */
export interface Encoded {
  readonly format: string;
  /** What was received is a view of the message it came in. */
  readonly data: Uint8Array;
}

/** The value in a DevEncoded of the wire. */
export function encodedFromWire({ encoded_format, encoded_data }: DevEncoded): Encoded {
  return { format: encoded_format, data: encoded_data };
}

/** The DevEncoded that carries a value. */
export function encodedToWire({ format, data }: Encoded): DevEncoded {
  return { encoded_format: format, encoded_data: data };
}
