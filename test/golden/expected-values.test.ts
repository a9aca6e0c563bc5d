import assert from "node:assert/strict";
import { test } from "node:test";
import type { Any } from "../../src/giop/idl/any.ts";
import { decodeIiopProfile } from "../../src/giop/ior/iiop-profile.ts";
import { parseIor } from "../../src/giop/ior/stringified-ior.ts";
import { ORB_TYPE_OMNIORB, orbTypeOf } from "../../src/giop/ior/tagged-component.ts";
import { giopMinorOf } from "../../src/giop/message/message-header.ts";
import { targetObjectKey } from "../../src/giop/message/target-address.ts";
import type { AttributeConfig_5 } from "../../src/tango/idl/attribute-config.ts";
import type { AttributeValue_5 } from "../../src/tango/idl/attribute-value.ts";
import { DevVarDoubleStringArray, DevVarLongStringArray } from "../../src/tango/idl/data-types.ts";
import type { DevAttrHistory_5 } from "../../src/tango/idl/history.ts";
import type { DevPipeData } from "../../src/tango/idl/pipe-data.ts";
import { goldenMessage } from "../support/golden-corpus.ts";
import { decodeMessage, type MessageContent } from "../support/message-content.ts";

/*
 * What some captures say, spelled out by hand from what the recorded programs did: that decoding is right, and not
 * only the reverse of encoding. Times, process ids and ports differ in each recording and are left out.
 */

const RELEASES = ["tango-9.3.4", "tango-10.0.2"] as const;

for (const release of RELEASES) {
  test(`${release}: a device says what it is`, () => {
    const about = `${release}/device/about.hex`;
    assert.deepEqual(results(about, "_get_name"), ["test/fixture/1"]);
    assert.deepEqual(results(about, "_get_adm_name"), ["dserver/TangoTest/fixture"]);
    assert.deepEqual(results(about, "_get_state"), ["RUNNING"]);
    assert.deepEqual(results(about, "_get_status"), ["The device is in RUNNING state."]);
    assert.deepEqual(results(about, "ping"), [undefined]);
  });

  test(`${release}: the client names itself by its process, as its release does`, () => {
    const content = decoded(`${release}/device/attribute-double-image.hex`, "read_attributes_5", "OUT");
    assert.ok(content.type === "Request");
    const [names, source, identity] = content.values as [
      string[],
      string,
      { kind: string; discriminator: string },
    ];
    assert.deepEqual([names, source], [["double_image"], "CACHE_DEV"]);
    assert.equal(identity.discriminator, release === "tango-9.3.4" ? "CPP" : "CPP_6");
  });

  test(`${release}: an image comes with both halves in one sequence`, () => {
    const [values] = results(`${release}/device/attribute-double-image.hex`, "read_attributes_5");
    const [image] = values as AttributeValue_5[];
    assert.ok(image);
    assert.deepEqual(image.value, {
      kind: "double_att_value",
      discriminator: "ATT_DOUBLE",
      value: Float64Array.of(1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5),
    });
    assert.deepEqual(image.r_dim, { dim_x: 3, dim_y: 2 });
    assert.deepEqual(image.w_dim, { dim_x: 3, dim_y: 2 });
    assert.deepEqual([image.data_format, image.quality, image.data_type], ["IMAGE", "ATTR_VALID", 5]);
  });

  test(`${release}: 64-bit integers keep every bit, and texts are ISO-8859-1`, () => {
    const value = (name: string) =>
      (results(`${release}/device/attribute-${name}.hex`, "read_attributes_5")[0] as AttributeValue_5[])[0]!
        .value;
    assert.equal((value("long64-scalar").value as BigInt64Array)[1], -9007199254740993n);
    assert.equal((value("ulong64-scalar").value as BigUint64Array)[1], 18446744073709551615n);
    assert.equal((value("string-scalar").value as string[])[1], "café");
    assert.equal((value("uchar-scalar").value as Uint8Array)[1], 200);
  });

  test(`${release}: some of the attributes of one call fail`, () => {
    const [values] = results(`${release}/device/attributes-some-fail.hex`, "read_attributes_5");
    const readings = values as AttributeValue_5[];
    assert.deepEqual(
      readings.map(({ name, quality, err_list }) => [name, quality, err_list[0]?.reason]),
      [
        ["short_scalar", "ATTR_VALID", undefined],
        ["throw_exception", "ATTR_INVALID", "exception test"],
        ["no_such_attribute", "ATTR_INVALID", "API_AttrNotFound"],
        ["string_scalar", "ATTR_VALID", undefined],
      ],
    );
    assert.deepEqual(readings[1]!.value, {
      kind: "union_no_data",
      value: true,
      discriminator: "ATT_NO_DATA",
    });
  });

  test(`${release}: what failed of a write is named with its place in the call`, () => {
    const body = reply(`${release}/device/write-fails.hex`, "write_attributes_4", 1);
    assert.ok(body.kind === "user-exception");
    assert.equal(body.repositoryId, "IDL:Tango/MultiDevFailed:1.0");
    const { errors } = body.members as {
      errors: { name: string; index_in_call: number; err_list: unknown[] }[];
    };
    assert.deepEqual(
      errors.map(({ name, index_in_call }) => [name, index_in_call]),
      [["ampli", 2]],
    );
  });

  test(`${release}: commands carry their values in anys of the Tango types`, () => {
    const numbersAndTexts = argument(`${release}/device/command-DevVarLongStringArray.hex`);
    assert.deepEqual(numbersAndTexts.extract(DevVarLongStringArray), {
      lvalue: Int32Array.of(1, 2),
      svalue: ["x", ""],
    });
    const doubles = argument(`${release}/device/command-DevVarDoubleStringArray.hex`);
    assert.deepEqual(doubles.extract(DevVarDoubleStringArray), {
      dvalue: Float64Array.of(1.5),
      svalue: ["y"],
    });
    assert.equal(argument(`${release}/device/command-DevULong64.hex`).value, 18446744073709551615n);
    assert.equal(argument(`${release}/device/command-DevVoid.hex`).typeCode.kind, "tk_null");
    assert.equal(argument(`${release}/device/command-DevString.hex`, 3).value, "café µm");
  });

  test(`${release}: a command that is not there is a DevFailed`, () => {
    const body = reply(`${release}/device/command-fails.hex`, "command_inout_4");
    assert.ok(body.kind === "user-exception");
    const { errors } = body.members as { errors: { reason: string; severity: string }[] };
    assert.deepEqual(
      errors.map(({ reason, severity }) => [reason, severity]),
      [["API_CommandNotFound", "ERR"]],
    );
  });

  test(`${release}: a configuration was changed by its client`, () => {
    const [configurations] = results(`${release}/device/write-fails.hex`, "get_attribute_config_5", 1);
    const [ampli] = configurations as AttributeConfig_5[];
    assert.deepEqual(
      [ampli?.label, ampli?.unit, ampli?.max_value, ampli?.att_alarm.max_alarm, ampli?.writable],
      ["Amplitude", "mA", "1000", "900", "WRITE"],
    );
  });

  test(`${release}: a history shares what its records have in common`, () => {
    const history = results(
      `${release}/device/attribute-history.hex`,
      "read_attribute_history_5",
      1,
    )[0] as DevAttrHistory_5;
    assert.equal(history.name, "boolean_spectrum");
    assert.equal(history.dates.length, 3);
    assert.deepEqual(history.r_dims, [{ dim_x: 3, dim_y: 0 }]);
    assert.deepEqual(history.r_dims_array, [{ start: 2, nb_elt: 3 }]);
    assert.deepEqual((history.value.value as boolean[]).slice(0, 3), [true, false, true]);
  });

  test(`${release}: a pipe holds named elements`, () => {
    const pipe = results(`${release}/device/pipe.hex`, "read_pipe_5")[0] as DevPipeData;
    assert.deepEqual(
      pipe.data_blob.blob_data.map(({ name, value, inner_blob_name }) => [name, value.kind, inner_blob_name]),
      [
        ["FirstDE", "string_att_value", "Scalar"],
        ["SecondDE", "long_att_value", "Scalar"],
        ["ThirdDE", "short_att_value", "Scalar"],
      ],
    );
  });

  test(`${release}: the database gives a reference that leads to the device`, () => {
    const answer = results(`${release}/database/import-device.hex`, "command_inout_4")[0] as Any;
    const { lvalue, svalue } = answer.extract(DevVarLongStringArray);
    assert.equal(lvalue[0], 1);
    const ior = parseIor(svalue[1]!);
    assert.ok(ior !== null);
    assert.equal(ior.typeId, release === "tango-9.3.4" ? "IDL:Tango/Device_5:1.0" : "IDL:Tango/Device_6:1.0");
    const profile = decodeIiopProfile(ior.profiles[0]!);
    assert.deepEqual([profile.host, profile.giopMinor], ["127.0.0.1", 2]);
    assert.equal(orbTypeOf(profile.components), ORB_TYPE_OMNIORB);
    assert.equal(svalue[3], "TangoTest/fixture");
  });

  test(`${release}: a device without a database is reached by its name as the key, in GIOP 1.0`, () => {
    const message = goldenMessage(`${release}/nodb/nodb-no-such-device.hex`, "_is_a", "OUT");
    const content = decodeMessage(message.bytes, message.operation);
    assert.equal(giopMinorOf(message.bytes), 0);
    assert.ok(content.type === "Request");
    assert.equal(Buffer.from(targetObjectKey(content.header.target)).toString("latin1"), "no/such/device");
    const body = reply(`${release}/nodb/nodb-no-such-device.hex`, "_is_a");
    assert.ok(body.kind === "system-exception");
    assert.equal(body.exception.minorName, "OBJECT_NOT_EXIST_NoMatch");
    assert.equal(body.exception.completed, "NO");
  });
}

for (const minor of [0, 1, 2] as const) {
  const folder = `omniorb-4.2.5/giop-1.${minor}`;

  test(`omniORB, GIOP 1.${minor}: every alignment in one struct`, () => {
    assert.equal(giopMinorOf(goldenMessage(`${folder}/echoMixed.hex`, "echoMixed", "IN").bytes), minor);
    assert.deepEqual(results(`${folder}/echoMixed.hex`, "echoMixed"), [
      {
        o: 201,
        d: -1.25e300,
        b: true,
        ll: -9223372036854775807n,
        c: "q",
        s: -12345,
        o2: 7,
        l: -1234567890,
        us: 54321,
        ull: 18446744073709551614n,
        f: Math.fround(2.5e-30),
        ul: 4000000000,
      },
    ]);
  });

  test(`omniORB, GIOP 1.${minor}: a result, two inout and two out parameters`, () => {
    const values = results(`${folder}/turn.hex`, "turn");
    assert.equal(values[0], 21.5);
    assert.deepEqual(values[1], [Float64Array.of(6.5, 5, 4), Float64Array.of(3, 2, 1)]);
    assert.deepEqual(values[3], { kind: "text", value: "was 99", discriminator: 3 });
  });

  test(`omniORB, GIOP 1.${minor}: a declared exception with its members`, () => {
    const body = reply(`${folder}/raiseRejected.hex`, "raiseRejected");
    assert.deepEqual(body, {
      kind: "user-exception",
      repositoryId: "IDL:Echo/Rejected:1.0",
      members: {
        reason: "no está bien",
        code: -2147483648,
        severity: "blue",
        where: Int32Array.of(0, -1, -2),
      },
    });
  });

  test(`omniORB, GIOP 1.${minor}: an operation that is not there`, () => {
    const body = reply(`${folder}/noSuchOperation.hex`, "noSuchOperation");
    assert.ok(body.kind === "system-exception");
    assert.equal(body.exception.minorName, "BAD_OPERATION_UnRecognisedOperationName");
  });

  test(`omniORB, GIOP 1.${minor}: a forwarding names the object to go to, in the server's version`, () => {
    const body = reply(`${folder}/forward.hex`, "echoLong");
    assert.ok(body.kind === "forward" && body.ior !== null);
    assert.equal(decodeIiopProfile(body.ior.profiles[0]!).giopMinor, minor);
  });

  if (minor > 0) {
    test(`omniORB, GIOP 1.${minor}: a request in fragments`, () => {
      const message = goldenMessage(`${folder}/fragments.hex`, "sumOctets", "OUT");
      assert.ok(message.inFragments);
      const content = decodeMessage(message.bytes, message.operation);
      assert.ok(content.type === "Request");
      const octets = content.values[0] as Uint8Array;
      const sum = octets.reduce((total, octet) => total + octet, 0);
      assert.deepEqual(results(`${folder}/fragments.hex`, "sumOctets"), [sum]);
      assert.deepEqual(
        octets,
        Uint8Array.from({ length: octets.length }, (_, i) => i * 31 + Math.floor(i / 256)),
      );
    });
  }
}

test("omniORB, GIOP 1.2: wide texts with a byte order mark, and one that begins with a mark of its own", () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((i) => results("omniorb-4.2.5/giop-1.2/echoWString.hex", "echoWString", i)[0]),
    ["", "a", "plain", "éüÿ", "π 中文 \uffef", "\ufeff after a mark"],
  );
});

test("omniORB, GIOP 1.2: oneway requests have no answer", () => {
  const content = decoded("omniorb-4.2.5/giop-1.2/announce.hex", "announce", "OUT");
  assert.ok(content.type === "Request");
  assert.equal(content.header.responseFlags, 0);
  assert.throws(
    () => goldenMessage("omniorb-4.2.5/giop-1.2/announce.hex", "announce", "IN"),
    /has no IN message/,
  );
});

function decoded(file: string, operation: string, direction: "OUT" | "IN", index = 0): MessageContent {
  const message = goldenMessage(file, operation, direction, index);
  return decodeMessage(message.bytes, message.operation);
}

function reply(file: string, operation: string, index = 0) {
  const content = decoded(file, operation, "IN", index);
  assert.ok(content.type === "Reply");
  return content.body;
}

/** The result and out parameters of a reply. */
function results(file: string, operation: string, index = 0): readonly unknown[] {
  const body = reply(file, operation, index);
  assert.ok(body.kind === "results");
  return body.values;
}

/** The argument of a command. */
function argument(file: string, index = 0): Any {
  const content = decoded(file, "command_inout_4", "OUT", index);
  assert.ok(content.type === "Request");
  return content.values[1] as Any;
}
