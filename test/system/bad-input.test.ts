import assert from "node:assert/strict";
import { test } from "node:test";
import { SystemException } from "../../src/giop/exception/system-exception.ts";
import { Any } from "../../src/giop/idl/any.ts";
import { string } from "../../src/giop/idl/string.ts";
import { Orb } from "../../src/iiop/orb.ts";
import { DevVarLongStringArray, DevVarStringArray } from "../../src/tango/idl/data-types.ts";
import { DevFailed, MultiDevFailed } from "../../src/tango/idl/dev-error.ts";
import { Device_6 } from "../../src/tango/idl/device.ts";
import { DeviceTestContext } from "../../src/tango/server/test-context/device-test-context.ts";
import { TangoTest } from "../../src/tango/tg-test/tango-test.ts";
import {
  ARGUMENTS,
  BAD_REQUESTS,
  beyond,
  type CalledServer,
  CLIENT,
  DEVICE,
  doubles,
  MOST,
  value4,
  WRITTEN_AS,
  wrongType,
} from "../support/bad-requests.ts";

/** What a request was refused with: `name[index]` of each attribute, where it tells them apart, and the reason and text of the first error. */
async function refusalOf(request: () => Promise<unknown>): Promise<string> {
  try {
    await request();
    return "not refused";
  } catch (error) {
    if (DevFailed.is(error)) return firstOf(error.members.errors);
    if (MultiDevFailed.is(error)) {
      const { errors } = error.members;
      return errors
        .map(({ name, index_in_call, err_list }) => `${name}[${index_in_call}] ${firstOf(err_list)}`)
        .join("; ");
    }
    if (error instanceof SystemException) return error.kind;
    throw error;
  }
}

function firstOf(errors: readonly { readonly reason: string; readonly desc: string }[]): string {
  return `${errors[0]?.reason}: ${errors[0]?.desc}`;
}

/** What clients can change of the device. */
async function conditionOf({ device, admin }: CalledServer, names: readonly string[]): Promise<unknown> {
  const readings = await device.read_attributes_5(names, "DEV", CLIENT);
  const polling = await admin.command_inout_4("DevPollStatus", Any.of(string, DEVICE), "DEV", CLIENT);
  const lock = await admin.command_inout_4("DevLockStatus", Any.of(string, DEVICE), "DEV", CLIENT);
  return {
    setValues: readings.map(({ value, w_dim }) => {
      const count = w_dim.dim_y === 0 ? w_dim.dim_x : w_dim.dim_x * w_dim.dim_y;
      return [w_dim, Array.from(value.value as ArrayLike<unknown>).slice(-count)];
    }),
    configuration: await device.get_attribute_config_5(names),
    polling: polling.extract(DevVarStringArray),
    lock: lock.extract(DevVarLongStringArray),
    state: await device._get_state(),
  };
}

/** A TangoTest in this process, and proxies that check nothing before they send. */
async function calledServer(): Promise<CalledServer & AsyncDisposable> {
  const context = await DeviceTestContext.start(TangoTest, { deviceName: DEVICE });
  // Without a limit for calls: some of them are long.
  const orb = new Orb({ callTimeoutMs: 0 });
  const [, address] = /^tango:\/\/([^/]+)/.exec(context.getDeviceAccess())!;
  const proxy = (name: string) => orb.proxy(Device_6, `corbaloc::${address}/${name}`);
  const device = proxy(DEVICE);
  return {
    device,
    admin: proxy((await device._get_adm_name()).toLowerCase()),
    async [Symbol.asyncDispose]() {
      await orb.destroy();
      await context.stop();
    },
  };
}

test("refuses bad requests as the C++ server does, and is left as it was", async () => {
  await using server = await calledServer();
  const names = Object.keys(WRITTEN_AS);
  const before = await conditionOf(server, names);
  // What is read of an image is large.
  const imageBefore = await conditionOf(server, ["double_image"]);
  for (const [title, refusal, send] of BAD_REQUESTS) {
    assert.equal(await refusalOf(() => send(server)), refusal, title);
    assert.deepEqual(await conditionOf(server, names), before, title);
  }
  assert.deepEqual(await conditionOf(server, ["double_image"]), imageBefore);
});

test("writes the others where two of five are wrong, and tells these by name and index", async () => {
  await using server = await calledServer();
  const { device } = server;
  const values = [
    value4("double_scalar", doubles(3)),
    value4("long_scalar", doubles(4)),
    value4("float_scalar", { kind: "float_att_value", value: [5] }),
    value4("nothing", doubles(6)),
    value4("ushort_scalar", { kind: "ushort_att_value", value: [7] }),
  ];
  assert.equal(
    await refusalOf(() => device.write_attributes_4(values, CLIENT)),
    `nothing[3] API_AttrNotFound: nothing attribute not found; long_scalar[1] API_IncompatibleAttrDataType: ${wrongType("DevVarLongArray", "DevVarDoubleArray")}`,
  );
  const names = ["double_scalar", "long_scalar", "float_scalar", "ushort_scalar"];
  const readings = await device.read_attributes_5(names, "DEV", CLIENT);
  assert.deepEqual(
    readings.map(({ value }) => (value.value as ArrayLike<unknown>)[1]),
    [3, 0, 5, 7],
  );
});

test("writes, and reads what it can, where an attribute that is to be read is unknown", async () => {
  await using server = await calledServer();
  const [unknown, known] = await server.device.write_read_attributes_5(
    [value4("double_scalar", doubles(2))],
    ["nothing", "double_scalar"],
    CLIENT,
  );
  assert.equal(unknown!.err_list[0]!.reason, "API_AttrNotFound");
  assert.equal((known!.value.value as ArrayLike<unknown>)[1], 2);
});

test("refuses what is beyond limits, for as long as there are some", async () => {
  await using server = await calledServer();
  const { device } = server;
  const [config] = await device.get_attribute_config_5(["ampli"]);
  await device.set_attribute_config_5([{ ...config!, min_value: "-1", max_value: "1" }], CLIENT);
  for (const [number, side] of [
    [-1.5, "below the minimum"],
    [1.5, "above the maximum"],
  ] as const) {
    assert.equal(
      await refusalOf(() => device.write_attributes_4([value4("ampli", doubles(number))], CLIENT)),
      beyond("ampli", `${side} authorized (at least element 0)`),
    );
  }
  await device.set_attribute_config_5([config!], CLIENT);
  await device.write_attributes_4([value4("ampli", doubles(1.5))], CLIENT);
});

test("answers calls with nothing in them, and with a hundred thousand names", async () => {
  await using server = await calledServer();
  const { device } = server;
  assert.deepEqual(await device.read_attributes_5([], "DEV", CLIENT), []);
  assert.deepEqual(await device.read_attributes([]), []);
  assert.deepEqual(await device.get_attribute_config_5([]), []);
  assert.deepEqual(await device.write_read_attributes_5([], [], CLIENT), []);
  await device.write_attributes_4([], CLIENT);
  await device.set_attribute_config_5([], CLIENT);
  for (const name of ["nothing", "long_scalar"]) {
    const readings = await device.read_attributes_5(new Array(100_000).fill(name), "DEV", CLIENT);
    assert.equal(readings.length, 100_000);
    assert.equal(readings.at(-1)!.name, name);
  }
  assert.equal((await device.black_box(MOST)).length > 0, true);
});

test("initialises the device, and tells its state and status, whatever argument comes with the command", async () => {
  await using server = await calledServer();
  for (const command of ["Init", "State", "Status", "DevVoid"]) {
    for (const [, argument] of ARGUMENTS)
      await server.device.command_inout_4(command, argument, "DEV", CLIENT);
  }
  assert.equal(await server.device._get_state(), "RUNNING");
});
