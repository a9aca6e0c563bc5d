import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { NATIVE_FORMAT } from "../../../../src/giop/cdr/wire-format.ts";
import { alias } from "../../../../src/giop/idl/alias.ts";
import {
  boolean,
  double,
  float,
  long,
  longlong,
  octet,
  short,
  ulong,
  ulonglong,
  ushort,
  void_,
} from "../../../../src/giop/idl/primitives.ts";
import { array, sequence } from "../../../../src/giop/idl/sequence.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { decode, encode, fromHex, isMarshalError, testCodec, toHex } from "../../../support/codec-table.ts";

testCodec("sequence<octet>", sequence(octet), {
  correct: [
    [new Uint8Array(), "00 00 00 00"],
    [new Uint8Array([1, 2, 255]), "00 00 00 03 01 02 ff", "03 00 00 00 01 02 ff"],
  ],
  alsoEncodes: [[[1, 2], new Uint8Array([1, 2])]],
  badValues: [
    [[1, 256], /^\[1\]: 256 is not an octet/],
    ["abc", /string is not an array/],
    [undefined, /undefined is not an array/],
    [7, /number is not an array/],
  ],
  badBytes: [
    ["00 00 00 04 01 02 03", /promises 4 elements, but only 3 bytes remain/],
    ["ff ff ff ff", /promises 4294967295 elements, but only 0 bytes remain/],
  ],
});

testCodec("sequence<short>", sequence(short), {
  correct: [[new Int16Array([1, -2]), "00 00 00 02 00 01 ff fe", "02 00 00 00 01 00 fe ff"]],
  badBytes: [["00 00 00 03 00 01 ff fe", /promises 3 elements/]],
});
testCodec("sequence<unsigned short>", sequence(ushort), {
  correct: [[new Uint16Array([258]), "00 00 00 01 01 02", "01 00 00 00 02 01"]],
});
testCodec("sequence<long>", sequence(long), {
  correct: [[new Int32Array([-2147483648]), "00 00 00 01 80 00 00 00", "01 00 00 00 00 00 00 80"]],
  alsoEncodes: [[[-2147483648], new Int32Array([-2147483648])]],
  badValues: [[[1, 2.5], /^\[1\]: 2.5 is not a long/]],
});
testCodec("sequence<unsigned long>", sequence(ulong), {
  correct: [[new Uint32Array([1]), "00 00 00 01 00 00 00 01", "01 00 00 00 01 00 00 00"]],
  // Typed arrays of another kind are taken element by element, not as they lie in memory.
  alsoEncodes: [[new Int8Array([1]), new Uint32Array([1])]],
  badValues: [[new Int32Array([-1]), /^\[0\]: -1 is not an unsigned long/]],
});
testCodec("sequence<long long>", sequence(longlong), {
  correct: [
    // No alignment before elements that are not there.
    [new BigInt64Array(), "00 00 00 00"],
    [
      new BigInt64Array([-2n]),
      "00 00 00 01 00 00 00 00 ff ff ff ff ff ff ff fe",
      "01 00 00 00 00 00 00 00 fe ff ff ff ff ff ff ff",
    ],
  ],
  alsoEncodes: [[[-2], new BigInt64Array([-2n])]],
});
testCodec("sequence<unsigned long long>", sequence(ulonglong), {
  correct: [
    [
      new BigUint64Array([2n ** 64n - 1n]),
      "00 00 00 01 00 00 00 00 ff ff ff ff ff ff ff ff",
      "01 00 00 00 00 00 00 00 ff ff ff ff ff ff ff ff",
    ],
  ],
});
testCodec("sequence<float>", sequence(float), {
  correct: [[new Float32Array([1.5]), "00 00 00 01 3f c0 00 00", "01 00 00 00 00 00 c0 3f"]],
  alsoEncodes: [[new Float64Array([1.5]), new Float32Array([1.5])]],
});
testCodec("sequence<double>", sequence(double), {
  correct: [
    [
      new Float64Array([1.5, -0]),
      "00 00 00 02 00 00 00 00 3f f8 00 00 00 00 00 00 80 00 00 00 00 00 00 00",
      "02 00 00 00 00 00 00 00 00 00 00 00 00 00 f8 3f 00 00 00 00 00 00 00 80",
    ],
  ],
  badValues: [[[1, "2"], /^\[1\]: "2" is not a double/]],
});

testCodec("sequence<boolean>", sequence(boolean), {
  correct: [[[true, false], "00 00 00 02 01 00", "02 00 00 00 01 00"]],
});
testCodec("sequence<string>", sequence(string), {
  correct: [
    [[], "00 00 00 00"],
    [
      ["a", ""],
      "00 00 00 02 00 00 00 02 61 00 00 00 00 00 00 01 00",
      "02 00 00 00 02 00 00 00 61 00 00 00 01 00 00 00 00",
    ],
  ],
  badValues: [[["a", null], /^\[1\]: null is not a string/]],
  badBytes: [["00 00 00 03 00 00 00 01 00 00 00 00", /promises 3 elements, but only 8 bytes remain/]],
});

testCodec("sequence<long, 2>", sequence(long, 2), {
  correct: [[new Int32Array([1]), "00 00 00 01 00 00 00 01", "01 00 00 00 01 00 00 00"]],
  badValues: [[[1, 2, 3], /3 elements exceed the sequence's bound of 2/]],
  badBytes: [["00 00 00 03 00 00 00 01 00 00 00 02 00 00 00 03", /3 elements exceed/]],
});

testCodec("sequence of sequences", sequence(sequence(octet)), {
  correct: [
    [
      [new Uint8Array([1]), new Uint8Array()],
      "00 00 00 02 00 00 00 01 01 00 00 00 00 00 00 00",
      "02 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00",
    ],
  ],
  badBytes: [["00 00 00 01 00 00 00 02 01", /^\[0\]: a sequence promises 2 elements/]],
});

testCodec("array", array(short, 2), {
  correct: [[new Int16Array([1, 2]), "00 01 00 02", "01 00 02 00"]],
  alsoEncodes: [[[1, 2], new Int16Array([1, 2])]],
  badValues: [
    [[1], /an array needs 2 elements, not 1/],
    [undefined, /an array needs 2 elements, not undefined/],
  ],
  badBytes: [["00 01", /an array of 2 elements does not fit into 2 bytes/]],
});

testCodec("array of arrays", array(array(string, 1), 2), {
  correct: [
    [[["a"], [""]], "00 00 00 02 61 00 00 00 00 00 00 01 00", "02 00 00 00 61 00 00 00 01 00 00 00 00"],
  ],
  badValues: [[[["a"], [5]], /^\[1\]\[0\]: 5 is not a string/]],
});

describe("numbers in bulk", () => {
  it("are a view of the message where its order and alignment allow", () => {
    const message = encode(sequence(double), new Float64Array([1, 2, 3]), NATIVE_FORMAT);
    const aligned = new Uint8Array(message.length);
    aligned.set(message);
    const values = sequence(double).decode(new CdrReader(aligned, NATIVE_FORMAT));
    assert.equal(values.buffer, aligned.buffer);
    assert.deepEqual(values, new Float64Array([1, 2, 3]));
  });

  it("are a copy where they do not", () => {
    const foreign = { ...NATIVE_FORMAT, littleEndian: !NATIVE_FORMAT.littleEndian };
    for (const [format, shift] of [
      [foreign, 0],
      [NATIVE_FORMAT, 1],
      [foreign, 1],
    ] as const) {
      const message = encode(sequence(double), new Float64Array([1, 2, 3]), format);
      const shifted = new Uint8Array(message.length + shift);
      shifted.set(message, shift);
      const before = toHex(shifted);
      const values = sequence(double).decode(new CdrReader(shifted, format, { origin: shift }));
      assert.notEqual(values.buffer, shifted.buffer);
      assert.deepEqual(values, new Float64Array([1, 2, 3]));
      assert.equal(toHex(shifted), before);
    }
  });

  it("do not change the array that is sent in the other byte order", () => {
    const values = new Float64Array([1.5]);
    encode(sequence(double), values);
    assert.equal(values[0], 1.5);
  });

  it("are sent from a part of a larger array", () => {
    const part = new Int32Array([1, 2, 3, 4]).subarray(1, 3);
    assert.equal(toHex(encode(sequence(long), part)), "000000020000000200000003");
  });

  it("keep their bulk form under an alias", () => {
    const Spectrum = sequence(alias("IDL:Lab/Volt:1.0", double));
    assert.ok(decode(Spectrum, fromHex("00000000")) instanceof Float64Array);
  });
});

it("does not let a count of nothing promise work without end", () => {
  assert.throws(
    () => decode(sequence(void_), fromHex("ffffffff 00")),
    isMarshalError(/promises 4294967295 elements, but only 1 bytes remain/),
  );
});

it("names the path to a bad element", () => {
  const writer = new CdrWriter();
  assert.throws(
    () =>
      sequence(array(sequence(long), 2)).encode(writer, [
        [[1], [2]],
        [[1], [2, 3, "x" as never]],
      ]),
    isMarshalError(/^\[1\]\[1\]\[2\]: "x" is not a long/),
  );
});
