import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionsOf } from "../../../../../src/tango/server/definition/class-definition.ts";
import {
  attribute,
  classProperty,
  command,
  deviceProperty,
} from "../../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../../src/tango/server/device.ts";

/** What the server would call on an object of a class, without a server. */
function objectOf<D extends object>(deviceClass: { readonly prototype: D }, members: object): D {
  return Object.assign(Object.create(deviceClass.prototype), members);
}

test("declares accessors, getters and methods as attributes, with the access that they have", () => {
  class Supply extends Device {
    @attribute({ dtype: "DevDouble" }) accessor current = 0;
    @attribute({ dtype: "DevDouble", access: "READ" }) accessor limit = 10;
    @attribute({ dtype: "DevLong", name: "Turns" }) get turns() {
      return 1;
    }
    @attribute({ dtype: "DevLong" }) get angle() {
      return 1;
    }
    set angle(_value: number) {}
    @attribute({ dtype: "DevLong", access: "READ" }) get speed() {
      return 1;
    }
    set speed(_value: number) {}
    @attribute({ dtype: "DevDouble", write: "setVoltage" }) async voltage() {
      return 1;
    }
    setVoltage(_volts: number): void {}
    @attribute({ dtype: "DevDouble" }) async power() {
      return 1;
    }
    @attribute({ dtype: "DevDouble", access: "WRITE", write: "setVoltage" }) async target() {
      return 1;
    }
  }
  const { attributes } = definitionsOf(Supply);
  assert.deepEqual(
    Array.from(attributes.values(), ({ name, access }) => `${name} ${access}`),
    [
      "current READ_WRITE",
      "limit READ",
      "Turns READ",
      "angle READ_WRITE",
      "speed READ",
      "voltage READ_WRITE",
      "power READ",
      "target WRITE",
    ],
  );
});

test("reads, writes and allows by the members of the object", async () => {
  class Supply extends Device {
    #volts = 5;
    @attribute({ dtype: "DevDouble", write: "setVoltage", isAllowed: "isOn" }) voltage() {
      return this.#volts;
    }
    setVoltage(volts: number): void {
      this.#volts = volts;
    }
    isOn(request: string): boolean {
      return request === "READ_REQ";
    }
    @attribute({ dtype: "DevDouble" }) accessor current = 2;
  }
  const { attributes } = definitionsOf(Supply);
  const voltage = attributes.get("voltage")!;
  const device = new Supply({ state: "UNKNOWN" } as never);
  voltage.write!.call(device, 7, voltage);
  assert.equal(voltage.read!.call(device, voltage), 7);
  assert.equal(voltage.isAllowed!.call(device, "WRITE_REQ", voltage), false);
  const current = attributes.get("current")!;
  current.write!.call(device, 3, current);
  assert.equal(current.read!.call(device, current), 3);
});

test("calls what a subclass overrides, and takes its declarations before those of its base", () => {
  class Base extends Device {
    @attribute({ dtype: "DevDouble", unit: "mm", write: "setLevel" }) level() {
      return 1;
    }
    setLevel(_value: number): void {}
    @command({ dtypeOut: "DevLong" }) count() {
      return 1;
    }
    @command() reset(): void {}
  }
  class Silent extends Base {
    override level() {
      return 2;
    }
  }
  class Loud extends Base {
    @attribute({ dtype: "DevDouble", unit: "m" }) override level() {
      return 3;
    }
    @command({ dtypeOut: "DevLong", docOut: "more" }) override count() {
      return 2;
    }
    @attribute({ dtype: "DevBoolean" }) accessor alarm = false;
  }
  const level = (one: object) => definitionsOf(one).attributes.get("level")!;
  assert.equal(level(Silent).read!.call(objectOf(Silent, {}), level(Silent)), 2);
  assert.equal(level(Silent).properties.unit, "mm");
  assert.equal(level(Silent).access, "READ_WRITE");
  assert.equal(level(Loud).properties.unit, "m");
  assert.equal(level(Loud).access, "READ");
  assert.deepEqual([...definitionsOf(Loud).attributes.keys()], ["level", "alarm"]);
  assert.deepEqual([...definitionsOf(Loud).commands.keys()], ["count", "reset"]);
  assert.equal(definitionsOf(Loud).commands.get("count")?.docOut, "more");
  assert.deepEqual([...definitionsOf(Base).attributes.keys()], ["level"]);
});

test("gathers what mixins declare", () => {
  // biome-ignore lint/suspicious/noExplicitAny: as TypeScript wants the constructor of a mixin
  function withTemperature<B extends new (...args: any[]) => Device>(base: B) {
    class WithTemperature extends base {
      @attribute({ dtype: "DevDouble", unit: "K" }) temperature() {
        return 293;
      }
    }
    return WithTemperature;
  }
  class Magnet extends Device {
    @attribute({ dtype: "DevDouble" }) accessor field = 0;
  }
  class Warm extends withTemperature(Magnet) {}
  class Oven extends withTemperature(Device) {}
  assert.deepEqual([...definitionsOf(Warm).attributes.keys()], ["field", "temperature"]);
  assert.deepEqual([...definitionsOf(Oven).attributes.keys()], ["temperature"]);
});

test("takes a setter that a subclass adds for writing, and none that it hides", () => {
  class Base extends Device {
    @attribute({ dtype: "DevDouble" }) get level() {
      return 1;
    }
    set level(_value: number) {}
  }
  class ReadOnly extends Base {
    override get level() {
      return 2;
    }
  }
  assert.equal(definitionsOf(Base).attributes.get("level")?.access, "READ_WRITE");
  assert.equal(definitionsOf(ReadOnly).attributes.get("level")?.access, "READ");
});

test("declares properties of devices and classes", () => {
  class Supply extends Device {
    @deviceProperty({ dtype: "DevString", mandatory: true, doc: "where it is" }) accessor host = "";
    @classProperty({ dtype: "DevDouble", name: "MaxCurrent" }) accessor maxCurrent = 10;
  }
  const { deviceProperties, classProperties } = definitionsOf(Supply);
  assert.deepEqual(deviceProperties.get("host"), {
    name: "host",
    member: "host",
    dtype: "DevString",
    doc: "where it is",
    mandatory: true,
    defaultValue: undefined,
    updateDb: false,
  });
  assert.equal(classProperties.get("maxcurrent")?.member, "maxCurrent");
});

test("refuses, naming class and member, what contradicts itself", () => {
  class Unwritten extends Device {
    @attribute({ dtype: "DevDouble", memorized: true }) level() {
      return 1;
    }
  }
  class Twice extends Device {
    @attribute({ dtype: "DevDouble" }) accessor level = 0;
    @attribute({ dtype: "DevDouble" }) accessor Level = 0;
  }
  class Polled extends Device {
    @command({ dtypeIn: "DevDouble", pollingPeriod: 100 }) ramp(_target: number): void {}
  }
  assert.throws(() => definitionsOf(Unwritten), {
    name: "TypeError",
    message: "Unwritten: attribute level: only a scalar that can be written can be memorized",
  });
  assert.throws(() => definitionsOf(Twice), /^TypeError: Twice: attribute [lL]evel is declared twice$/);
  assert.throws(() => definitionsOf(Polled), /^TypeError: Polled: command ramp: it takes a DevDouble/);
});

test("refuses private and static members when the class is made", () => {
  // What the compiler refuses too, so it is told otherwise.
  const anyCommand = command as unknown as () => (target: unknown, context: unknown) => void;
  assert.throws(() => {
    class Hidden extends Device {
      @anyCommand() #secret(): void {}
      peek(): void {
        this.#secret();
      }
    }
    return Hidden;
  }, /@command is for public members of the device, not for #secret/);
  assert.throws(() => {
    class Shared extends Device {
      @anyCommand() static reset(): void {}
    }
    return Shared;
  }, /not for reset/);
});

test("refuses to be a decorator of TypeScript's former kind, and of compilers that know no metadata", () => {
  const decorate = command() as unknown as (target: unknown, context: unknown) => void;
  assert.throws(() => decorate({}, "reset"), /@command is .* experimentalDecorators must be off/);
  const context = { kind: "method", name: "reset", static: false, private: false };
  assert.throws(() => decorate(() => {}, context), /need the metadata of classes/);
});
