import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { NoServerDatabase } from "../../../../../src/tango/server/database/no-server-database.ts";
import { attribute, command, deviceProperty } from "../../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { DeviceTestContext } from "../../../../../src/tango/server/test-context/device-test-context.ts";
import { deferred } from "../../../../support/fake-device.ts";
import { serveDevice } from "../../../../support/served-device.ts";

class Pump extends Device {
  @deviceProperty({ dtype: "DevLong" }) accessor speed = 5;
  @attribute({ dtype: "DevDouble" }) accessor pressure = 1.5;
  @attribute({ dtype: "DevLong", pollingPeriod: 2000 }) get turns() {
    return 3;
  }
  @command({ dtypeOut: "DevLong" }) count() {
    return 7;
  }
  @command({ dtypeIn: "DevLong" }) turn(_times: number): void {}
}

test("knows its name, its class and the versions of what it is made of", async () => {
  const { device } = await serveDevice(Pump);
  assert.equal(device.getName(), "test/device/1");
  assert.equal(device.getDeviceClassName(), "Pump");
  assert.equal(device.getDevIdlVersion(), 6);
  device.addVersionInfo("Firmware", "1.2");
  device.addVersionInfo("Firmware", "1.3");
  assert.equal(device.getVersionInfo().Firmware, "1.3");
  assert.ok("Bandoneon" in device.getVersionInfo());
});

test("keeps state and status, and the state of before", async () => {
  const { device } = await serveDevice(Pump);
  assert.deepEqual([device.getState(), device.getPrevState()], ["UNKNOWN", "UNKNOWN"]);
  assert.equal(device.getStatus(), "The device is in UNKNOWN state.");
  device.setState("MOVING");
  device.setState("ON");
  assert.deepEqual([device.getState(), device.getPrevState()], ["ON", "MOVING"]);
  device.setStatus("It turns");
  device.appendStatus(" fast");
  device.appendStatus("and loud", true);
  assert.equal(device.getStatus(), "It turns fast\nand loud");
});

test("refuses what is no state and no status, by the line that says so", async () => {
  const { device } = await serveDevice(Pump);
  const refusal = (call: () => void) => {
    try {
      call();
    } catch (error) {
      assert.ok(error instanceof TypeError);
      assert.match(error.stack!, /^.*\n.*device\.test\.ts/);
      return error.message;
    }
    return "none";
  };
  assert.match(
    refusal(() => device.setState("on" as "ON")),
    /^setState\(\): 'on' is not a state \(ON, OFF, /,
  );
  assert.equal(
    refusal(() => device.setStatus(3 as unknown as string)),
    "setStatus(): 3 is no string",
  );
  assert.equal(device.getState(), "UNKNOWN");
});

test("says what a constructor does that hands nothing on", () => {
  class Lonely extends Device {}
  assert.throws(() => Reflect.construct(Lonely, []), {
    name: "TypeError",
    message: /^Lonely is made by its server, and .*: constructor\(\.\.\.args\) \{ super\(\.\.\.args\); \}$/,
  });
});

test("begins with the state, the status and the description that its class has", async () => {
  class Valve extends Device {
    static readonly initialState = "CLOSE";
    static readonly initialStatus = "It has not been moved yet";
    static readonly deviceDescription = "A valve";
  }
  const { device, served } = await serveDevice(Valve);
  assert.deepEqual([device.getState(), device.getPrevState()], ["CLOSE", "CLOSE"]);
  assert.equal(device.getStatus(), "It has not been moved yet");
  assert.equal(served.description, "A valve");
});

test("says which commands can be polled", async () => {
  const { device } = await serveDevice(Pump);
  device.checkCommandExists("COUNT");
  const reason = (name: string) => {
    try {
      device.checkCommandExists(name);
    } catch (error) {
      return (error as DevFailed).errors[0]?.reason;
    }
    return undefined;
  };
  assert.equal(reason("turn"), "API_IncompatibleCmdArgumentType");
  assert.equal(reason("nothing"), "API_CommandNotFound");
});

test("logs in the name of the line that calls, at the levels that are enabled", async () => {
  class Talking extends Device {
    override initDevice(): void {
      this.debugStream("not %s", "told");
      this.warnStream("%d times", 3);
      this.getLogger().error("by its logger");
      this.stopLogging();
      this.fatalStream("in silence");
      this.startLogging();
    }
  }
  const output = new PassThrough();
  const context = await DeviceTestContext.start(Talking, {
    output,
    properties: { logging_level: "WARN", logging_target: "console::cout" },
  });
  await context.stop();
  output.end();
  const log = await text(output);
  assert.match(log, /WARN.*3 times/);
  assert.match(log, /by its logger/);
  assert.doesNotMatch(log, /told|silence/);
});

test("reads its properties again when it wants to", async () => {
  await using context = await DeviceTestContext.start(Pump, { properties: { speed: 8 } });
  const device = pumpOf(context);
  assert.equal(device.speed, 8);
  device.speed = 1;
  await device.getDeviceProperties();
  assert.equal(device.speed, 8);
});

test("polls what its methods say, over the period of the code", async () => {
  await using context = await DeviceTestContext.start(Pump, { properties: { min_poll_period: 20 } });
  const device = pumpOf(context);
  assert.ok(device.isPolled());
  assert.deepEqual(device.getPolledAttr(), ["turns", "2000"]);
  assert.equal(device.getAttributePollPeriod("Turns"), 2000);
  assert.equal(device.getMinPollPeriod(), 20);
  assert.equal(device.getAttrMinPollPeriod("pressure"), 20);
  await device.pollAttribute("Pressure", 5000);
  await device.pollAttribute("pressure", 6000);
  await device.pollCommand("count", 7000);
  assert.deepEqual(device.getPolledAttr(), ["turns", "2000", "pressure", "6000"]);
  assert.ok(device.isAttributePolled("pressure") && device.isCommandPolled("COUNT"));
  assert.equal(device.getCommandPollPeriod("count"), 7000);
  await assert.rejects(device.pollAttribute("turns", 10), /API_MethodArgument/);
  await assert.rejects(device.pollCommand("turn", 1000), /API_IncompatibleCmdArgumentType/);
  await device.stopPollAttribute("turns");
  await device.stopPollCommand("count");
  assert.deepEqual(device.getNonAutoPolledAttr(), ["turns"]);
  await assert.rejects(device.stopPollCommand("count"), /API_PollObjNotFound/);
  await device.stopPolling();
  assert.ok(!device.isPolled());
});

test("polls nothing any more, whoever has something polled no more meanwhile", async () => {
  const database = new NoServerDatabase([], []);
  const { device } = await serveDevice(Pump, { database });
  await device.pollAttribute("pressure", 5000);
  await device.pollAttribute("turns", 6000);
  await device.pollCommand("count", 7000);
  const held = deferred<void>();
  database.putDeviceProperties = () => held.promise;
  const stopping = device.stopPolling();
  const other = device.stopPollAttribute("turns");
  held.resolve();
  await Promise.all([stopping, other]);
  assert.ok(!device.isPolled());
});

test("has polled from the start on what initDevice says", async () => {
  class Polled extends Pump {
    override async initDevice(): Promise<void> {
      await this.pollAttribute("pressure", 0);
      await this.pollCommand("count", 0);
    }
  }
  await using context = await DeviceTestContext.start(Polled);
  const device = pumpOf(context);
  assert.ok(device.isAttributePolled("pressure"));
  assert.equal(device.getAttributePollPeriod("pressure"), 0);
  await device.triggerAttrPolling("pressure");
  assert.equal((await cached(context).readAttribute("pressure")).value, 1.5);
  device.fillAttrPollingBuffer("pressure", [
    { value: 2, time: new Date(1000) },
    { value: 3, quality: "ATTR_WARNING" },
  ]);
  const { value, quality } = await cached(context).readAttribute("pressure");
  assert.deepEqual([value, quality], [3, "ATTR_WARNING"]);
  device.fillCmdPollingBuffer("count", [{ value: 1 }, { value: 9 }]);
  assert.equal(await cached(context).commandInout("count"), 9);
  device.fillCmdPollingBuffer("count", [{ error: new Error("jammed") }]);
  await assert.rejects(cached(context).commandInout("count"), /jammed/);
  assert.throws(() => device.fillAttrPollingBuffer("turns", [{ value: "a" }]), /API_AttrOptProp/);
});

test("sends what its methods throw: a DevFailed as it is, any other error with its text", async () => {
  class Failing extends Device {
    @command() fail(): never {
      throw new DevFailed([devError("Pump_Dry", "there is no water", "Failing.fail")]);
    }
    @command() async crash(): Promise<void> {
      throw new RangeError("speed 7 is beyond 5");
    }
    @attribute({ dtype: "DevDouble" }) broken(): number {
      throw new TypeError("no sensor");
    }
  }
  await using context = await DeviceTestContext.start(Failing);
  const { device } = context;
  const failureOf = (call: Promise<unknown>) =>
    call.then(
      () => assert.fail("it succeeded"),
      (error: DevFailed) => error.errors[0],
    );
  assert.deepEqual(await failureOf(device.commandInout("fail")), {
    reason: "Pump_Dry",
    desc: "there is no water",
    origin: "Failing.fail",
    severity: "ERR",
  });
  const crash = await failureOf(device.commandInout("crash"));
  assert.equal(crash?.reason, "API_StdException");
  assert.equal(crash?.desc, "RangeError: speed 7 is beyond 5");
  assert.match(crash?.origin ?? "", /crash \(device\.test\.ts:\d+\)/);
  const broken = await failureOf(device.readAttribute("broken"));
  assert.equal(broken?.desc, "TypeError: no sensor");
  assert.match(broken?.origin ?? "", /broken \(device\.test\.ts:\d+\)/);
});

function pumpOf(context: DeviceTestContext): Pump {
  const { device } = context.server.running.devices.get(context.deviceName);
  assert.ok(device instanceof Pump);
  return device;
}

function cached(context: DeviceTestContext) {
  const { device } = context;
  device.setSource("CACHE");
  return device;
}
