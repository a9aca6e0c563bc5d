import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import { ISO_8859_1 } from "../../src/giop/cdr/code-set.ts";
import { MarshalError } from "../../src/giop/cdr/marshal-error.ts";
import type { WireFormat } from "../../src/giop/cdr/wire-format.ts";
import type { Codec } from "../../src/giop/idl/codec.ts";

/** GIOP 1.2 with ISO-8859-1, in both byte orders. */
export const BIG: WireFormat = { littleEndian: false, giopMinor: 2, charCodeSet: ISO_8859_1 };
export const LITTLE: WireFormat = { ...BIG, littleEndian: true };

/** What a codec does, as examples. Octets are hexadecimal; spaces do not count. */
export interface CodecTable<T, I> {
  /** A value with its octets in big-endian and, where they differ, in little-endian order. */
  readonly correct: readonly (readonly [value: T & I, big: string, little?: string])[];
  /** What is encoded like another value that decoding gives. */
  readonly alsoEncodes?: readonly (readonly [input: I, sameAs: T & I])[];
  /** Other octets (big-endian) that decode to a value. */
  readonly alsoDecodes?: readonly (readonly [big: string, value: T])[];
  /** Values that must be refused, with what the error says. Of any type, since JavaScript callers exist. */
  readonly badValues?: readonly (readonly [value: unknown, message: RegExp])[];
  /** Octets (big-endian) that must be refused. */
  readonly badBytes?: readonly (readonly [big: string, message: RegExp])[];
  /** The format of the big-endian side; GIOP 1.2 with ISO-8859-1 unless given. */
  readonly format?: WireFormat;
}

/** Declares the tests of a codec: each example both ways, each of its truncations, and all that must be refused. */
export function testCodec<T, I>(name: string, codec: Codec<T, I>, table: CodecTable<T, I>): void {
  const big: WireFormat = { ...(table.format ?? BIG), littleEndian: false };
  const little: WireFormat = { ...big, littleEndian: true };
  describe(name, () => {
    for (const [value, bigHex, littleHex] of table.correct) {
      it(`${show(value)} is ${bigHex}`, () => {
        for (const [format, hex] of [
          [big, bigHex],
          [little, littleHex ?? bigHex],
        ] as const) {
          const bytes = fromHex(hex);
          assert.equal(toHex(encode(codec, value, format)), toHex(bytes));
          assert.deepEqual(decode(codec, bytes, format), value);
          for (let length = 0; length < bytes.length; length++) {
            assert.throws(() => decode(codec, bytes.subarray(0, length), format), MarshalError);
          }
          assert.ok(bytes.length >= codec.minSize, "minSize is larger than a value");
        }
      });
    }
    for (const [input, sameAs] of table.alsoEncodes ?? []) {
      it(`takes ${show(input)} for ${show(sameAs)}`, () => {
        assert.deepEqual(encode(codec, input, big), encode(codec, sameAs, big));
      });
    }
    for (const [hex, value] of table.alsoDecodes ?? []) {
      it(`reads ${hex} as ${show(value)}`, () => {
        assert.deepEqual(decode(codec, fromHex(hex), big), value);
      });
    }
    for (const [value, message] of table.badValues ?? []) {
      it(`does not encode ${show(value)}`, () => {
        assert.throws(() => encode(codec, value as I, big), isMarshalError(message));
      });
    }
    for (const [hex, message] of table.badBytes ?? []) {
      it(`does not decode ${hex || "nothing"}`, () => {
        assert.throws(() => decode(codec, fromHex(hex), big), isMarshalError(message));
      });
    }
  });
}

export function encode<I>(codec: Codec<unknown, I>, value: I, format: WireFormat = BIG): Uint8Array {
  // A capacity of one makes the writer grow at every step.
  const writer = new CdrWriter(format, 1);
  codec.encode(writer, value);
  return writer.bytes();
}

/** Decodes all of `bytes`. */
export function decode<T>(codec: Codec<T, never>, bytes: Uint8Array, format: WireFormat = BIG): T {
  // Behind octets of others and before some more: a reader must keep to its range and to its origin.
  const surrounded = Buffer.concat([Buffer.alloc(3, 0xee), bytes, Buffer.alloc(5, 0xee)]);
  const reader = new CdrReader(surrounded, format, { origin: 3, end: 3 + bytes.length });
  const value = codec.decode(reader);
  reader.expectEnd();
  return value;
}

export function fromHex(hex: string): Buffer {
  const digits = hex.replaceAll(" ", "");
  assert.match(digits, /^([0-9a-f]{2})*$/, "bad hexadecimal digits in the test");
  return Buffer.from(digits, "hex");
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** For assert.throws: a MarshalError with such a message. */
export function isMarshalError(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof MarshalError, `${inspect(error)} is no MarshalError`);
    assert.match(error.message, message);
    return true;
  };
}

function show(value: unknown): string {
  const text = inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4 });
  return text.length > 70 ? `${text.slice(0, 70)}…` : text;
}
