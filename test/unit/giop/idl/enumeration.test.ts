import assert from "node:assert/strict";
import { it } from "node:test";
import { alias } from "../../../../src/giop/idl/alias.ts";
import { enumeration } from "../../../../src/giop/idl/enumeration.ts";
import { testCodec } from "../../../support/codec-table.ts";

const Colour = enumeration("IDL:Echo/Colour:1.0", ["red", "green", "blue"]);

testCodec("enum", Colour, {
  correct: [
    ["red", "00 00 00 00"],
    ["blue", "00 00 00 02", "02 00 00 00"],
  ],
  badValues: [
    ["pink", /"pink" is no label of Colour: red, green, blue/],
    [1, /1 is no label of Colour/],
    [undefined, /undefined is no label/],
    ["constructor", /is no label/],
  ],
  badBytes: [
    ["00 00 00 03", /Colour has no label number 3/],
    ["ff ff ff ff", /Colour has no label number 4294967295/],
  ],
});

it("knows its labels and ordinals", () => {
  assert.deepEqual(Colour.labels, ["red", "green", "blue"]);
  assert.equal(Colour.ordinal("green"), 1);
  assert.deepEqual(Colour.typeCode, {
    kind: "tk_enum",
    id: "IDL:Echo/Colour:1.0",
    name: "Colour",
    members: ["red", "green", "blue"],
  });
});

it("keeps labels and ordinals under an alias", () => {
  const Shade = alias("IDL:Echo/Shade:1.0", Colour);
  assert.equal(Shade.ordinal("blue"), 2);
  assert.equal(Shade.typeCode.kind as string, "tk_alias");
});
