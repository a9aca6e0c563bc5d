import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { describe, it } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import { alias } from "../../../../src/giop/idl/alias.ts";
import { Any, any, typeCode } from "../../../../src/giop/idl/any.ts";
import type { Codec } from "../../../../src/giop/idl/codec.ts";
import { enumeration } from "../../../../src/giop/idl/enumeration.ts";
import { exception } from "../../../../src/giop/idl/exception.ts";
import { fixed } from "../../../../src/giop/idl/fixed.ts";
import { interface_ } from "../../../../src/giop/idl/interface.ts";
import { lazy } from "../../../../src/giop/idl/lazy.ts";
import { boolean, char, double, long, octet } from "../../../../src/giop/idl/primitives.ts";
import { array, sequence } from "../../../../src/giop/idl/sequence.ts";
import { boundedString, boundedWstring, string, wstring } from "../../../../src/giop/idl/string.ts";
import { struct } from "../../../../src/giop/idl/struct.ts";
import { otherwise, union, when } from "../../../../src/giop/idl/union.ts";
import { TC_KINDS } from "../../../../src/giop/typecode/tc-kind.ts";
import { isSimpleKind, simpleTypeCode, type TypeCode } from "../../../../src/giop/typecode/typecode.ts";
import {
  BIG,
  decode,
  encode,
  fromHex,
  isMarshalError,
  LITTLE,
  testCodec,
  toHex,
} from "../../../support/codec-table.ts";

const Point = struct("IDL:E/P:1.0", { x: double });
const Line = struct("IDL:E/L:1.0", { a: Point, b: Point, c: sequence(Point) });
interface Tree {
  n: string;
  c: Tree[];
}
const Tree: Codec<Tree> = struct("IDL:E/T:1.0", {
  n: string,
  c: alias("IDL:E/Ts:1.0", sequence(lazy(() => Tree))),
});

testCodec("simple TypeCodes", typeCode, {
  correct: TC_KINDS.filter(isSimpleKind).map((kind) => {
    const number = Buffer.from([TC_KINDS.indexOf(kind)]).toString("hex");
    return [simpleTypeCode(kind), `000000${number}`, `${number}000000`] as const;
  }),
});

testCodec("TypeCodes with plain parameters", typeCode, {
  correct: [
    [string.typeCode, "00000012 00000000", "12000000 00000000"],
    [boundedString(8).typeCode, "00000012 00000008", "12000000 08000000"],
    [wstring.typeCode, "0000001b 00000000", "1b000000 00000000"],
    [boundedWstring(1).typeCode, "0000001b 00000001", "1b000000 01000000"],
    [fixed(9, 3).typeCode, "0000001c 0009 0003", "1c000000 0900 0300"],
  ],
});

testCodec("TypeCodes with encapsulations", typeCode, {
  correct: [
    [
      sequence(double, 4).typeCode,
      "00000013 0000000c 00000000 00000007 00000004",
      "13000000 0c000000 01000000 07000000 04000000",
    ],
    [
      array(octet, 6).typeCode,
      "00000014 0000000c 00000000 0000000a 00000006",
      "14000000 0c000000 01000000 0a000000 06000000",
    ],
    [
      alias("IDL:A:1.0", long).typeCode,
      "00000015 00000020 00000000 0000000a 49444c3a 413a312e 30000000 00000002 41000000 00000003",
      "15000000 20000000 01000000 0a000000 49444c3a 413a312e 30000000 02000000 41000000 03000000",
    ],
    [
      interface_("IDL:I:1.0", {}).typeCode,
      "0000000e 0000001a 00000000 0000000a 49444c3a 493a312e 30000000 00000002 4900",
      "0e000000 1a000000 01000000 0a000000 49444c3a 493a312e 30000000 02000000 4900",
    ],
    [
      exception("IDL:X:1.0", {}).typeCode,
      "00000016 00000020 00000000 0000000a 49444c3a 583a312e 30000000 00000002 58000000 00000000",
      "16000000 20000000 01000000 0a000000 49444c3a 583a312e 30000000 02000000 58000000 00000000",
    ],
    [
      enumeration("IDL:E:1.0", ["a", "b"]).typeCode,
      "00000011 0000002e 00000000 0000000a 49444c3a 453a312e 30000000 00000002 45000000 00000002 00000002 61000000 00000002 6200",
      "11000000 2e000000 01000000 0a000000 49444c3a 453a312e 30000000 02000000 45000000 02000000 02000000 61000000 02000000 6200",
    ],
    // The default member is the third of four, and its label any value.
    [
      union("IDL:U:1.0", char, { m: when(long, "a", "b"), o: otherwise(boolean) }).typeCode,
      "00000010 00000058 00000000 0000000a 49444c3a 553a312e 30000000 00000002 55000000 00000009 00000002 00000003" +
        "61000000 00000002 6d000000 00000003 62000000 00000002 6d000000 00000003 00000000 00000002 6f000000 00000008",
      "10000000 58000000 01000000 0a000000 49444c3a 553a312e 30000000 02000000 55000000 09000000 02000000 03000000" +
        "61000000 02000000 6d000000 03000000 62000000 02000000 6d000000 03000000 00000000 02000000 6f000000 08000000",
    ],
  ],
});

// As omniORB 4.2.5 writes such types: what occurs again is an indirection, counted from its own offset field.
testCodec("TypeCodes with indirections", typeCode, {
  correct: [
    [
      Line.typeCode,
      "0000000f 0000008c 00000000 0000000c 49444c3a 452f4c3a 312e3000 00000002 4c000000 00000003" +
        "00000002 61000000 0000000f 0000002c 00000000 0000000c 49444c3a 452f503a 312e3000 00000002 50000000 00000001" +
        "00000002 78000000 00000007 00000002 62000000 ffffffff ffffffc0" +
        "00000002 63000000 00000013 00000010 00000000 ffffffff ffffffa4 00000000",
      "0f000000 8c000000 01000000 0c000000 49444c3a 452f4c3a 312e3000 02000000 4c000000 03000000" +
        "02000000 61000000 0f000000 2c000000 01000000 0c000000 49444c3a 452f503a 312e3000 02000000 50000000 01000000" +
        "02000000 78000000 07000000 02000000 62000000 ffffffff c0ffffff" +
        "02000000 63000000 13000000 10000000 01000000 ffffffff a4ffffff 00000000",
    ],
    [
      Tree.typeCode,
      "0000000f 00000078 00000000 0000000c 49444c3a 452f543a 312e3000 00000002 54000000 00000002" +
        "00000002 6e000000 00000012 00000000 00000002 63000000 00000015 00000038 00000000" +
        "0000000d 49444c3a 452f5473 3a312e30 00000000 00000003 54730000 00000013 00000010 00000000 ffffffff ffffff88 00000000",
      "0f000000 78000000 01000000 0c000000 49444c3a 452f543a 312e3000 02000000 54000000 02000000" +
        "02000000 6e000000 12000000 00000000 02000000 63000000 15000000 38000000 01000000" +
        "0d000000 49444c3a 452f5473 3a312e30 00000000 03000000 54730000 13000000 10000000 01000000 ffffffff 88ffffff 00000000",
    ],
  ],
});

describe("indirections", () => {
  it("give the very type that they lead to", () => {
    const read = decode(typeCode, encode(typeCode, Tree.typeCode));
    assert.ok(read.kind === "tk_struct");
    const children = read.members[1]!.type;
    assert.ok(children.kind === "tk_alias" && children.content.kind === "tk_sequence");
    assert.equal(children.content.content, read);
  });

  it("may lead to an alias, a sequence or a union", () => {
    const Trees = alias("IDL:E/Ts:1.0", sequence(lazy(() => Node)));
    const Node: Codec<unknown> = struct("IDL:E/N:1.0", { kids: Trees }) as Codec<unknown>;
    const Choice: Codec<unknown> = union("IDL:E/C:1.0", long, {
      many: when(sequence(lazy(() => Choice)), 1),
    }) as Codec<unknown>;
    for (const codec of [Trees, Node, sequence(Node), Choice, sequence(Choice)]) {
      for (const format of [BIG, LITTLE]) {
        const bytes = encode(typeCode, codec.typeCode, format);
        assert.equal(toHex(encode(typeCode, decode(typeCode, bytes, format), format)), toHex(bytes));
      }
    }
  });

  it("stay right in the second of two type codes of a message", () => {
    const first = Any.of(sequence(Tree), []);
    const both = sequence(any);
    const read = decode(both, encode(both, [first, Any.of(Tree, { n: "n", c: [] })]));
    assert.deepEqual(read[1]!.extract(Tree), { n: "n", c: [] });
  });

  it("are refused where they lead elsewhere", () => {
    for (const [name, hex] of [
      ["forward", "00000013 00000010 00000000 ffffffff 00000004 00000000"],
      ["before the type", "00000013 00000010 00000000 ffffffff ffffff00 00000000"],
      ["to no type", "00000013 00000010 00000000 ffffffff fffffff4 00000000"],
      ["at the top", "ffffffff fffffffc"],
      // alias A of A: not through a sequence, so that it has no end
      [
        "around itself",
        "00000015 00000024 00000000 0000000a 49444c3a 413a312e 30000000 00000002 41000000 ffffffff ffffffd4",
      ],
    ]) {
      assert.throws(() => decode(typeCode, fromHex(hex!)), isMarshalError(/indirection leads to no/), name);
    }
  });

  it("do not lead from one type code to another", () => {
    // sequence<octet>, then a struct member that points at it from outside
    const bytes = fromHex("00000013 0000000c 00000000 0000000a 00000000 ffffffff ffffffe8");
    const reader = new CdrReader(bytes, BIG);
    assert.equal(typeCode.decode(reader).kind, "tk_sequence");
    assert.throws(() => typeCode.decode(reader), isMarshalError(/indirection leads to no/));
  });
});

describe("hostile TypeCodes", () => {
  it("nest no deeper than the limit", () => {
    const deep = (levels: number): TypeCode => {
      let type: TypeCode = long.typeCode;
      for (let level = 0; level < levels; level++) type = { kind: "tk_sequence", content: type, length: 0 };
      return type;
    };
    assert.equal(decode(typeCode, encode(typeCode, deep(100))).kind, "tk_sequence");
    assert.throws(
      () => decode(typeCode, encode(typeCode, deep(101))),
      isMarshalError(/deeper than 100 levels/),
    );
    const endless = Buffer.concat(
      Array.from({ length: 10_000 }, () => fromHex("00000013 7fffffff 00000000")),
    );
    assert.throws(() => decode(typeCode, endless), isMarshalError(/bytes needed/));
  });

  /** A struct of `count` members, each a struct that has the one before twice: written out, 2^count members. */
  function doubling(count: number): TypeCode {
    let last: TypeCode = {
      kind: "tk_struct",
      id: "",
      name: "",
      members: [{ name: "a", type: long.typeCode }],
    };
    const members = [{ name: "m", type: last }];
    for (let i = 0; i < count; i++) {
      const parts: { name: string; type: TypeCode }[] = [
        { name: "a", type: last },
        { name: "b", type: last },
      ];
      last = { kind: "tk_struct", id: "", name: "", members: parts };
      members.push({ name: `m${i}`, type: last });
    }
    return { kind: "tk_struct", id: "", name: "", members };
  }

  it("do not multiply by repetition", () => {
    const bytes = encode(typeCode, doubling(90));
    assert.ok(bytes.length < 90 * 100);
    const type = decode(typeCode, bytes);
    assert.equal(toHex(encode(typeCode, type)), toHex(bytes));
    const codec = Any.ofTypeCode(type, {});
    assert.ok(codec.holds({ ...typeCode, typeCode: doubling(90) }));
    assert.throws(
      () => decode(any, Buffer.concat([bytes, Buffer.alloc(1000)])),
      isMarshalError(/data end early/),
    );
  });

  it("do not nest by repetition either", () => {
    assert.throws(() => decode(typeCode, encode(typeCode, doubling(200))), isMarshalError(/or too deep/));
  });

  it("promise no more members than could be there", () => {
    for (const [name, hex] of [
      ["labels", "00000011 0000001c 00000000 00000001 00000000 00000001 00000000 ffffffff 00000000"],
      ["members", "0000000f 0000001c 00000000 00000001 00000000 00000001 00000000 ffffffff 00000000"],
      [
        "cases",
        "00000010 00000024 00000000 00000001 00000000 00000001 00000000 00000003 ffffffff ffffffff 00000000",
      ],
    ]) {
      assert.throws(
        () => decode(typeCode, fromHex(hex!)),
        isMarshalError(/promises 4294967295 elements/),
        name,
      );
    }
  });

  it("are refused where their kind is unknown or a value type", () => {
    assert.throws(() => decode(typeCode, fromHex("00000099")), isMarshalError(/unknown kind 153/));
    for (const kind of ["tk_value", "tk_value_box", "tk_native"] as const) {
      const number = TC_KINDS.indexOf(kind).toString(16).padStart(8, "0");
      assert.throws(
        () => decode(typeCode, fromHex(`${number} 00000004 00000000`)),
        isMarshalError(new RegExp(`value types \\(${kind}\\) are not supported`)),
      );
    }
  });

  it("have discriminators that can be such", () => {
    assert.throws(
      () =>
        decode(
          typeCode,
          fromHex(
            "00000010 00000030 00000000 00000001 00000000 00000001 00000000 00000007 ffffffff 00000001 00000000 00000001 00000000 00000003",
          ),
        ),
      isMarshalError(/tk_double cannot be the discriminator of a union/),
    );
  });
});

describe("union TypeCodes of other ORBs", () => {
  const union1 = (index: string) =>
    fromHex(
      `00000010 00000030 00000000 00000001 00000000 00000001 00000000 00000008 ${index} 00000001 01000000 00000002 6d000000 00000003`,
    );

  it("may say -1 or -2 for no default, and keep it", () => {
    for (const [hex, index] of [
      ["ffffffff", -1],
      ["fffffffe", -2],
    ] as const) {
      const type = decode(typeCode, union1(hex));
      assert.ok(type.kind === "tk_union");
      assert.equal(type.defaultIndex, index);
      assert.equal(toHex(encode(typeCode, type)), toHex(union1(hex)));
    }
  });

  it("may give a default of an enum a label that is none", () => {
    const hex =
      "00000010 00000054 00000000 00000001 00000000 00000001 00000000 00000011 00000020 00000000 00000001 00000000 00000001 00000000 00000001 00000002 61000000" +
      "00000000 00000001 00000063 00000002 6d000000 00000003";
    const type = decode(typeCode, fromHex(hex));
    assert.ok(type.kind === "tk_union" && type.defaultIndex === 0 && type.members[0]!.label === undefined);
  });
});

it("keeps the form of each GIOP version and code set apart", () => {
  const type = union("IDL:U:1.0", char, { m: when(long, "é") }).typeCode;
  const wide: TypeCode = { ...(type as object), discriminator: { kind: "tk_wchar" } } as TypeCode;
  for (let round = 0; round < 2; round++) {
    assert.match(toHex(encode(typeCode, type, BIG)), /00000001e9000000/);
    assert.throws(() => encode(typeCode, type, { ...BIG, charCodeSet: UTF_8 }), isMarshalError(/not a char/));
    assert.match(toHex(encode(typeCode, wide, BIG)), /000000010200e900/);
    assert.match(toHex(encode(typeCode, wide, { ...BIG, giopMinor: 1 })), /0000000100e90000/);
    assert.throws(() => encode(typeCode, wide, { ...BIG, giopMinor: 0 }), isMarshalError(/GIOP 1.0/));
  }
});
