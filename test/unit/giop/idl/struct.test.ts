import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Codec } from "../../../../src/giop/idl/codec.ts";
import { lazy } from "../../../../src/giop/idl/lazy.ts";
import { boolean, double, long, octet, short } from "../../../../src/giop/idl/primitives.ts";
import { sequence } from "../../../../src/giop/idl/sequence.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { struct } from "../../../../src/giop/idl/struct.ts";
import { decode, encode, fromHex, isMarshalError, testCodec } from "../../../support/codec-table.ts";

const Mixed = struct("IDL:Test/Mixed:1.0", { o: octet, d: double, b: boolean, s: short, l: long });

testCodec("struct", Mixed, {
  correct: [
    [
      { o: 1, d: 1.5, b: true, s: 2, l: 3 },
      "01 00000000000000 3ff8000000000000 01 00 0002 00000003",
      "01 00000000000000 000000000000f83f 01 00 0200 03000000",
    ],
  ],
  // What else an object holds is not looked at.
  alsoEncodes: [
    [{ l: 3, s: 2, b: true, d: 1.5, o: 1, more: 0 } as never, { o: 1, d: 1.5, b: true, s: 2, l: 3 }],
  ],
  // Padding is never read.
  alsoDecodes: [
    ["01 ffffffffffffff 3ff8000000000000 01 ff 0002 00000003", { o: 1, d: 1.5, b: true, s: 2, l: 3 }],
  ],
  badValues: [
    [{ o: 1, d: 1.5, b: true, s: 40000, l: 3 }, /^s: 40000 is not a short/],
    [{ o: 1 }, /^d: undefined is not a double/],
    [null, /null is not an object with the members of Mixed/],
    [undefined, /undefined is not an object/],
    ["text", /text is not an object/],
  ],
});

const Outer = struct("IDL:Test/Outer:1.0", { name: string, inner: sequence(Mixed) });

describe("nested structs", () => {
  it("name the path to what is wrong", () => {
    const good = { o: 1, d: 1.5, b: true, s: 2, l: 3 };
    assert.throws(
      () => encode(Outer, { name: "n", inner: [good, { ...good, l: 0.5 }] }),
      isMarshalError(/^inner\[1\]\.l: 0.5 is not a long/),
    );
    assert.throws(
      () => decode(Outer, fromHex("00000002 6e00 0000 00000001 010203")),
      isMarshalError(/^inner: a sequence promises 1 elements, but only 3 bytes remain/),
    );
    assert.throws(
      () => decode(Outer, fromHex("00000002 6e00 0000 00000001 01 000000 3ff8000000000000 01 00 0002")),
      isMarshalError(/^inner\[0\]\.l: the data end early/),
    );
  });
});

interface Tree {
  name: string;
  children: Tree[];
}
const Tree: Codec<Tree> = struct("IDL:Echo/Tree:1.0", { name: string, children: sequence(lazy(() => Tree)) });

testCodec("recursive struct", Tree, {
  correct: [
    [{ name: "", children: [] }, "00000001 00 000000 00000000", "01000000 00 000000 00000000"],
    [
      { name: "a", children: [{ name: "b", children: [] }] },
      "00000002 6100 0000 00000001 00000002 6200 0000 00000000",
      "02000000 6100 0000 01000000 02000000 6200 0000 00000000",
    ],
  ],
});

describe("recursive struct", () => {
  it("has a TypeCode that holds itself", () => {
    const type = Tree.typeCode;
    assert.ok(type.kind === "tk_struct");
    const children = type.members[1]!.type;
    assert.ok(children.kind === "tk_sequence");
    assert.equal(children.content, type);
  });

  it("nests no deeper than the limit", () => {
    const deep = (levels: number) =>
      fromHex(`${"00000002 6100 0000 00000001".repeat(levels)} 00000002 6100 0000 00000000`);
    let tree = decode(Tree, deep(100));
    for (let level = 0; level < 100; level++) tree = tree.children[0]!;
    assert.deepEqual(tree, { name: "a", children: [] });
    assert.throws(() => decode(Tree, deep(101)), isMarshalError(/nest deeper than 100 levels/));
    assert.throws(() => decode(Tree, deep(100_000)), isMarshalError(/nest deeper than 100 levels/));
  });
});
