import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Any } from "../../../../../src/giop/idl/any.ts";
import { long } from "../../../../../src/giop/idl/primitives.ts";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { NamedDevFailedList } from "../../../../../src/tango/error/named-dev-failed-list.ts";
import type { AttributeValue, AttributeValue_4 } from "../../../../../src/tango/idl/attribute-value.ts";
import {
  type IncomingValue,
  incomingValue1,
  incomingValue4,
} from "../../../../../src/tango/server/attribute/incoming-value.ts";
import {
  writeAttributes,
  writeAttributesOrFail,
} from "../../../../../src/tango/server/attribute/write-attributes.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import type { AttributeType } from "../../../../../src/tango/value/cmd-arg-type.ts";
import { ImageValue } from "../../../../../src/tango/value/image-value.ts";
import {
  encodeAttributeValue1,
  encodeAttributeValue4,
} from "../../../../../src/tango/value/write-attribute.ts";
import { serveDevice } from "../../../../support/served-device.ts";

class Motor extends Device {
  readonly calls: string[] = [];
  received: unknown;
  isOpen = true;
  hardware: () => void = () => {};

  override initDevice() {
    this.setState("STANDBY");
  }

  override alwaysExecutedHook() {
    this.calls.push("hook");
  }

  override writeAttrHardware(names: readonly string[]) {
    this.calls.push(`hardware ${names.join(" ")}`);
    this.hardware();
  }

  receive(value: unknown, { name }: { readonly name: string }): void {
    this.calls.push(name);
    this.received = value;
  }

  static attributes = {
    Speed: {
      dtype: "DevDouble",
      minValue: -1,
      maxValue: 10,
      read: () => 0,
      write(this: Motor, value: unknown, attribute: { readonly name: string }) {
        this.receive(value, attribute);
      },
      isAllowed(this: Motor) {
        return this.isOpen;
      },
    },
    counts: { dtype: "DevLong64", write: Motor.prototype.receive, maxValue: "9007199254740993" },
    points: { dtype: "DevShort", dformat: "SPECTRUM", maxDimX: 3, write: Motor.prototype.receive },
    mask: { dtype: "DevBoolean", dformat: "IMAGE", maxDimX: 2, maxDimY: 2, write: Motor.prototype.receive },
    mode: { dtype: "DevEnum", enumLabels: ["off", "on"], write: Motor.prototype.receive },
    blob: { dtype: "DevEncoded", write: Motor.prototype.receive },
    position: { dtype: "DevDouble", read: () => 0 },
    broken: {
      dtype: "DevShort",
      async write() {
        throw new DevFailed([devError("MyReason", "stuck")]);
      },
    },
  };
}

let served: ServedDevice;
let device: Motor;

beforeEach(async () => {
  ({ served, device } = (await serveDevice(Motor as never)) as unknown as {
    served: ServedDevice;
    device: Motor;
  });
});

/** What a client of IDL 4 sends that takes the attribute for one of this type. */
function incoming(
  name: string,
  value: unknown,
  dataType: AttributeType = served.attributes.get(name).definition.dtype,
  dataFormat = served.attributes.get(name).definition.dformat,
): IncomingValue {
  const target = { name, dataType, dataFormat };
  return incomingValue4(encodeAttributeValue4(target, value) as AttributeValue_4);
}

async function failureOf(value: IncomingValue): Promise<string> {
  try {
    await writeAttributes(served, [value]);
  } catch (error) {
    assert.ok(error instanceof NamedDevFailedList);
    const [{ name, index, errors } = assert.fail()] = error.failures;
    assert.deepEqual([name, index], [value.name, 0]);
    return `${errors[0]!.reason}: ${errors[0]!.desc}`;
  }
  return "";
}

describe("writeAttributes", () => {
  it("hands values to the write methods, then tells the hardware hook, and keeps them as set values", async () => {
    await writeAttributes(served, [incoming("speed", 4), incoming("counts", 5n)]);
    assert.deepEqual(device.calls, ["hook", "Speed", "counts", "hardware Speed counts"]);
    assert.equal(device.received, 5n);
    assert.deepEqual(Array.from(served.attributes.get("speed").written!.elements), [4]);
    assert.notEqual(served.attributes.get("speed").writtenAt, null);
  });

  it("is done at once where nothing has to be waited for", () => {
    assert.equal(writeAttributes(served, [incoming("speed", 4)]), undefined);
  });

  it("gives spectra and images memory that nobody else has", async () => {
    await writeAttributes(served, [incoming("points", [1, 2])]);
    assert.deepEqual(device.received, new Int16Array([1, 2]));
    (device.received as Int16Array)[0] = 9;
    const { written } = served.attributes.get("points");
    assert.deepEqual(written, { elements: new Int16Array([1, 2]), dimX: 2, dimY: 0 });
    await writeAttributes(served, [incoming("mask", [[true, false]])]);
    assert.deepEqual(device.received, new ImageValue<boolean>([true, false], 2, 1));
  });

  it("gives encoded values by format and data", async () => {
    await writeAttributes(served, [incoming("blob", { format: "json", data: new Uint8Array([1]) })]);
    assert.deepEqual(device.received, { format: "json", data: new Uint8Array([1]) });
  });

  it("writes the others where some fail, and tells which", async () => {
    const values = [
      incoming("position", 1),
      incoming("speed", 11),
      incoming("broken", 1),
      incoming("counts", 3n),
      incoming("nope", 1, "DevShort", "SCALAR"),
    ];
    await assert.rejects(
      async () => writeAttributes(served, values),
      (error: NamedDevFailedList) => {
        assert.deepEqual(
          error.failures.map(({ name, index, errors }) => [name, index, errors[0]!.reason]),
          [
            ["position", 0, "API_AttrNotWritable"],
            ["nope", 4, "API_AttrNotFound"],
            ["speed", 1, "API_WAttrOutsideLimit"],
            ["broken", 2, "MyReason"],
          ],
        );
        return true;
      },
    );
    assert.deepEqual(device.calls, ["hook", "counts", "hardware counts"]);
    assert.deepEqual(Array.from(served.attributes.get("counts").written!.elements), [3n]);
    assert.deepEqual(Array.from(served.attributes.get("broken").written!.elements), [0]);
  });

  it("calls no hook where nothing can be written", async () => {
    assert.match(await failureOf(incoming("position", 1)), /Attribute position is not writable/);
    assert.deepEqual(device.calls, []);
  });

  it("says in cppTango's words what is wrong with a value", async () => {
    const x = "dimesion is greater than the max defined for attribute";
    assert.equal(await failureOf(incoming("points", [1, 2, 3, 4])), `API_WAttrOutsideLimit: X ${x} points`);
    assert.equal(
      await failureOf(incoming("mask", [[true], [true], [true]])),
      `API_WAttrOutsideLimit: Y ${x} mask`,
    );
    const limit = "API_WAttrOutsideLimit: Set value for attribute Speed is";
    assert.equal(
      await failureOf(incoming("speed", 10.5)),
      `${limit} above the maximum authorized (at least element 0)`,
    );
    assert.equal(
      await failureOf(incoming("speed", -2)),
      `${limit} below the minimum authorized (at least element 0)`,
    );
    assert.equal(
      await failureOf(incoming("speed", Number.NaN)),
      `${limit} a NaN or INF value (at least element 0)`,
    );
    assert.match(await failureOf(incoming("counts", 9007199254740994n)), /above the maximum/);
    assert.equal(await failureOf(incoming("counts", 9007199254740993n)), "");
    assert.equal(
      await failureOf(incoming("mode", 2)),
      "API_WAttrOutsideLimit: Set value for attribute mode is negative or above the maximun authorized (2) for at least element 0",
    );
    assert.equal(
      await failureOf(incoming("speed", 1, "DevLong")),
      "API_IncompatibleAttrDataType: Incompatible attribute type: expected Tango::DevVarDoubleArray (even for single value), found Tango::DevVarLongArray",
    );
    assert.equal(
      await failureOf({ ...incoming("points", [1, 2]), dimX: 3 }),
      "API_AttrIncorrectDataNumber: Incorrect data number",
    );
    assert.match(await failureOf(incoming("speed", [], "DevDouble", "SPECTRUM")), /Incorrect data number/);
    assert.match(
      await failureOf({ ...incoming("mask", [[true, false]]), dimX: -2, dimY: -1 }),
      /Incorrect data number/,
    );
  });

  it("takes a DevEnum as a short, as clients of IDL 4 send it", async () => {
    await writeAttributes(served, [incoming("mode", 1, "DevShort")]);
    assert.equal(device.received, 1);
  });

  it("takes NaN where the Tango system allows it", async () => {
    const open = await serveDevice(Motor as never, { isNanAllowed: true });
    await writeAttributes(open.served, [incoming("speed", Number.NaN)]);
    assert.equal((open.device as unknown as Motor).received, Number.NaN);
  });

  it("does not write what is not allowed now", async () => {
    device.isOpen = false;
    assert.equal(
      await failureOf(incoming("speed", 1)),
      "API_AttrNotAllowed: It is currently not allowed to write attribute Speed. The device state is STANDBY",
    );
    assert.deepEqual(device.calls, ["hook"]);
  });

  it("does not write an attribute with a wrong configuration", async () => {
    served.attributes.get("speed").failure = new DevFailed([devError("API_AttrConfig", "wrong")]);
    assert.equal(await failureOf(incoming("speed", 1)), "API_AttrConfig: wrong");
  });

  it("forgets that a memorized value was refused once a write succeeds", async () => {
    const speed = served.attributes.get("speed");
    speed.memorizedFailure = new DevFailed([devError("Root", "cause")]);
    await writeAttributes(served, [incoming("speed", 1)]);
    assert.equal(speed.memorizedFailure, null);
  });

  it("counts a failure of the hardware for all attributes, or for those that it names", async () => {
    device.hardware = () => {
      throw new DevFailed([devError("Bus", "no answer")]);
    };
    await assert.rejects(
      async () => writeAttributes(served, [incoming("speed", 1), incoming("counts", 1n)]),
      (error: NamedDevFailedList) => error.failures.length === 2,
    );
    assert.deepEqual(Array.from(served.attributes.get("speed").written!.elements), [0]);
    device.hardware = () => {
      throw new NamedDevFailedList([], [{ name: "COUNTS", index: 0, errors: [devError("Bus", "no")] }]);
    };
    await assert.rejects(
      async () => writeAttributes(served, [incoming("speed", 1), incoming("counts", 1n)]),
      (error: NamedDevFailedList) => {
        assert.deepEqual(
          error.failures.map(({ name, index, errors }) => [name, index, errors[0]!.reason]),
          [["counts", 1, "Bus"]],
        );
        return true;
      },
    );
    assert.deepEqual(Array.from(served.attributes.get("speed").written!.elements), [1]);
  });

  it("counts a failure of another device in the hardware hook for all attributes", async () => {
    device.hardware = () => {
      const errors = [devError("MyReason", "stuck")];
      throw NamedDevFailedList.summary([{ name: "shutter", index: 0, errors }], "write_attributes", "a/b/c");
    };
    assert.equal(
      await failureOf(incoming("speed", 4)),
      "API_AttributeFailed: Failed to execute write_attributes on device a/b/c, object(s) shutter",
    );
    assert.deepEqual(Array.from(served.attributes.get("speed").written!.elements), [0]);
  });

  it("leaves a set value that the write method itself has set", async () => {
    const speed = served.attributes.get("speed");
    const own = { elements: [7], dimX: 1, dimY: 0 };
    device.receive = () => {
      speed.written = own;
    };
    await writeAttributes(served, [incoming("speed", 1)]);
    assert.equal(speed.written, own);
  });
});

describe("writeAttributesOrFail", () => {
  const value = (name: string, dataType: AttributeType, one: unknown) =>
    incomingValue1(encodeAttributeValue1({ name, dataType, dataFormat: "SCALAR" }, one) as AttributeValue);

  it("writes none where one is wrong", async () => {
    await assert.rejects(
      async () =>
        writeAttributesOrFail(served, [value("speed", "DevDouble", 1), value("speed", "DevDouble", 99)]),
      { reason: "API_WAttrOutsideLimit" },
    );
    assert.deepEqual(device.calls, ["hook"]);
  });

  it("ends with the first that the device refuses", async () => {
    const values = [value("broken", "DevShort", 1), value("speed", "DevDouble", 1)];
    await assert.rejects(async () => writeAttributesOrFail(served, values), {
      name: "DevFailed",
      reason: "MyReason",
    });
    assert.ok(!device.calls.includes("Speed"));
  });

  it("says of what type an unknown value is", async () => {
    const wire = encodeAttributeValue1({ name: "speed", dataType: "DevShort", dataFormat: "SCALAR" }, 1);
    const odd = incomingValue1({ ...(wire as AttributeValue), value: Any.of(long, 1) });
    await assert.rejects(
      async () => writeAttributesOrFail(served, [odd]),
      /found Tango::UnknownCorbaAny<kind=3>/,
    );
  });
});
