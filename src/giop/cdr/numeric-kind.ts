import { Buffer } from "node:buffer";

/** The typed arrays that stand for sequences and arrays of numbers. */
export type NumericArray =
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** How elements of one numeric IDL type stand in memory: so that sequences of them move in bulk. */
export interface NumericKind<A extends NumericArray = NumericArray> {
  /** Octets of one element, which is also its CDR alignment. */
  readonly size: 1 | 2 | 4 | 8;
  readonly arrayType: {
    new (length: number): A;
    new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
  };
}

export const OCTET_KIND: NumericKind<Uint8Array> = { size: 1, arrayType: Uint8Array };
export const SHORT_KIND: NumericKind<Int16Array> = { size: 2, arrayType: Int16Array };
export const USHORT_KIND: NumericKind<Uint16Array> = { size: 2, arrayType: Uint16Array };
export const LONG_KIND: NumericKind<Int32Array> = { size: 4, arrayType: Int32Array };
export const ULONG_KIND: NumericKind<Uint32Array> = { size: 4, arrayType: Uint32Array };
export const LONGLONG_KIND: NumericKind<BigInt64Array> = { size: 8, arrayType: BigInt64Array };
export const ULONGLONG_KIND: NumericKind<BigUint64Array> = { size: 8, arrayType: BigUint64Array };
export const FLOAT_KIND: NumericKind<Float32Array> = { size: 4, arrayType: Float32Array };
export const DOUBLE_KIND: NumericKind<Float64Array> = { size: 8, arrayType: Float64Array };

/** Reverses the octets of each element of `bytes`, in place. */
export function swapElements(bytes: Uint8Array, size: 1 | 2 | 4 | 8): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}
