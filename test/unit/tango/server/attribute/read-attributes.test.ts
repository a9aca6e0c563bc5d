import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import type { AttributeSnapshot } from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import { readAttributes, readToSend } from "../../../../../src/tango/server/attribute/read-attributes.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import { ImageValue } from "../../../../../src/tango/value/image-value.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";
import { serveDevice } from "../../../../support/served-device.ts";

class Gauge extends Device {
  readonly calls: string[] = [];
  reading: unknown = 1.5;
  rows = new Float64Array([1, 2]);
  isOpen = true;

  override alwaysExecutedHook() {
    this.calls.push("hook");
  }

  override readAttrHardware(names: readonly string[]) {
    this.calls.push(`hardware ${names.join(" ")}`);
  }

  static attributes = {
    Pressure: {
      dtype: "DevDouble",
      read(this: Gauge) {
        this.calls.push("pressure");
        return this.reading;
      },
      isAllowed(this: Gauge, request: string) {
        assert.equal(request, "READ_REQ");
        return this.isOpen;
      },
    },
    trace: {
      dtype: "DevDouble",
      dformat: "SPECTRUM",
      maxDimX: 3,
      read(this: Gauge) {
        return this.rows;
      },
    },
    picture: {
      dtype: "DevUChar",
      dformat: "IMAGE",
      maxDimX: 2,
      maxDimY: 2,
      read: () => [
        [1, 2],
        [3, 4],
      ],
    },
    tooLarge: {
      dtype: "DevUChar",
      dformat: "IMAGE",
      maxDimX: 2,
      maxDimY: 2,
      read: () => new ImageValue([], 0, 3),
    },
    mode: { dtype: "DevEnum", enumLabels: ["off", "on"], read: () => "on" },
    wrongMode: { dtype: "DevEnum", enumLabels: ["off", "on"], read: () => 2 },
    wrongType: { dtype: "DevShort", read: () => 1.5 },
    nothing: { dtype: "DevShort", read() {} },
    target: { dtype: "DevShort", write() {} },
    distance: { dtype: "DevShort", access: "READ_WITH_WRITE", writeAttribute: "target", read: () => 3 },
    slow: { dtype: "DevShort", read: async () => 7 },
    failing: {
      dtype: "DevShort",
      read() {
        throw new DevFailed([devError("MyReason", "it is broken")]);
      },
    },
    throwing: {
      dtype: "DevShort",
      async read() {
        throw new RangeError("out of order");
      },
    },
  };
}

async function gauge() {
  return serveDevice(Gauge as never) as unknown as { served: ServedDevice; device: Gauge };
}

async function readOne(served: ServedDevice, name: string): Promise<AttributeSnapshot> {
  return (await readAttributes(served, [name]))[0]!;
}

async function errorOf(name: string): Promise<string> {
  const { served } = await gauge();
  const { errors, read, quality } = await readOne(served, name);
  assert.equal(read, null);
  assert.equal(quality, "ATTR_INVALID");
  return `${errors[0]!.reason}: ${errors[0]!.desc}`;
}

describe("readAttributes", () => {
  it("reads a value with its real spelling, quality and time", async () => {
    const { served } = await gauge();
    const before = Date.now() - 5;
    const snapshot = await readOne(served, "pressure");
    assert.equal(snapshot.name, "Pressure");
    assert.deepEqual(snapshot.read, { elements: [1.5], dimX: 1, dimY: 0 });
    assert.equal(snapshot.written, null);
    assert.equal(snapshot.quality, "ATTR_VALID");
    assert.ok(snapshot.time.toMilliseconds() > before);
    assert.deepEqual(snapshot.errors, []);
  });

  it("answers at once where nothing has to be waited for", async () => {
    const { served } = await gauge();
    assert.ok(Array.isArray(readAttributes(served, ["Pressure", "trace"])));
    assert.ok(readAttributes(served, ["Pressure", "slow"]) instanceof Promise);
  });

  it("keeps the order of the names, some of which may come twice", async () => {
    const { served } = await gauge();
    const snapshots = await readAttributes(served, ["Status", "slow", "State", "mode", "slow", "status"]);
    assert.deepEqual(
      snapshots.map(({ name }) => name),
      ["Status", "slow", "State", "mode", "slow", "Status"],
    );
    assert.deepEqual(
      snapshots.map(({ read }) => read?.elements[0]),
      ["The device is in UNKNOWN state.", 7, "UNKNOWN", 1, 7, "The device is in UNKNOWN state."],
    );
  });

  it("reads nothing for no names, and all for `All attributes`", async () => {
    const { served, device } = await gauge();
    assert.deepEqual(await readAttributes(served, []), []);
    assert.deepEqual(device.calls, ["hook"]);
    const names = (await readAttributes(served, ["All attributes"])).map(({ name }) => name);
    assert.deepEqual(names.slice(0, 2), ["Pressure", "trace"]);
    assert.deepEqual(names.slice(-2), ["State", "Status"]);
  });

  it("calls the hooks before it reads, that of the hardware with what will be read", async () => {
    const { served, device } = await gauge();
    await readAttributes(served, ["pressure", "nope", "target", "State", "trace"]);
    assert.deepEqual(device.calls, ["hook", "hardware Pressure trace", "pressure"]);
    device.calls.length = 0;
    await readAttributes(served, ["State", "target"]);
    assert.deepEqual(device.calls, ["hook"]);
  });

  it("fails with what the hooks throw", async () => {
    const { served, device } = await gauge();
    device.alwaysExecutedHook = () => {
      throw new DevFailed([devError("HookReason", "no")]);
    };
    assert.throws(() => readAttributes(served, ["pressure"]), { reason: "HookReason" });
    device.alwaysExecutedHook = () => {};
    device.readAttrHardware = async () => {
      throw new Error("no hardware");
    };
    await assert.rejects(async () => readAttributes(served, ["pressure"]), { message: "no hardware" });
  });

  it("shares no memory with the device", async () => {
    const { served, device } = await gauge();
    const { read } = await readOne(served, "trace");
    device.rows[0] = 99;
    assert.deepEqual(read!.elements, new Float64Array([1, 2]));
    assert.deepEqual([read!.dimX, read!.dimY], [2, 0]);
  });

  it("shares memory with the device only for an answer made at once", async () => {
    const { served, device } = await gauge();
    const elements = ([snapshot]: AttributeSnapshot[]) => snapshot!.read!.elements;
    const atOnce = readToSend(served, ["trace"]) as AttributeSnapshot[];
    assert.equal(elements(atOnce), device.rows);
    // The second reading may be of the same memory as the first.
    const several = readToSend(served, ["trace", "trace"]) as AttributeSnapshot[];
    assert.notEqual(elements(several), device.rows);
    const withState = (await readToSend(served, ["trace", "State"])) as AttributeSnapshot[];
    assert.notEqual(elements(withState), device.rows);
    device.alwaysExecutedHook = async () => {};
    const waited = await readToSend(served, ["trace"]);
    assert.notEqual(elements(waited), device.rows);
    assert.deepEqual(elements(waited), device.rows);
  });

  it("reads images by rows", async () => {
    const { served } = await gauge();
    const { read } = await readOne(served, "picture");
    assert.deepEqual([Array.from(read!.elements), read!.dimX, read!.dimY], [[1, 2, 3, 4], 2, 2]);
  });

  it("takes quality and time from the device", async () => {
    const { served, device } = await gauge();
    const time = new TimeVal(1000, 5, 7);
    device.reading = { value: 2, quality: "ATTR_CHANGING", time };
    const snapshot = await readOne(served, "pressure");
    assert.deepEqual(
      [snapshot.quality, snapshot.time, snapshot.read?.elements],
      ["ATTR_CHANGING", time, [2]],
    );
    device.reading = { quality: "ATTR_INVALID", time: new Date(2000) };
    const invalid = await readOne(served, "pressure");
    assert.deepEqual(
      [invalid.quality, invalid.read, invalid.written, invalid.time.tvSec, invalid.errors],
      ["ATTR_INVALID", null, null, 2, []],
    );
  });

  it("fails where clients could not be told quality or time, alone", async () => {
    const { served, device } = await gauge();
    const wrong: readonly (readonly [reading: object, problem: RegExp])[] = [
      [{ value: 2, quality: "GOOD" }, /"GOOD" is not a quality \(ATTR_VALID, /],
      [{ value: 2, time: new Date(Number.NaN) }, /is not a time from 1901 to 2038$/],
      [{ value: 2, time: new Date("2100-01-01") }, /is not a time from 1901 to 2038$/],
      [{ value: 2, time: "today" }, /"today" is not a time from 1901 to 2038$/],
    ];
    for (const [reading, problem] of wrong) {
      device.reading = reading as never;
      const [failed, other] = await readAttributes(served, ["pressure", "mode"]);
      assert.match(failed!.errors[0]!.desc, problem);
      assert.deepEqual(other!.errors, []);
    }
  });

  it("gives the set value with what is read, of another attribute for READ_WITH_WRITE", async () => {
    const { served } = await gauge();
    const set = { elements: new Int16Array([12]), dimX: 1, dimY: 0 };
    served.attributes.get("target").written = set;
    assert.equal((await readOne(served, "distance")).written, set);
    const target = await readOne(served, "target");
    assert.equal(target.read, set);
    assert.equal(target.written, set);
    assert.equal(target.quality, "ATTR_VALID");
  });

  it("tells failures of attributes one by one, under the names of the client", async () => {
    const { served } = await gauge();
    const snapshots = await readAttributes(served, ["NOPE", "failing", "THROWING", "slow"]);
    assert.deepEqual(
      snapshots.map(({ name, errors }) => [name, errors[0]?.reason, errors[0]?.desc]),
      [
        ["NOPE", "API_AttrNotFound", "NOPE attribute not found"],
        ["failing", "MyReason", "it is broken"],
        ["THROWING", "API_StdException", "RangeError: out of order"],
        ["slow", undefined, undefined],
      ],
    );
  });

  it("says in cppTango's words what is wrong with a value", async () => {
    assert.equal(
      await errorOf("nothing"),
      "API_AttrValueNotSet: Read value for attribute nothing has not been updated",
    );
    assert.equal(
      await errorOf("tooLarge"),
      "API_AttrOptProp: Data size for attribute tooLarge [0, 3] exceeds given limit [2, 2]",
    );
    assert.equal(
      await errorOf("wrongMode"),
      "API_AttrOptProp: Wrong value for attribute wrongMode. Element 0 (value = 2) is negative or above the limit defined by the enum (1).",
    );
    assert.match(
      await errorOf("wrongType"),
      /^API_AttrOptProp: Wrong value for attribute wrongType: 1.5 is not/,
    );
  });

  it("does not read what is not allowed now", async () => {
    const { served, device } = await gauge();
    device.isOpen = false;
    const { errors } = await readOne(served, "pressure");
    assert.equal(errors[0]!.reason, "API_AttrNotAllowed");
    assert.equal(errors[0]!.desc, "It is currently not allowed to read attribute Pressure");
    assert.ok(!device.calls.includes("pressure"));
  });

  it("does not read an attribute with a wrong configuration", async () => {
    const { served, device } = await gauge();
    const pressure = served.attributes.get("pressure");
    pressure.failure = new DevFailed([devError("API_AttrConfig", "wrong")]);
    assert.equal((await readOne(served, "pressure")).errors[0]!.reason, "API_AttrConfig");
    assert.deepEqual(device.calls, ["hook"]);
  });

  it("does not read an attribute whose memorized value could not be written", async () => {
    const { served } = await gauge();
    for (const name of ["Pressure", "target"]) {
      served.attributes.get(name).memorizedFailure = new DevFailed([devError("Root", "cause")]);
      const { errors } = await readOne(served, name);
      assert.deepEqual(
        errors.map(({ reason }) => reason),
        ["Root", "API_MemAttFailedDuringInit"],
      );
      assert.equal(
        errors[1]!.desc,
        `Attribute ${name} is a memorized attribute. It failed during the write call of the device startup sequence`,
      );
    }
  });

  it("waits for the device no longer than the client does", async () => {
    const { served, device } = await gauge();
    const gone = new AbortController();
    let release!: () => void;
    const held = served.monitor.run("test", () => new Promise<void>((resolve) => (release = resolve)));
    const reading = readAttributes(served, ["pressure"], "DEV", gone.signal);
    gone.abort(new Error("the client is gone"));
    await assert.rejects(async () => reading);
    release();
    await held;
    assert.deepEqual(device.calls, []);
  });

  it("takes from the cache what is polled, and the rest from the device", async () => {
    const { served, device } = await gauge();
    await served.polling.add("attribute", "slow", 3_600_000);
    served.polling.stop();
    const asked = await readAttributes(served, ["SLOW", "MODE"], "CACHE");
    assert.deepEqual(
      asked.map(({ name, errors }) => [name, `${errors[0]!.reason}: ${errors[0]!.desc}`]),
      [
        ["SLOW", "API_NoDataYet: No data available in cache for attribute SLOW"],
        ["mode", "API_AttrNotPolled: Attribute mode not polled"],
      ],
    );
    assert.equal((await readAttributes(served, ["slow"], "CACHE_DEV"))[0]!.read!.elements[0], 7);
    device.fillAttrPollingBuffer("slow", [{ value: 8 }]);
    const both = await readAttributes(served, ["mode", "slow", "nope"], "CACHE_DEV");
    assert.deepEqual(
      both.map(({ name, read }) => [name, read?.elements[0]]),
      [
        ["mode", 1],
        ["slow", 8],
        ["nope", undefined],
      ],
    );
    assert.equal((await readAttributes(served, ["slow"], "CACHE"))[0]!.read!.elements[0], 8);
    served.polling.close();
  });
});
