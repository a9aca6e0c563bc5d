import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Codec } from "../../../../src/giop/idl/codec.ts";
import { enumeration } from "../../../../src/giop/idl/enumeration.ts";
import { lazy } from "../../../../src/giop/idl/lazy.ts";
import {
  boolean,
  char,
  double,
  long,
  longlong,
  octet,
  short,
  ulong,
  ulonglong,
  ushort,
  wchar,
} from "../../../../src/giop/idl/primitives.ts";
import { sequence } from "../../../../src/giop/idl/sequence.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { otherwise, union, when } from "../../../../src/giop/idl/union.ts";
import { decode, encode, fromHex, isMarshalError, testCodec, toHex } from "../../../support/codec-table.ts";

const Colour = enumeration("IDL:Echo/Colour:1.0", ["red", "green", "blue"]);

const ByLong = union("IDL:Test/ByLong:1.0", long, {
  number: when(short, 1),
  text: when(string, 2, 3),
  other: otherwise(double),
});

testCodec("union with several labels and a default", ByLong, {
  correct: [
    [{ kind: "number", value: 7, discriminator: 1 }, "00000001 0007", "01000000 0700"],
    [{ kind: "text", value: "a", discriminator: 3 }, "00000003 00000002 6100", "03000000 02000000 6100"],
    [
      { kind: "other", value: 1.5, discriminator: -9 },
      "fffffff7 00000000 3ff8000000000000",
      "f7ffffff 00000000 000000000000f83f",
    ],
  ],
  alsoEncodes: [
    [
      { kind: "number", value: 7 },
      { kind: "number", value: 7, discriminator: 1 },
    ],
    // The first label where none is given, and for the default the first that no other member has.
    [
      { kind: "text", value: "a" },
      { kind: "text", value: "a", discriminator: 2 },
    ],
    [
      { kind: "other", value: 1.5 },
      { kind: "other", value: 1.5, discriminator: 0 },
    ],
  ],
  badValues: [
    [{ kind: "number", value: "x" }, /^number: "x" is not a short/],
    [{ kind: "number", value: 1, discriminator: 2 }, /the discriminator 2 does not select number/],
    [{ kind: "other", value: 1, discriminator: 1 }, /the discriminator 1 does not select other/],
    [{ kind: "what" }, /has no member what/],
    [{ kind: null, discriminator: 5 }, /the discriminator 5 of IDL:Test\/ByLong:1.0 selects a member/],
    [undefined, /has no member undefined/],
    [{}, /has no member undefined/],
  ],
  badBytes: [["00000002 00000002 6161", /^text: a string does not end with NUL/]],
});

const ByColour = union("IDL:Test/ByColour:1.0", Colour, { n: when(octet, "red"), t: when(string, "green") });

testCodec("union with a discriminator that selects nothing", ByColour, {
  correct: [
    [{ kind: "n", value: 9, discriminator: "red" }, "00000000 09"],
    [{ kind: null, value: undefined, discriminator: "blue" }, "00000002", "02000000"],
  ],
  badValues: [[{ kind: null, discriminator: "pink" }, /"pink" is no label/]],
  badBytes: [["00000003", /no label number 3/]],
});

const ByBoolean = union("IDL:Test/ByBoolean:1.0", boolean, {
  yes: when(octet, true),
  no: when(string, false),
});

testCodec("union by boolean", ByBoolean, {
  correct: [
    [{ kind: "yes", value: 1, discriminator: true }, "01 01"],
    [{ kind: "no", value: "", discriminator: false }, "00 000000 00000001 00", "00 000000 01000000 00"],
  ],
});

const BIG_LABEL = 2n ** 53n + 1n;
type Label = string | number | bigint;
const BY_EVERY_TYPE: readonly (readonly [string, Codec<unknown, never>, Label, string])[] = [
  ["short", union("X", short, { m: when(octet, -32768) }), -32768, "8000 01"],
  ["unsigned short", union("X", ushort, { m: when(octet, 65535) }), 65535, "ffff 01"],
  ["unsigned long", union("X", ulong, { m: when(octet, 2 ** 32 - 1) }), 2 ** 32 - 1, "ffffffff 01"],
  ["long long", union("X", longlong, { m: when(octet, BIG_LABEL) }), BIG_LABEL, "0020000000000001 01"],
  [
    "unsigned long long",
    union("X", ulonglong, { m: when(octet, 2n ** 64n - 1n) }),
    2n ** 64n - 1n,
    "ffffffffffffffff 01",
  ],
  ["char", union("X", char, { m: when(octet, "a") }), "a", "61 01"],
  ["wchar", union("X", wchar, { m: when(octet, "€") }), "€", "0220ac 01"],
];

for (const [name, codec, label, hex] of BY_EVERY_TYPE) {
  it(`goes by ${name}`, () => {
    const value = { kind: "m", value: 1, discriminator: label };
    assert.deepEqual(decode(codec, fromHex(hex)), value);
    assert.equal(toHex(encode(codec as Codec<unknown>, { kind: "m", value: 1 })), hex.replace(" ", ""));
  });
}

type Expression =
  | { kind: "literal"; value: number; discriminator: "red" | "green" | "blue" }
  | { kind: "operands"; value: Expression[]; discriminator: "red" | "green" | "blue" }
  | { kind: null; value: undefined; discriminator: "red" | "green" | "blue" };
const Expression: Codec<Expression> = union("IDL:Test/Expression:1.0", Colour, {
  literal: when(octet, "red"),
  operands: when(sequence(lazy(() => Expression)), "green"),
});

testCodec("recursive union", Expression, {
  correct: [
    [
      {
        kind: "operands",
        value: [
          { kind: "literal", value: 5, discriminator: "red" },
          { kind: "operands", value: [], discriminator: "green" },
        ],
        discriminator: "green",
      },
      "00000001 00000002 00000000 05 000000 00000001 00000000",
      "01000000 02000000 00000000 05 000000 01000000 00000000",
    ],
  ],
});

describe("TypeCode of a union", () => {
  it("has an entry for each label", () => {
    assert.deepEqual(ByLong.typeCode, {
      kind: "tk_union",
      id: "IDL:Test/ByLong:1.0",
      name: "ByLong",
      discriminator: long.typeCode,
      defaultIndex: 3,
      members: [
        { label: 1, name: "number", type: short.typeCode },
        { label: 2, name: "text", type: string.typeCode },
        { label: 3, name: "text", type: string.typeCode },
        { label: undefined, name: "other", type: double.typeCode },
      ],
    });
  });

  it("says -2 where the labels cover every value, else -1, as omniORB", () => {
    const indexOf = (codec: Codec<unknown, never>) =>
      codec.typeCode.kind === "tk_union" && codec.typeCode.defaultIndex;
    assert.equal(indexOf(ByColour), -1);
    assert.equal(indexOf(ByBoolean), -2);
    assert.equal(indexOf(union("X", Colour, { m: when(octet, "red", "green", "blue") })), -2);
    assert.equal(indexOf(union("X", boolean, { m: when(octet, true) })), -1);
    assert.equal(indexOf(union("X", boolean, { m: when(octet, true), n: otherwise(octet) })), 1);
  });

  it("holds itself where the union is recursive", () => {
    const type = Expression.typeCode;
    assert.ok(type.kind === "tk_union" && type.members[1]!.type.kind === "tk_sequence");
    assert.equal(type.members[1]!.type.content, type);
  });
});

it("refuses the default where no label is left for it", () => {
  const full = union("X", boolean, { a: when(octet, true, false), b: otherwise(octet) });
  assert.throws(() => encode(full, { kind: "b", value: 1 }), isMarshalError(/undefined is not a boolean/));
});
