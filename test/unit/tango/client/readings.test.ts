import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { Any } from "../../../../src/giop/idl/any.ts";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { DevVarDoubleArray } from "../../../../src/tango/idl/data-types.ts";
import { CMD_ARG_TYPE } from "../../../../src/tango/value/cmd-arg-type.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { levelDevice } from "../../../support/fake-attributes.ts";
import { type DeviceOperations, deviceError, FakeServer, testContext } from "../../../support/fake-device.ts";

const TIME = { tv_sec: 1, tv_usec: 0, tv_nsec: 0 };
const LABELS = ["CLOSED", "OPEN"];

/** A device of IDL 5 whose attributes, whatever their names, are of the type DevEnum. */
function enumDevice(): DeviceOperations {
  const { get_attribute_config_5: configs, ...operations } = levelDevice(5);
  const value = (name: string) => ({
    value: { kind: "short_att_value", value: [1] } as const,
    quality: "ATTR_VALID" as const,
    data_format: "SCALAR" as const,
    data_type: CMD_ARG_TYPE.DevEnum,
    time: TIME,
    name,
    r_dim: { dim_x: 1, dim_y: 0 },
    w_dim: { dim_x: 0, dim_y: 0 },
    err_list: [],
  });
  return {
    ...operations,
    read_attributes_5: (names) => Array.from(names, value),
    write_read_attributes_5: (_values, names) => Array.from(names, value),
    get_attribute_config_5: async (names, context) => {
      const [config] = Array.from(await configs!(["level"], context));
      return Array.from(names, (name) => ({
        ...config!,
        name,
        data_type: CMD_ARG_TYPE.DevEnum,
        enum_labels: LABELS,
      }));
    },
  };
}

describe("the labels of a DevEnum", () => {
  let context: OrbContext;
  let server: FakeServer;

  beforeEach(async () => {
    context = testContext();
    server = await FakeServer.start();
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
  });

  it("come with readings, and are asked for once per connection", async () => {
    server.serve("a/b/c", 5, enumDevice());
    const device = new DeviceProxy(server.nameOf("a/b/c"), { context });
    await device.ping();
    server.takeOperations();
    const valve = await device.readAttribute<number>("valve");
    assert.deepEqual([valve.type, valve.value, valve.label], ["DevEnum", 1, "OPEN"]);
    assert.deepEqual(valve.enumLabels, LABELS);
    assert.deepEqual(server.takeOperations(), ["read_attributes_5", "get_attribute_config_5"]);
    assert.equal((await device.readAttribute("valve")).label, "OPEN");
    assert.deepEqual(server.takeOperations(), ["read_attributes_5"]);
    const several = await device.readAttributes(["valve", "gate", "door"]);
    assert.deepEqual(
      several.map(({ label }) => label),
      ["OPEN", "OPEN", "OPEN"],
    );
    assert.deepEqual(server.calls.at(-1)?.args, [["gate", "door"]]);
    assert.equal((await device.writeReadAttribute("valve", "OPEN")).label, "OPEN");
  });

  it("may be missing without harm to the value", async () => {
    server.serve("a/b/c", 5, {
      ...enumDevice(),
      get_attribute_config_5: () => {
        throw deviceError("API_Broken");
      },
    });
    const device = new DeviceProxy(server.nameOf("a/b/c"), { context });
    const { value, label } = await device.readAttribute<number>("valve");
    assert.deepEqual([value, label], [1, undefined]);
  });
});

for (const idl of [1, 2, 3] as const) {
  describe(`the format of a reading of IDL ${idl}`, () => {
    const context = testContext();
    let server: FakeServer;

    before(async () => {
      server = await FakeServer.start();
    });
    after(async () => {
      await context.close();
      await server.stop();
    });

    it("is that of the configuration where one element may be a scalar or a spectrum", async () => {
      const operations = levelDevice(idl);
      const reading = { value: Any.of(DevVarDoubleArray, [7]), quality: "ATTR_VALID", time: TIME } as const;
      const older = (names: ArrayLike<string>) =>
        Array.from(names, (name) => ({ ...reading, name, dim_x: 1, dim_y: 0 }));
      const dims = { r_dim: { dim_x: 1, dim_y: 0 }, w_dim: { dim_x: 0, dim_y: 0 }, err_list: [] };
      // They have the members of every generation.
      const configs: DeviceOperations["get_attribute_config_5"] = async (names, invocation) => {
        const known = await operations.get_attribute_config_5!(names, invocation);
        return Array.from(known, (config) => ({ ...config, data_format: "SPECTRUM" as const }));
      };
      server.serve("a/b/c", idl, {
        ...operations,
        read_attributes: older,
        read_attributes_2: older,
        read_attributes_3: (names) => Array.from(names, (name) => ({ ...reading, ...dims, name })),
        get_attribute_config: configs as never,
        get_attribute_config_2: configs as never,
        get_attribute_config_3: configs as never,
      });
      const device = new DeviceProxy(server.nameOf("a/b/c"), { context });
      const { dataFormat, value } = await device.readAttribute<Float64Array>("level");
      assert.deepEqual([dataFormat, value], ["SPECTRUM", Float64Array.of(7)]);
      const [several] = await device.readAttributes(["level"]);
      assert.equal(several?.dataFormat, "SPECTRUM");
    });
  });
}
