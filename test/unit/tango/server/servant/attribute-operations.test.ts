import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Any } from "../../../../../src/giop/idl/any.ts";
import type { ProxyOf } from "../../../../../src/iiop/proxy.ts";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import type { AttributeValue_4Input } from "../../../../../src/tango/idl/attribute-value.ts";
import type { ClntIdentInput } from "../../../../../src/tango/idl/client-identity.ts";
import { DevVarDoubleArray } from "../../../../../src/tango/idl/data-types.ts";
import { MultiDevFailed } from "../../../../../src/tango/idl/dev-error.ts";
import { Device_6 } from "../../../../../src/tango/idl/device.ts";
import { DevState } from "../../../../../src/tango/idl/enums.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import { encodeAttributeValue4 } from "../../../../../src/tango/value/write-attribute.ts";
import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { type ListeningDevice, listenFor, serveDevice } from "../../../../support/served-device.ts";

class Supply extends Device {
  current = 1.5;

  override initDevice() {
    this.setState("ON");
  }

  static attributes = {
    current: {
      dtype: "DevDouble",
      maxValue: 10,
      maxAlarm: 8,
      read(this: Supply) {
        return this.current;
      },
      write(this: Supply, value: number) {
        this.current = value;
      },
    },
    row: { dtype: "DevShort", dformat: "SPECTRUM", maxDimX: 3, read: () => [1, 2] },
    setRow: { dtype: "DevShort", dformat: "SPECTRUM", maxDimX: 3, read: () => [1, 2], write() {} },
    blob: { dtype: "DevEncoded", read: () => ({ format: "f", data: new Uint8Array([1]) }) },
    mode: { dtype: "DevEnum", enumLabels: ["off", "on"], read: () => 1 },
    invalid: { dtype: "DevLong", dformat: "SPECTRUM", maxDimX: 3, read: () => ({ quality: "ATTR_INVALID" }) },
    failing: {
      dtype: "DevLong",
      read() {
        throw new RangeError("broken");
      },
      write() {
        throw new RangeError("stuck");
      },
    },
    target: { dtype: "DevLong", write() {} },
  };
}

const IDENTITY: ClntIdentInput = { kind: "cpp_clnt", value: 42 };
const NO_DIM = { dim_x: 0, dim_y: 0 };

let served: ServedDevice;
let listening: ListeningDevice;
let context: OrbContext;
let remote: ProxyOf<typeof Device_6>;

before(async () => {
  ({ served } = await serveDevice(Supply as never));
  listening = await listenFor(served);
  context = new OrbContext();
  const [, port] = /:(\d+)\//.exec(listening.address)!;
  remote = context.orb.proxy(Device_6, `corbaloc:iiop:127.0.0.1:${port}/${served.name}`);
});

after(async () => {
  await context.close();
  await listening.stop();
});

function toWrite(name: string, value: number): AttributeValue_4Input {
  return encodeAttributeValue4({ name, dataType: "DevDouble", dataFormat: "SCALAR" }, value);
}

describe("reading by old operations", () => {
  it("gives read and set value in one sequence of the typedef that C++ peers look for", async () => {
    const [value] = await remote.read_attributes(["Current"]);
    assert.equal(value!.name, "current");
    assert.deepEqual([value!.dim_x, value!.dim_y, value!.quality], [1, 0, "ATTR_VALID"]);
    assert.equal(value!.value.typeCode.kind, "tk_alias");
    assert.deepEqual(value!.value.extract(DevVarDoubleArray), new Float64Array([1.5, 0]));
    assert.ok(value!.time.tv_sec > 1e9);
  });

  it("fails with the first failure", async () => {
    for (const read of [
      () => remote.read_attributes(["current", "nope"]),
      () => remote.read_attributes_2(["nope", "current"], "DEV"),
      () => remote.read_attributes_2(["current", "nope"], "CACHE"),
    ]) {
      await assert.rejects(read(), (error: Error) => /nope attribute not found/.test(JSON.stringify(error)));
    }
    await assert.rejects(remote.read_attributes(["failing"]), (error: Error) =>
      /RangeError: broken/.test(JSON.stringify(error)),
    );
  });

  it("refuses what such clients cannot be told", async () => {
    const texts: Readonly<Record<string, RegExp>> = {
      State: /It is not possible to read state\/status as attributes with your/,
      setRow: /Client too old to get data for attribute setRow\./,
      blob: /Data type for attribute blob is DEV_ENCODED\./,
    };
    for (const [name, text] of Object.entries(texts)) {
      await assert.rejects(remote.read_attributes_2([name], "DEV"), (error: Error) => {
        assert.match(JSON.stringify(error), text);
        return /API_NotSupportedFeature/.test(JSON.stringify(error));
      });
      const asked = name.toUpperCase();
      await assert.rejects(remote.read_attributes_2([asked], "CACHE"), (error: Error) =>
        JSON.stringify(error).includes(`Attribute ${asked} not polled`),
      );
    }
    const [row] = await remote.read_attributes(["row"]);
    assert.equal(row!.dim_x, 2);
  });
});

describe("reading by operations that fail in parts", () => {
  const names = ["nope", "current", "invalid", "failing", "State", "blob", "mode"];

  it("tells failures apart from values in IDL 3, and knows no DevEncoded", async () => {
    const values = await remote.read_attributes_3(names, "DEV");
    assert.deepEqual(
      values.map(({ name, quality, r_dim, w_dim, err_list }) => [
        name,
        quality,
        r_dim.dim_x,
        w_dim.dim_x,
        err_list[0]?.reason,
      ]),
      [
        ["nope", "ATTR_INVALID", 0, 0, "API_AttrNotFound"],
        ["current", "ATTR_VALID", 1, 1, undefined],
        ["invalid", "ATTR_INVALID", 0, 0, undefined],
        ["failing", "ATTR_INVALID", 0, 0, "API_StdException"],
        ["State", "ATTR_VALID", 1, 0, undefined],
        ["blob", "ATTR_INVALID", 0, 0, "API_NotSupportedFeature"],
        ["mode", "ATTR_VALID", 1, 0, undefined],
      ],
    );
    assert.equal(values[0]!.value.typeCode.kind, "tk_null");
    assert.equal(values[2]!.value.typeCode.kind, "tk_null");
    assert.equal(values[4]!.value.extract(DevState), "ON");
  });

  it("gives unions in IDL 4, with the format of what did not fail", async () => {
    const values = await remote.read_attributes_4(names, "DEV", IDENTITY);
    assert.deepEqual(
      values.map(({ value, data_format }) => [value.kind, data_format]),
      [
        ["union_no_data", "FMT_UNKNOWN"],
        ["double_att_value", "SCALAR"],
        ["union_no_data", "SPECTRUM"],
        ["union_no_data", "FMT_UNKNOWN"],
        ["dev_state_att", "SCALAR"],
        ["encoded_att_value", "SCALAR"],
        ["short_att_value", "SCALAR"],
      ],
    );
  });

  it("gives the data type, too, in IDL 5", async () => {
    const values = await remote.read_attributes_5(names, "DEV", IDENTITY);
    assert.deepEqual(
      values.map(({ data_type, data_format }) => [data_type, data_format]),
      [
        [0, "FMT_UNKNOWN"],
        [5, "SCALAR"],
        [3, "SPECTRUM"],
        [0, "FMT_UNKNOWN"],
        [19, "SCALAR"],
        [28, "SCALAR"],
        [29, "SCALAR"],
      ],
    );
    assert.deepEqual([values[2]!.r_dim, values[2]!.w_dim], [NO_DIM, NO_DIM]);
  });
});

describe("writing", () => {
  it("takes one element of IDL 1, whatever its dimensions say", async () => {
    const value = {
      value: Any.of(DevVarDoubleArray, [2.5]),
      quality: "ATTR_VALID" as const,
      time: { tv_sec: 0, tv_usec: 0, tv_nsec: 0 },
      name: "current",
      dim_x: 17,
      dim_y: 0,
    };
    await remote.write_attributes([value]);
    const [{ value: read } = assert.fail()] = await remote.read_attributes(["current"]);
    assert.deepEqual(read.extract(DevVarDoubleArray), new Float64Array([2.5, 2.5]));
    await assert.rejects(remote.write_attributes_3([value]), (error: Error) => {
      assert.ok(MultiDevFailed.is(error));
      return error.members.errors[0]!.err_list[0]!.reason === "API_AttrIncorrectDataNumber";
    });
  });

  it("tells by name and index what failed, and writes the rest", async () => {
    const values = [toWrite("NOPE", 1), toWrite("current", 3), toWrite("current", 11)];
    await assert.rejects(remote.write_attributes_4(values, IDENTITY), (error: Error) => {
      assert.ok(MultiDevFailed.is(error));
      assert.deepEqual(
        error.members.errors.map(({ name, index_in_call, err_list }) => [
          name,
          index_in_call,
          err_list[0]!.reason,
        ]),
        [
          ["NOPE", 0, "API_AttrNotFound"],
          ["current", 2, "API_WAttrOutsideLimit"],
        ],
      );
      return true;
    });
    const [{ value } = assert.fail()] = await remote.read_attributes_4(["current"], "DEV", IDENTITY);
    assert.deepEqual(value.value, new Float64Array([3, 3]));
  });

  it("writes and reads in one call", async () => {
    const [four] = await remote.write_read_attributes_4([toWrite("current", 4)], IDENTITY);
    assert.deepEqual(four!.value.value, new Float64Array([4, 4]));
    const five = await remote.write_read_attributes_5(
      [toWrite("current", 9)],
      ["State", "current"],
      IDENTITY,
    );
    assert.deepEqual(
      five.map(({ name, quality }) => [name, quality]),
      [
        ["State", "ATTR_VALID"],
        ["current", "ATTR_ALARM"],
      ],
    );
    assert.equal(five[0]!.value.value, "ALARM");
  });

  it("does not read where the writing failed, nor by IDL 4 what cannot be both read and written", async () => {
    await assert.rejects(
      remote.write_read_attributes_5([toWrite("failing", 1)], ["current"], IDENTITY),
      (error: Error) => MultiDevFailed.is(error),
    );
    await assert.rejects(remote.write_read_attributes_4([toWrite("target", 1)], IDENTITY), (error: Error) =>
      /Attribute target is not a READ_WRITE or READ_WITH_WRITE attribute/.test(JSON.stringify(error)),
    );
  });
});

describe("a client of each generation", () => {
  for (const idl of [1, 2, 3, 4, 5, 6] as const) {
    it(`reads and writes by IDL ${idl}`, async () => {
      const one = await listenFor(served, idl);
      const proxy = new DeviceProxy(one.address, { context });
      await proxy.writeAttribute("current", 5);
      const { value, writeValue, quality } = await proxy.readAttribute("current");
      assert.deepEqual([value, writeValue, quality], [5, 5, "ATTR_VALID"]);
      assert.equal(await proxy.state(), "ON");
      await assert.rejects(proxy.writeAttribute("current", 11), (error: Error) => {
        assert.ok(error instanceof DevFailed);
        return error.reason === "API_WAttrOutsideLimit";
      });
      await assert.rejects(
        async () => (await proxy.readAttribute("nope")).value,
        (error: Error) => error instanceof DevFailed && error.reason === "API_AttrNotFound",
      );
      await one.stop();
    });
  }
});
