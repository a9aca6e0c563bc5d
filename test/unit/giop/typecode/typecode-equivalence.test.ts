import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alias } from "../../../../src/giop/idl/alias.ts";
import type { Codec } from "../../../../src/giop/idl/codec.ts";
import { enumeration } from "../../../../src/giop/idl/enumeration.ts";
import { fixed } from "../../../../src/giop/idl/fixed.ts";
import { interface_ } from "../../../../src/giop/idl/interface.ts";
import { lazy } from "../../../../src/giop/idl/lazy.ts";
import { objectReference } from "../../../../src/giop/idl/object-reference.ts";
import { boolean, double, long, octet, short, ulong } from "../../../../src/giop/idl/primitives.ts";
import { array, sequence } from "../../../../src/giop/idl/sequence.ts";
import { boundedString, string, wstring } from "../../../../src/giop/idl/string.ts";
import { struct } from "../../../../src/giop/idl/struct.ts";
import { otherwise, union, when } from "../../../../src/giop/idl/union.ts";
import type { TypeCode } from "../../../../src/giop/typecode/typecode.ts";
import { isEqual, isEquivalent, isSameShape } from "../../../../src/giop/typecode/typecode-equivalence.ts";

const Point = struct("IDL:E/Point:1.0", { x: double, y: double });
const Renamed = struct("IDL:E/Point:1.0", { a: double, b: double });
const Retyped = struct("IDL:E/Point:1.0", { x: long, y: double });
const Other = struct("IDL:E/Other:1.0", { x: double, y: double });
const NoId = struct("", { x: double, y: double });
const NoIdRetyped = struct("", { x: double, y: long });
const NoIdShorter = struct("", { x: double });
interface Tree {
  name: string;
  children: Tree[];
}
const Tree: Codec<Tree> = struct("IDL:E/Tree:1.0", { name: string, children: sequence(lazy(() => Tree)) });
const NoIdTree: Codec<Tree> = struct("", { name: string, children: sequence(lazy(() => NoIdTree)) });
const Bush: Codec<Tree> = struct("", { name: string, children: sequence(lazy(() => Bush)) });

const PAIRS: readonly (readonly [
  string,
  Codec<unknown, never>,
  Codec<unknown, never>,
  equivalent: boolean,
  sameShape: boolean,
])[] = [
  ["one kind", long, long, true, true],
  ["two kinds", long, ulong, false, false],
  ["aliases", alias("IDL:A:1.0", alias("IDL:B:1.0", long)), long, true, true],
  ["aliases inside", sequence(alias("IDL:A:1.0", long)), sequence(long), true, true],
  ["bounds of strings", boundedString(3), boundedString(4), false, false],
  ["strings and wide strings", string, wstring, false, false],
  ["digits", fixed(9, 3), fixed(9, 2), false, false],
  ["bounds of sequences", sequence(long, 3), sequence(long), false, false],
  ["sequences and arrays", sequence(long, 3), array(long, 3), false, false],
  ["lengths", array(long, 3), array(long, 4), false, false],
  ["contents", sequence(long), sequence(short), false, false],
  ["other member names", Point, Renamed, true, false],
  ["other member types under one id", Point, Retyped, true, false],
  ["other ids", Point, Other, false, true],
  ["an id and none", Point, NoId, false, true],
  ["an id and none, other members", Point, NoIdRetyped, false, false],
  ["no ids", NoId, NoIdRetyped, false, false],
  ["no ids, fewer members", NoId, NoIdShorter, false, false],
  ["recursion", Tree, NoIdTree, false, true],
  ["two recursions", NoIdTree, Bush, true, true],
  ["enums", enumeration("IDL:C:1.0", ["a", "b"]), enumeration("IDL:C:1.0", ["a", "x"]), true, false],
  ["enums of other ids", enumeration("IDL:C:1.0", ["a"]), enumeration("IDL:D:1.0", ["a"]), false, true],
  ["enums without id", enumeration("", ["a"]), enumeration("", ["b"]), true, false],
  ["enums without id, more labels", enumeration("", ["a"]), enumeration("", ["a", "b"]), false, false],
  ["interfaces", interface_("IDL:I:1.0", {}), interface_("IDL:J:1.0", {}), false, false],
  ["an interface and Object", interface_("IDL:I:1.0", {}), objectReference, false, false],
  [
    "unions without id",
    union("", long, { a: when(long, 1), b: otherwise(octet) }),
    union("", long, { a: when(long, 1), b: otherwise(octet) }),
    true,
    true,
  ],
  [
    "unions without id, other labels",
    union("", long, { a: when(long, 1) }),
    union("", long, { a: when(long, 2) }),
    false,
    false,
  ],
  [
    "unions without id, one with default",
    union("", long, { a: when(long, 1) }),
    union("", long, { a: otherwise(long) }),
    false,
    false,
  ],
  [
    "unions without id, other discriminators",
    union("", long, { a: when(long, 1) }),
    union("", short, { a: when(long, 1) }),
    false,
    false,
  ],
];

describe("equivalence", () => {
  for (const [name, a, b, equivalent, sameShape] of PAIRS) {
    it(`of ${name} is ${equivalent}, and the same shape ${sameShape}`, () => {
      for (const [left, right] of [
        [a, b],
        [b, a],
      ] as const) {
        assert.equal(isEquivalent(left.typeCode, right.typeCode), equivalent);
        assert.equal(isSameShape(left.typeCode, right.typeCode), sameShape);
      }
      assert.ok(isEquivalent(a.typeCode, a.typeCode) && isSameShape(b.typeCode, b.typeCode));
    });
  }

  it("takes all negative default indices for the same", () => {
    const full = union("", boolean, { a: when(long, true, false) }).typeCode;
    assert.ok(full.kind === "tk_union" && full.defaultIndex === -2);
    const said: TypeCode = { ...full, defaultIndex: -1 };
    assert.ok(isEquivalent(full, said) && isSameShape(said, full));
  });

  it("of a struct without id goes by members, where omniORB does not look at them", () => {
    assert.ok(isEquivalent(NoId.typeCode, struct("", { a: double, b: double }).typeCode));
    assert.ok(!isEquivalent(NoId.typeCode, NoIdRetyped.typeCode));
  });
});

describe("equality", () => {
  const Alias = alias("IDL:A:1.0", long);
  for (const [name, a, b, equal] of [
    ["the same twice", Point, struct("IDL:E/Point:1.0", { x: double, y: double }), true],
    ["recursive types", NoIdTree, Bush, true],
    ["aliases of one name", Alias, alias("IDL:A:1.0", long), true],
    ["aliases of one name inside", sequence(Alias), sequence(alias("IDL:A:1.0", long)), true],
    ["an alias and none", Alias, long, false],
    ["an alias inside and none", sequence(Alias), sequence(long), false],
    ["aliases of other types", Alias, alias("IDL:A:1.0", short), false],
    ["other member names", Point, Renamed, false],
    ["other member types", Point, Retyped, false],
    ["other ids", Point, Other, false],
    ["other labels", enumeration("IDL:C:1.0", ["a", "b"]), enumeration("IDL:C:1.0", ["a", "x"]), false],
    ["unions", union("U", long, { a: when(long, 1) }), union("U", long, { a: when(long, 1) }), true],
    [
      "unions with other names",
      union("U", long, { a: when(long, 1) }),
      union("U", long, { b: when(long, 1) }),
      false,
    ],
  ] as const) {
    it(`of ${name} is ${equal}`, () => {
      assert.equal(isEqual(a.typeCode, b.typeCode), equal);
      assert.equal(isEqual(b.typeCode, a.typeCode), equal);
    });
  }
});
