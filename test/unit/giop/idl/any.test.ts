import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alias } from "../../../../src/giop/idl/alias.ts";
import { Any, any, typeCode } from "../../../../src/giop/idl/any.ts";
import type { Codec } from "../../../../src/giop/idl/codec.ts";
import { enumeration } from "../../../../src/giop/idl/enumeration.ts";
import { interface_ } from "../../../../src/giop/idl/interface.ts";
import { lazy } from "../../../../src/giop/idl/lazy.ts";
import { objectReference } from "../../../../src/giop/idl/object-reference.ts";
import { boolean, double, long, longlong, octet, short } from "../../../../src/giop/idl/primitives.ts";
import { array, sequence } from "../../../../src/giop/idl/sequence.ts";
import { boundedString, string, wstring } from "../../../../src/giop/idl/string.ts";
import { struct } from "../../../../src/giop/idl/struct.ts";
import { otherwise, union, when } from "../../../../src/giop/idl/union.ts";
import type { TypeCode } from "../../../../src/giop/typecode/typecode.ts";
import { decode, encode, isMarshalError, LITTLE, toHex } from "../../../support/codec-table.ts";

const Colour = enumeration("IDL:Echo/Colour:1.0", ["red", "green", "blue"]);
const Point = struct("IDL:Echo/Point:1.0", { x: double, y: double });
const PointSeq = alias("IDL:Echo/PointSeq:1.0", sequence(Point));
const Line = struct("IDL:Echo/Line:1.0", { label: string, from: Point, to: Point, via: PointSeq });
const Choice = union("IDL:Echo/Choice:1.0", long, {
  number: when(short, 1),
  text: when(string, 2, 3),
  other: otherwise(boolean),
});
interface Tree {
  name: string;
  children: Tree[];
}
const Tree: Codec<Tree> = struct("IDL:Echo/Tree:1.0", { name: string, children: sequence(lazy(() => Tree)) });
const tree: Tree = { name: "a", children: [{ name: "b", children: [] }] };
const line = { label: "l", from: { x: 1, y: 2 }, to: { x: 3, y: 4 }, via: [{ x: 5, y: 6 }] };
const Thing = interface_("IDL:Echo/Thing:1.0", {});

const VALUES: readonly (readonly [Codec<unknown, never>, unknown])[] = [
  [double, 3.5],
  [longlong, -1n],
  [boolean, true],
  [string, "señal"],
  [wstring, "ж"],
  [boundedString(3), "abc"],
  [Colour, "blue"],
  [alias("IDL:Echo/Shade:1.0", Colour), "red"],
  [sequence(double), new Float64Array([1, 2])],
  [array(octet, 2), new Uint8Array([1, 2])],
  [array(Point, 1), [{ x: 1, y: 2 }]],
  [PointSeq, [{ x: 1, y: 2 }]],
  [Line, line],
  [Choice, { kind: "text", value: "t", discriminator: 3 }],
  [Choice, { kind: "other", value: true, discriminator: 99 }],
  [Tree, tree],
  [objectReference, null],
  [Thing, { typeId: "IDL:Echo/Thing:1.0", profiles: [{ tag: 9, data: new Uint8Array([1]) }] }],
  [typeCode, Line.typeCode],
];

describe("any", () => {
  for (const [codec, value] of VALUES) {
    it(`carries ${"id" in codec.typeCode ? codec.typeCode.id : codec.typeCode.kind} both ways`, () => {
      for (const format of [LITTLE, { ...LITTLE, littleEndian: false }]) {
        const sent = encode(any, Any.of(codec as Codec<unknown>, value), format);
        const received = decode(any, sent, format);
        assert.deepEqual(received.extract(codec as Codec<unknown>), value);
        assert.deepEqual(received.value, value);
        assert.deepEqual(received.typeCode, codec.typeCode);
        assert.equal(toHex(encode(any, received, format)), toHex(sent));
      }
    });
  }

  it("is a TypeCode and a value", () => {
    assert.equal(toHex(encode(any, Any.of(short, 7))), "000000020007");
    assert.equal(toHex(encode(any, Any.EMPTY)), "00000000");
    assert.equal(toHex(encode(any, Any.of(string, "a"))), "0000001200000000000000026100");
  });

  it("may hold an any", () => {
    const inner = Any.of(long, 5);
    const received = decode(any, encode(any, Any.of(any, inner)));
    assert.equal(received.extract(any).extract(long), 5);
    assert.equal(received.typeCode.kind, "tk_any");
  });

  it("nests no deeper than the limit", () => {
    let nested = Any.of(long, 5);
    for (let level = 1; level < 100; level++) nested = Any.of(any, nested);
    assert.ok(decode(any, encode(any, nested)));
    assert.throws(
      () => decode(any, encode(any, Any.of(any, nested))),
      isMarshalError(/nest deeper than 100 levels/),
    );
  });

  it("can be made by a TypeCode alone", () => {
    const made = Any.ofTypeCode(Line.typeCode, line);
    assert.equal(toHex(encode(any, made)), toHex(encode(any, Any.of(Line, line))));
  });

  it("refuses what is no Any and what does not fit its type", () => {
    assert.throws(() => encode(any, 5 as never), isMarshalError(/must be made by Any.of/));
    assert.throws(() => encode(any, Any.of(short, 70000)), isMarshalError(/70000 is not a short/));
  });
});

describe("extract", () => {
  const received = decode(any, encode(any, Any.of(PointSeq, [{ x: 1, y: 2 }])));

  it("takes a type with other aliases", () => {
    assert.deepEqual(received.extract(sequence(Point)), [{ x: 1, y: 2 }]);
    assert.deepEqual(received.extract(alias("IDL:Other:1.0", PointSeq)), [{ x: 1, y: 2 }]);
    assert.ok(received.holds(sequence(Point)));
  });

  it("gives the member names that are known here, whatever the text in them", () => {
    const Note = struct("IDL:Echo/Note:1.0", { text: string });
    const Renamed = struct("IDL:Echo/Note:1.0", { words: string });
    assert.deepEqual(Any.of(Note, { text: "Ω 上" }).extract(Renamed), { words: "Ω 上" });
  });

  it("gives the member names that are known here", () => {
    const Renamed = struct("IDL:Echo/Point:1.0", { ex: double, why: double });
    assert.deepEqual(received.extract(sequence(Renamed)), [{ ex: 1, why: 2 }]);
  });

  it("takes member names that the sender left out", () => {
    const type: TypeCode = {
      kind: "tk_struct",
      id: "IDL:Echo/Point:1.0",
      name: "",
      members: [
        { name: "", type: double.typeCode },
        { name: "", type: double.typeCode },
      ],
    };
    const nameless = Any.ofTypeCode(type, { member0: 1, member1: 2 });
    const read = decode(any, encode(any, nameless));
    assert.deepEqual(read.value, { member0: 1, member1: 2 });
    assert.deepEqual(read.extract(Point), { x: 1, y: 2 });
  });

  it("takes a reference of any interface for an Object", () => {
    const thing = { typeId: "IDL:Echo/Thing:1.0", profiles: [] };
    assert.deepEqual(Any.of(Thing, thing).extract(objectReference), thing);
    assert.ok(!Any.of(objectReference, null).holds(Thing));
    assert.ok(!Any.of(long, 1).holds(objectReference));
  });

  it("refuses another type, and says which", () => {
    assert.throws(
      () => received.extract(Line),
      isMarshalError(/^an any of IDL:Echo\/PointSeq:1.0 is no IDL:Echo\/Line:1.0$/),
    );
    assert.throws(
      () => Any.of(long, 1).extract(string),
      isMarshalError(/^an any of tk_long is no tk_string$/),
    );
    assert.throws(
      () => Any.of(sequence(sequence(Point)), []).extract(sequence(long)),
      isMarshalError(/^an any of tk_sequence of tk_sequence is no tk_sequence of tk_long$/),
    );
  });
});

describe("the codec of a received TypeCode", () => {
  it("refuses what has no values or takes no space", () => {
    for (const [type, message] of [
      [{ kind: "tk_Principal" }, /values of tk_Principal are not supported/],
      [{ kind: "tk_local_interface", id: "", name: "" }, /values of tk_local_interface/],
      [{ kind: "tk_fixed", digits: 40, scale: 0 }, /fixed<40,0> is not a type/],
      [{ kind: "tk_sequence", length: 0, content: { kind: "tk_void" } }, /take no space/],
      [{ kind: "tk_array", length: 0, content: { kind: "tk_long" } }, /an array of no elements/],
      [
        { kind: "tk_struct", id: "", name: "", members: [{ name: "a", type: { kind: "tk_null" } }] },
        /take no space/,
      ],
      [
        {
          kind: "tk_struct",
          id: "",
          name: "",
          members: [
            { name: "a", type: { kind: "tk_long" } },
            { name: "a", type: { kind: "tk_long" } },
          ],
        },
        /no usable names/,
      ],
      [
        { kind: "tk_struct", id: "", name: "", members: [{ name: "__proto__", type: { kind: "tk_long" } }] },
        /no usable names/,
      ],
    ] as const) {
      assert.throws(() => Any.ofTypeCode(type as TypeCode, null), isMarshalError(message));
    }
  });

  it("knows a member that has labels and is the default too", () => {
    const type: TypeCode = {
      kind: "tk_union",
      id: "IDL:Test/Labelled:1.0",
      name: "Labelled",
      discriminator: long.typeCode,
      defaultIndex: 1,
      members: [
        { label: 1, name: "a", type: long.typeCode },
        { label: undefined, name: "a", type: long.typeCode },
      ],
    };
    for (const discriminator of [1, 7]) {
      const bytes: Uint8Array = encode(any, Any.ofTypeCode(type, { kind: "a", value: 5, discriminator }));
      const received: Any = decode(any, bytes);
      assert.deepEqual(received.value, { kind: "a", value: 5, discriminator });
      assert.equal(toHex(encode(any, received)), toHex(bytes));
    }
  });
});
