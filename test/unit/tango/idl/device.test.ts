import assert from "node:assert/strict";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import type { Codec, InputOf } from "../../../../src/giop/idl/codec.ts";
import { ClntIdent } from "../../../../src/tango/idl/client-identity.ts";
import { Device, Device_3, Device_5, Device_6 } from "../../../../src/tango/idl/device.ts";
import { DevPipeData } from "../../../../src/tango/idl/pipe-data.ts";

test("inherits every operation from Device to Device_6", () => {
  assert.deepEqual(
    [...Device_6.repositoryIds],
    [
      "IDL:Tango/Device_6:1.0",
      "IDL:Tango/Device_5:1.0",
      "IDL:Tango/Device_4:1.0",
      "IDL:Tango/Device_3:1.0",
      "IDL:Tango/Device_2:1.0",
      "IDL:Tango/Device:1.0",
      "IDL:omg.org/CORBA/Object:1.0",
    ],
  );
  assert.equal(Object.keys(Device.operations).length, 15);
  assert.equal(Object.keys(Device_3.operations).length, 15 + 7 + 6);
  assert.equal(Object.keys(Device_5.operations).length, 15 + 7 + 6 + 7 + 10);
  assert.equal(Object.keys(Device_6.operations).length, 46);
  assert.ok("_get_adm_name" in Device_6.operations);
  assert.deepEqual(
    Device_5.operations.write_read_attributes_5.raises.map(({ repositoryId }) => repositoryId),
    ["IDL:Tango/DevFailed:1.0", "IDL:Tango/MultiDevFailed:1.0"],
  );
});

function across<T, I>(codec: Codec<T, I>, value: I): T {
  const writer = new CdrWriter();
  codec.encode(writer, value);
  const reader = new CdrReader(writer.bytes(), writer.format);
  const decoded = codec.decode(reader);
  reader.expectEnd();
  return decoded;
}

const JAVA = { MainClass: "bandoneon", uuid: [1n, 2n] };
const TRACE = { kind: "data", value: { trace_parent: "00-1-2-01", trace_state: "" } } as const;

for (const [identity, language] of [
  [{ kind: "cpp_clnt", value: 42 }, "CPP"],
  [{ kind: "java_clnt", value: JAVA }, "JAVA"],
  [{ kind: "cpp_clnt_6", value: { cpp_clnt: 42, trace_context: TRACE } }, "CPP_6"],
  [{ kind: "java_clnt_6", value: { java_clnt: JAVA, trace_context: TRACE } }, "JAVA_6"],
] as const satisfies readonly (readonly [InputOf<typeof ClntIdent>, string])[]) {
  test(`carries the client identity of ${language}`, () => {
    const decoded = across(ClntIdent, identity);
    assert.equal(decoded.discriminator, language);
    assert.equal(decoded.kind, identity.kind);
    assert.deepEqual(across(ClntIdent, decoded), decoded);
  });
}

test("carries a pipe with a blob within a blob", () => {
  const value = { kind: "double_att_value", value: Float64Array.of(1), discriminator: "ATT_DOUBLE" } as const;
  const inner = { name: "i", value, inner_blob: [], inner_blob_name: "Scalar" };
  const none = { kind: "union_no_data", value: true, discriminator: "ATT_NO_DATA" } as const;
  const blob = { name: "b", value: none, inner_blob: [inner], inner_blob_name: "Inner" };
  const pipe = {
    name: "p",
    time: { tv_sec: 1, tv_usec: 2, tv_nsec: 3 },
    data_blob: { name: "root", blob_data: [blob] },
  };
  assert.deepEqual(across(DevPipeData, pipe), pipe);
});
