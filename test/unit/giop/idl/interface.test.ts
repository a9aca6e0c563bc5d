import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { interface_, OBJECT_ID } from "../../../../src/giop/idl/interface.ts";
import { attribute, op, readonlyAttribute } from "../../../../src/giop/idl/operation.ts";
import { long, void_ } from "../../../../src/giop/idl/primitives.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { testCodec } from "../../../support/codec-table.ts";

const Base = interface_("IDL:Test/Base:1.0", { ping: op([]), ...readonlyAttribute("name", string) });
const Left = interface_("IDL:Test/Left:1.0", { turn: op([["by", long]], long) }, [Base]);
const Right = interface_("IDL:Test/Right:1.0", { ...attribute("level", long) }, [Base]);
const Both = interface_("IDL:Test/Both:1.0", { more: op([]) }, [Left, Right]);

describe("interface", () => {
  it("has the operations and attributes of all its bases", () => {
    assert.deepEqual(Object.keys(Both.operations).sort(), [
      "_get_level",
      "_get_name",
      "_set_level",
      "more",
      "ping",
      "turn",
    ]);
    assert.equal(Both.operations.turn, Left.operations.turn);
  });

  it("is everything that its bases are, each once, and an Object", () => {
    assert.deepEqual([...Both.repositoryIds].sort(), [
      "IDL:Test/Base:1.0",
      "IDL:Test/Both:1.0",
      "IDL:Test/Left:1.0",
      "IDL:Test/Right:1.0",
      OBJECT_ID,
    ]);
  });

  it("has the TypeCode of a reference", () => {
    assert.deepEqual(Both.typeCode, { kind: "tk_objref", id: "IDL:Test/Both:1.0", name: "Both" });
  });
});

// Its values are references, of whatever type they say they are.
testCodec("reference to an interface", Both, {
  correct: [
    [null, "00000001 00 000000 00000000", "01000000 00 000000 00000000"],
    [
      { typeId: "IDL:X:1.0", profiles: [{ tag: 7, data: new Uint8Array([1, 2]) }] },
      "0000000a 49444c3a583a312e3000 0000 00000001 00000007 00000002 0102",
      "0a000000 49444c3a583a312e3000 0000 01000000 07000000 02000000 0102",
    ],
  ],
  badBytes: [["00000001 00 000000 ffffffff", /promises 4294967295 elements/]],
});

describe("operation", () => {
  it("parts its parameters into those sent and those returned", () => {
    const operation = op(
      [
        ["a", long],
        ["b", string, "inout"],
        ["c", long, "out"],
        ["d", long, "in"],
      ],
      string,
    );
    assert.deepEqual(
      operation.inputs.map(([name]) => name),
      ["a", "b", "d"],
    );
    assert.deepEqual(
      operation.outputs.map(([name]) => name),
      ["b", "c"],
    );
    assert.ok(!operation.oneway);
  });

  it("gives nothing where it is oneway", () => {
    assert.ok(op([["a", long]], void_, { oneway: true }).oneway);
    assert.throws(() => op([], long, { oneway: true }), TypeError);
    assert.throws(() => op([["a", long, "out"]], void_, { oneway: true }), TypeError);
  });

  it("stands for attributes by a getter and a setter", () => {
    const { _get_gain, _set_gain } = attribute("gain", long);
    assert.deepEqual(_get_gain.inputs, []);
    assert.equal(_get_gain.result, long);
    assert.deepEqual(_set_gain.inputs, [["value", long]]);
    assert.equal(_set_gain.result, void_);
    assert.deepEqual(Object.keys(readonlyAttribute("gain", long)), ["_get_gain"]);
  });
});
