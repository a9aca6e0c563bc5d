import assert from "node:assert/strict";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import { WrongData } from "../../../../src/tango/error/dev-failed-classes.ts";
import { DevPipeBlob } from "../../../../src/tango/idl/pipe-data.ts";
import type {
  PipeBlob,
  PipeBlobInput,
  PipeElementInput,
  PipeElementType,
} from "../../../../src/tango/value/pipe-blob.ts";
import { decodePipeBlob, encodePipeBlob, pipeValue } from "../../../../src/tango/value/pipe-value.ts";

/** A blob as the other side gets it. */
function sent(blob: PipeBlobInput): PipeBlob {
  const writer = new CdrWriter();
  DevPipeBlob.encode(writer, encodePipeBlob("p", blob));
  return decodePipeBlob(DevPipeBlob.decode(new CdrReader(writer.bytes())));
}

function wire(element: PipeElementInput) {
  return encodePipeBlob("p", { elements: [element] }).blob_data[0]!;
}

const VALUES: readonly (readonly [PipeElementType, unknown])[] = [
  ["DevBoolean", true],
  ["DevShort", -5],
  ["DevLong", -5],
  ["DevLong64", -5n],
  ["DevFloat", 1.5],
  ["DevDouble", 1.5],
  ["DevUChar", 255],
  ["DevUShort", 5],
  ["DevULong", 5],
  ["DevULong64", 5n],
  ["DevString", "text"],
  ["DevState", "MOVING"],
  ["DevEncoded", { format: "f", data: Uint8Array.of(1, 2) }],
  ["DevVarBooleanArray", [true, false]],
  ["DevVarShortArray", Int16Array.of(1, 2)],
  ["DevVarLongArray", Int32Array.of(1, 2)],
  ["DevVarLong64Array", BigInt64Array.of(1n, 2n)],
  ["DevVarFloatArray", Float32Array.of(1, 2)],
  ["DevVarDoubleArray", Float64Array.of(1, 2)],
  ["DevVarCharArray", Uint8Array.of(1, 2)],
  ["DevVarUShortArray", Uint16Array.of(1, 2)],
  ["DevVarULongArray", Uint32Array.of(1, 2)],
  ["DevVarULong64Array", BigUint64Array.of(1n, 2n)],
  ["DevVarStringArray", ["a", "b"]],
  ["DevVarStateArray", ["ON", "OFF"]],
  ["DevVarEncodedArray", [{ format: "f", data: Uint8Array.of(1) }]],
];

for (const [type, value] of VALUES) {
  test(`carries an element of type ${type}`, () => {
    const element = { name: "x", type, value } as PipeElementInput;
    assert.deepEqual(sent({ name: "b", elements: [element] }), { name: "b", elements: [element] });
  });
}

test("carries arrays of one element and of none as arrays", () => {
  const elements: PipeElementInput[] = [
    { name: "one", type: "DevVarLongArray", value: [7] },
    { name: "none", type: "DevVarStringArray", value: [] },
  ];
  assert.deepEqual(sent({ elements }).elements, [
    { name: "one", type: "DevVarLongArray", value: Int32Array.of(7) },
    { name: "none", type: "DevVarStringArray", value: [] },
  ]);
});

test("carries blobs in blobs", () => {
  const inner: PipeBlob = { name: "inner", elements: [{ name: "x", type: "DevLong", value: 1 }] };
  const middle: PipeBlob = { name: "", elements: [{ name: "deep", type: "DevPipeBlob", value: inner }] };
  const blob: PipeBlob = {
    name: "outer",
    elements: [
      { name: "first", type: "DevPipeBlob", value: middle },
      { name: "empty", type: "DevPipeBlob", value: { name: "nothing", elements: [] } },
      { name: "x", type: "DevLong", value: 2 },
    ],
  };
  assert.deepEqual(sent(blob), blob);
});

test("carries blobs as deep as readers let them nest, and refuses deeper ones", () => {
  const nested = (levels: number): PipeBlobInput => {
    let blob: PipeBlobInput = { elements: [{ name: "x", value: 1 }] };
    for (let i = 1; i < levels; i++) blob = { elements: [{ name: "x", value: blob }] };
    return blob;
  };
  sent(nested(100));
  const refusal = {
    reason: "API_PipeWrongArg",
    message: /pipe p(\/x){100}: blobs nest deeper than 100 levels/,
  };
  assert.throws(() => sent(nested(101)), refusal);
  const endless: { elements: PipeElementInput[] } = { elements: [] };
  endless.elements.push({ name: "x", value: endless });
  assert.throws(() => sent(endless), refusal);

  // What a peer sends is refused when it is decoded, before anything goes as deep.
  const { blob_data } = encodePipeBlob("p", nested(100));
  const writer = new CdrWriter();
  DevPipeBlob.encode(writer, { name: "", blob_data: [{ ...blob_data[0]!, inner_blob: blob_data }] });
  assert.throws(() => DevPipeBlob.decode(new CdrReader(writer.bytes())), MarshalError);
});

test("says scalar, array or the name of a blob where cppTango looks for it", () => {
  assert.deepEqual(wire({ name: "x", type: "DevLong", value: 5 }), {
    name: "x",
    value: { kind: "long_att_value", value: [5] },
    inner_blob: [],
    inner_blob_name: "Scalar",
  });
  assert.equal(wire({ name: "x", type: "DevVarLongArray", value: [5] }).inner_blob_name, "Array");
  const blob = wire({ name: "x", value: { name: "b", elements: [] } });
  assert.equal(blob.inner_blob_name, "b");
  assert.deepEqual(blob.value, { kind: "union_no_data", value: true });
});

test("finds the type of values that tell it", () => {
  const values: readonly (readonly [unknown, PipeElementType])[] = [
    [true, "DevBoolean"],
    ["ON", "DevString"],
    [1, "DevDouble"],
    [1n, "DevLong64"],
    [[true], "DevVarBooleanArray"],
    [["a"], "DevVarStringArray"],
    [[1, 2], "DevVarDoubleArray"],
    [[1n], "DevVarLong64Array"],
    [Uint8Array.of(1), "DevVarCharArray"],
    [Buffer.of(1), "DevVarCharArray"],
    [Int32Array.of(1), "DevVarLongArray"],
    [new BigUint64Array(0), "DevVarULong64Array"],
    [{ format: "f", data: new Uint8Array(0) }, "DevEncoded"],
    [[{ format: "f", data: new Uint8Array(0) }], "DevVarEncodedArray"],
    [{ elements: [] }, "DevPipeBlob"],
  ];
  for (const [value, type] of values) {
    const { elements } = sent({ elements: [{ name: "x", value } as PipeElementInput] });
    assert.equal(elements[0]?.type, type, `${value}`);
  }
});

function refused(elements: unknown, desc: string, reason = "API_PipeWrongArg"): void {
  assert.throws(
    () => encodePipeBlob("p", { elements } as PipeBlobInput),
    (error) => {
      assert.ok(error instanceof WrongData);
      assert.deepEqual([error.errors[0]?.reason, error.errors[0]?.desc], [reason, desc]);
      return true;
    },
  );
}

test("refuses what is no blob, and names the element", () => {
  const shape = "is not { name, elements: [{ name, type, value }] }";
  refused(undefined, `Incompatible value for pipe p: an object (Object) ${shape}`);
  refused([5], "Incompatible value for pipe p: 5 is no element { name, type, value }");
  refused(
    [{ name: "x", value: [] }],
    "Incompatible value for pipe p/x: an array of 0 does not tell its type: give it",
  );
  refused([{ name: "x" }], "Incompatible value for pipe p/x: undefined does not tell its type: give it");
  refused(
    [{ name: "x", type: "DevEnum", value: 1 }],
    'Incompatible value for pipe p/x: there is no type "DevEnum" for elements of pipes',
  );
  refused(
    [{ name: "x", type: "DevLong", value: 1.5 }],
    "Incompatible value for pipe p/x (DevLong): 1.5 is not an integer from -2147483648 to 2147483647",
  );
  refused(
    [{ name: "x", value: { elements: [{ name: "y", type: "DevVarStringArray", value: ["a", 5] }] } }],
    "Incompatible value for pipe p/x/y (DevVarStringArray): element 1 is 5, not a string of ISO 8859-1 without NUL",
  );
  refused([{ name: "x", type: "DevPipeBlob", value: 5 }], `Incompatible value for pipe p/x: 5 ${shape}`);
});

test("refuses elements of the same name in one blob, whatever the case", () => {
  const twice = [
    { name: "X", value: 1 },
    { name: "y", value: 1 },
    { name: "x", value: 1 },
  ];
  const desc = "Several times the same data element name in provided vector: x";
  refused(twice, desc, "API_PipeDuplicateDEName");
  refused([{ name: "x", value: { elements: twice } }], desc, "API_PipeDuplicateDEName");
  sent({ elements: [{ name: "x", value: { elements: [{ name: "x", value: 1 }] } }] });
});

test("decodes what other peers may send", () => {
  const decoded = (value: unknown, inner_blob_name: string) =>
    decodePipeBlob({
      name: "b",
      blob_data: [{ name: "x", value, inner_blob: [], inner_blob_name } as never],
    }).elements[0];
  const state = { kind: "dev_state_att", value: "ON" };
  assert.deepEqual(decoded(state, "Scalar"), { name: "x", type: "DevState", value: "ON" });
  const several = { kind: "long_att_value", value: Int32Array.of(1, 2) };
  assert.deepEqual(decoded(several, "Scalar"), { name: "x", type: "DevVarLongArray", value: several.value });
  const nothing = { kind: null, value: undefined };
  assert.deepEqual(decoded(nothing, "n")?.value, { name: "n", elements: [] });
});

test("gives the value of an element by its name, whatever the case", () => {
  const blob: PipeBlob = { name: "b", elements: [{ name: "One", type: "DevLong", value: 1 }] };
  assert.equal(pipeValue(blob, "oNE"), 1);
  assert.throws(() => pipeValue(blob, "two"), { reason: "API_PipeDataEltNotFound" });
});
