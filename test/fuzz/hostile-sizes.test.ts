import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import { MarshalError } from "../../src/giop/cdr/marshal-error.ts";
import { Any, any } from "../../src/giop/idl/any.ts";
import type { Codec } from "../../src/giop/idl/codec.ts";
import { boolean, double, long, octet } from "../../src/giop/idl/primitives.ts";
import { sequence } from "../../src/giop/idl/sequence.ts";
import { string } from "../../src/giop/idl/string.ts";
import { ProtocolError } from "../../src/giop/message/protocol-error.ts";
import { decodeTypeCode } from "../../src/giop/typecode/typecode-codec.ts";
import { DevErrorList } from "../../src/tango/idl/dev-error.ts";
import { DevVarStateArray } from "../../src/tango/idl/enums.ts";
import { EltInArrayList } from "../../src/tango/idl/history.ts";
import { allocatedBy, allocationLimit } from "../support/allocation.ts";
import { receive } from "../support/damage.ts";

/*
 * Inputs made to promise much with few octets, and large inputs of the kinds that take the most room when decoded: what the
 * random ones of decoders.test.ts seldom are.
 */

const MESSAGE_256_MB = "47494f50 01 02 01 00 00 ff ff 0f";

test("a header that promises 256 MiB takes little memory, however many of its octets have come", () => {
  for (const present of [0, 1, 4095, 4096, 20_000, 100_000, 1_000_000]) {
    const input = Buffer.concat([hex(MESSAGE_256_MB), Buffer.alloc(present)]);
    assertModest(`${present} octets of 256 MiB`, input, () => receive([input]));
    const drops = chunks(input, 1400);
    assertModest(`${present} octets of 256 MiB in packets`, input, () => receive(drops));
  }
});

test("a header that promises 4 GiB is refused at once", () => {
  assert.throws(() => receive([hex("47494f50 01 02 01 00 ff ff ff ff")]), ProtocolError);
});

test("many small messages in fragments take no more than they are", () => {
  const pairs = Array.from({ length: 1000 }, (_, i) => {
    const id = hex(`${byte(i)} ${byte(i >> 8)} 00 00`);
    const first = Buffer.concat([hex("47494f50 01 02 03 00 08 00 00 00"), id, hex("00000000")]);
    const last = Buffer.concat([hex("47494f50 01 02 01 07 08 00 00 00"), id, hex("00000000")]);
    return Buffer.concat([first, last]);
  });
  const input = Buffer.concat(pairs);
  // Each message is an object with memory of its own, of some 500 octets, beside its content.
  assertModest("fragments", input, () => receive([input]), 1000 * 500);
});

test("counts beyond what remains are refused before anything is allocated", () => {
  for (const codec of [
    sequence(octet),
    sequence(double),
    sequence(string),
    sequence(boolean),
    sequence(any),
  ]) {
    const input = Buffer.concat([hex("ffffff7f"), Buffer.alloc(60)]);
    assertModest(
      "count",
      input,
      () => assert.throws(() => decode(codec as Codec<unknown>, input), MarshalError),
      -900_000,
    );
  }
});

test("a TypeCode nested 10,000 deep, and an any in an any as deep, are refused", () => {
  const sequences = Buffer.concat(Array.from({ length: 10_000 }, () => hex("13000000 10000000 01000000")));
  assert.throws(() => decodeTypeCode(new CdrReader(sequences)), MarshalError);
  const anys = Buffer.concat([...Array.from({ length: 10_000 }, () => hex("0b000000")), hex("00000000")]);
  assert.throws(() => decode(any as Codec<unknown>, anys), MarshalError);
});

/*
 * Values of one to eight octets each take more room as JavaScript values than four times that: a list of booleans takes 8
 * octets for each, and as much again while it grows; an empty typed array takes 200. So large inputs of them cost more than the
 * four times that hold for all else. Here is how much, so that it does not become more.
 */
const MEBIBYTE = 1024 * 1024;
const LARGE: readonly (readonly [string, Codec<unknown>, unknown, number])[] = [
  ["octets", sequence(octet) as Codec<unknown>, new Uint8Array(MEBIBYTE), 1],
  ["doubles", sequence(double) as Codec<unknown>, new Float64Array(MEBIBYTE / 8), 1],
  ["longs", sequence(long) as Codec<unknown>, new Int32Array(MEBIBYTE / 4), 1],
  ["texts", sequence(string) as Codec<unknown>, filled(MEBIBYTE / 32, "twenty-seven characters...."), 4],
  ["empty texts", sequence(string) as Codec<unknown>, filled(MEBIBYTE / 8, ""), 5],
  [
    "errors",
    DevErrorList as Codec<unknown>,
    filled(MEBIBYTE / 64, { reason: "API_X", severity: "ERR", desc: "what", origin: "f" }),
    4,
  ],
  ["states", DevVarStateArray as Codec<unknown>, filled(MEBIBYTE / 4, "ON"), 12],
  ["pairs of numbers", EltInArrayList as Codec<unknown>, filled(MEBIBYTE / 8, { start: 1, nb_elt: 2 }), 16],
  ["booleans", sequence(boolean) as Codec<unknown>, filled(MEBIBYTE, true), 28],
  ["empty lists", sequence(sequence(long)) as unknown as Codec<unknown>, filled(MEBIBYTE / 4, []), 60],
  ["anys of nothing", sequence(any) as Codec<unknown>, filled(MEBIBYTE / 4, Any.EMPTY), 40],
];

for (const [name, codec, value, factor] of LARGE) {
  test(`a mebibyte of ${name} takes at most ${factor} times as much`, () => {
    const writer = new CdrWriter();
    codec.encode(writer, value);
    const input = new Uint8Array(writer.bytes());
    const allowed = factor * input.length + MEBIBYTE - allocationLimit(input.length);
    assertModest(name, input, () => decode(codec, input), allowed);
  });
}

/** The lowest of some measurements is within the limit, plus `more` octets. */
function assertModest(name: string, input: Uint8Array, work: () => void, more = 0): void {
  const measured = Array.from({ length: 5 }, () => allocatedBy(work));
  const limit = allocationLimit(input.length) + more;
  const least = Math.min(...measured.filter((size) => size >= 0));
  assert.ok(
    least <= limit,
    `${name}: ${least} bytes for ${input.length} octets; at most ${limit} are allowed`,
  );
}

function decode(codec: Codec<unknown>, input: Uint8Array): unknown {
  return codec.decode(new CdrReader(input));
}

function chunks(input: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(input.length / size) }, (_, i) =>
    input.subarray(i * size, (i + 1) * size),
  );
}

function filled<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

function hex(text: string): Buffer {
  return Buffer.from(text.replace(/\s/g, ""), "hex");
}

function byte(value: number): string {
  return (value & 0xff).toString(16).padStart(2, "0");
}
