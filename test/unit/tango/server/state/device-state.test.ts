import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Any } from "../../../../../src/giop/idl/any.ts";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { readAttributes } from "../../../../../src/tango/server/attribute/read-attributes.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import { executeCommand } from "../../../../../src/tango/server/command/execute-command.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import { serveDevice } from "../../../../support/served-device.ts";

class Pump extends Device {
  readonly calls: string[] = [];
  flow: unknown = 5;
  heat: unknown = 5;
  noise: unknown = 5;
  isOpen = true;

  override readAttrHardware(names: readonly string[]) {
    this.calls.push(`hardware ${names.join(" ")}`);
  }

  override initDevice() {
    this.setState("ON");
  }

  static attributes = {
    flow: {
      dtype: "DevDouble",
      label: "The flow",
      minAlarm: 1,
      maxAlarm: 9,
      minWarning: 2,
      maxWarning: 8,
      read(this: Pump) {
        this.calls.push("flow");
        return this.flow;
      },
      isAllowed(this: Pump) {
        return this.isOpen;
      },
    },
    heat: {
      dtype: "DevDouble",
      deltaVal: 1,
      deltaT: 1000,
      read(this: Pump) {
        this.calls.push("heat");
        return this.heat;
      },
      write() {},
    },
    noise: {
      dtype: "DevDouble",
      read(this: Pump) {
        return this.noise;
      },
    },
  };
}

let served: ServedDevice;
let device: Pump;

beforeEach(async () => {
  ({ served, device } = (await serveDevice(Pump as never)) as unknown as {
    served: ServedDevice;
    device: Pump;
  });
});

async function stateAndStatus(): Promise<string> {
  return `${await device.devState()}: ${await device.devStatus()}`;
}

describe("the state of a device", () => {
  it("is as set while no attribute is in alarm", async () => {
    assert.equal(await stateAndStatus(), "ON: The device is in ON state.");
    assert.deepEqual(device.calls, ["hardware flow heat", "flow", "heat"]);
  });

  it("is ALARM for ON while an attribute is beyond a limit", async () => {
    device.flow = 9;
    const status = "The device is in ALARM state.\nAlarm : Value too high for The flow";
    assert.equal(await stateAndStatus(), `ALARM: ${status}`);
    assert.equal(device.getState(), "ALARM");
    device.flow = 1;
    assert.match(await stateAndStatus(), /\nAlarm : Value too low for The flow$/);
    device.flow = 8;
    assert.match(await stateAndStatus(), /^ALARM.*\nWarning : Value too high for The flow$/s);
    device.flow = 2;
    assert.match(await stateAndStatus(), /^ALARM.*\nWarning : Value too low for The flow$/s);
    device.flow = 5;
    assert.equal(await stateAndStatus(), "ON: The device is in ON state.");
  });

  it("stays the ALARM that the device itself has set", async () => {
    device.setState("ALARM");
    assert.equal(await device.devState(), "ALARM");
  });

  it("reads nothing for other states", async () => {
    device.setState("MOVING");
    device.flow = 9;
    assert.equal(await stateAndStatus(), "MOVING: The device is in MOVING state.");
    assert.deepEqual(device.calls, []);
  });

  it("is ALARM while the device says of an attribute that it is in alarm", async () => {
    device.noise = { value: 1, quality: "ATTR_ALARM" };
    await readAttributes(served, ["noise"]);
    assert.equal(
      await stateAndStatus(),
      "ALARM: The device is in ALARM state.\nAlarm : Quality factor set to ALARM for attribute noise",
    );
    device.noise = { value: 1, quality: "ATTR_WARNING" };
    await readAttributes(served, ["noise"]);
    assert.match(await stateAndStatus(), /\nWarning : Quality factor set to WARNING for attribute noise$/);
  });

  it("goes along with the status that the device has set", async () => {
    device.setStatus("Pumping");
    assert.equal(await stateAndStatus(), "ON: Pumping");
    device.flow = 9;
    assert.equal(await stateAndStatus(), "ALARM: Pumping\nAlarm : Value too high for The flow");
  });

  it("tells of a reading that is too different from what was set", async () => {
    const heat = served.attributes.get("heat");
    heat.written = { elements: [1], dimX: 1, dimY: 0 };
    heat.writtenAt = Date.now() - 5000;
    assert.match(await stateAndStatus(), /^ALARM.*\nAlarm : Read too Different than Set \(RDS\) for heat$/s);
  });

  it("does not count attributes that fail, or may not be read", async () => {
    device.flow = 9;
    assert.equal(await device.devState(), "ALARM");
    device.flow = null;
    assert.equal(await stateAndStatus(), "ON: The device is in ON state.");
    device.calls.length = 0;
    device.isOpen = false;
    assert.equal(await device.devState(), "ON");
    assert.deepEqual(device.calls, ["hardware flow heat", "heat"]);
  });

  it("is read with attributes after them, and reads only the others that it needs", async () => {
    device.flow = 9;
    const snapshots = await readAttributes(served, ["Status", "State", "flow"]);
    assert.deepEqual(device.calls, ["hardware flow heat", "flow", "heat"]);
    assert.equal(snapshots[1]!.read!.elements[0], "ALARM");
    assert.match(String(snapshots[0]!.read!.elements[0]), /Value too high/);
    assert.equal(snapshots[2]!.quality, "ATTR_ALARM");
    assert.equal(served.readBeforeState, null);
  });

  it("leaves attributes to polling that are polled", async () => {
    await served.polling.add("attribute", "flow", 3_600_000);
    served.polling.close();
    device.calls.length = 0;
    device.flow = 9;
    assert.equal(await device.devState(), "ON");
    assert.deepEqual(device.calls, ["hardware heat", "heat"]);
  });

  it("is ALARM while attributes cannot be used, but for FAULT", async () => {
    const failure = new DevFailed([devError("API_AttrConfig", "wrong")]);
    served.attributes.get("flow").failure = failure;
    assert.equal(
      await stateAndStatus(),
      "ALARM: The device is in ALARM state.\nAttribute flow has wrong configuration\nTry accessing the faulty attribute(s) to get more information",
    );
    served.attributes.get("noise").failure = failure;
    served.attributes.get("heat").memorizedFailure = failure;
    assert.equal(
      await device.devStatus(),
      "The device is in ALARM state.\nAttributes flow, noise have wrong configuration\nTry accessing the faulty attribute(s) to get more information\nMemorized attribute heat has failed during device startup sequence",
    );
    device.devState = () => "ON";
    const [state] = await readAttributes(served, ["State"]);
    assert.equal(state!.read!.elements[0], "ALARM");
    const call = { name: "state", argin: Any.EMPTY, caller: Caller.polling };
    assert.equal((await executeCommand(served, call)).value, "ALARM");
    device.setState("FAULT");
    assert.equal((await executeCommand(served, call)).value, "ON");
    assert.equal((await readAttributes(served, ["State"]))[0]!.read!.elements[0], "ON");
  });

  it("fails where the device's own method does", async () => {
    device.devState = async () => {
      throw new DevFailed([devError("MyReason", "no idea")]);
    };
    const [state, status] = await readAttributes(served, ["State", "Status"]);
    assert.equal(state!.errors[0]!.reason, "MyReason");
    assert.equal(status!.errors.length, 0);
    assert.equal(served.readBeforeState, null);
  });
});
