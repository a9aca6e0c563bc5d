// Compiled, never run: what decorators of device classes accept, and what they must refuse.

import type { AttReqType, NamedAttribute } from "../../src/tango/server/definition/attribute-definition.ts";
import {
  attribute,
  classProperty,
  command,
  deviceProperty,
  pipe,
} from "../../src/tango/server/definition/decorators.ts";
import type { PipeReqType } from "../../src/tango/server/definition/pipe-definition.ts";
import { Device } from "../../src/tango/server/device.ts";
import { ImageValue } from "../../src/tango/value/image-value.ts";
import type { PipeBlob } from "../../src/tango/value/pipe-blob.ts";
import { TimeVal } from "../../src/tango/value/time-val.ts";

// Accessors: read and written unless they are said to be read only.
export class Accessors extends Device {
  @attribute({ dtype: "DevDouble", unit: "A", minValue: 0, memorized: true }) accessor current = 0;
  @attribute({ dtype: "DevString" }) accessor label = "";
  @attribute({ dtype: "DevBoolean", access: "READ" }) accessor ready = false;
  @attribute({ dtype: "DevLong64" }) accessor count = 0n;
  @attribute({ dtype: "DevLong64" }) accessor countOrNumber: bigint | number = 0;
  @attribute({ dtype: "DevLong64", access: "READ" }) accessor readCount = 0;
  @attribute({ dtype: "DevEnum", enumLabels: ["OFF", "ON"] }) accessor mode = 0;
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 9 }) accessor wave: ArrayLike<number> = [1];
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 9, access: "READ" }) accessor trace = [1, 2];
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 9 }) accessor curve = new Float64Array(9);
  @attribute({ dtype: "DevString", dformat: "SPECTRUM", maxDimX: 9 }) accessor names = ["a"];
  @attribute({ dtype: "DevUShort", dformat: "IMAGE", maxDimX: 4, maxDimY: 3 })
  accessor picture = new ImageValue(new Uint16Array(4), 2, 2);

  // @ts-expect-error a text is no number
  @attribute({ dtype: "DevDouble" }) accessor text = "text";
  // @ts-expect-error a 64 bit integer is written as bigint, which a number cannot hold
  @attribute({ dtype: "DevLong64" }) accessor narrow = 0;
  // @ts-expect-error what is written is a Float64Array, which number[] cannot hold
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 9 }) accessor list = [1, 2];
  // @ts-expect-error they are of another size
  @attribute({ dtype: "DevFloat", dformat: "SPECTRUM", maxDimX: 9 }) accessor doubles = new Float64Array(9);
  // @ts-expect-error a spectrum is no scalar
  @attribute({ dtype: "DevDouble" }) accessor several = [1, 2];
  // @ts-expect-error a scalar is no spectrum
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 9 }) accessor single = 1;
  // @ts-expect-error a spectrum has a largest size
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM" }) accessor unbounded: ArrayLike<number> = [];
  // @ts-expect-error an image has two of them
  @attribute({ dtype: "DevUShort", dformat: "IMAGE", maxDimX: 4 }) accessor row = new ImageValue(
    new Uint16Array(4),
    2,
    2,
  );
  // @ts-expect-error there is no such type
  @attribute({ dtype: "double" }) accessor python = 0;
  // @ts-expect-error there is no such option
  @attribute({ dtype: "DevDouble", minvalue: 0 }) accessor misspelt = 0;
  // @ts-expect-error a field is no accessor
  @attribute({ dtype: "DevDouble" }) field = 0;
  // @ts-expect-error clients cannot see what is private
  @attribute({ dtype: "DevDouble" }) accessor #hidden = 0;
  // @ts-expect-error a static member belongs to the class
  @attribute({ dtype: "DevDouble" }) static accessor shared = 0;

  peek(): number {
    return this.#hidden;
  }
}

// Getters: written by the setter beside them.
export class Getters extends Device {
  #turns = 0;
  #big = 0n;

  @attribute({ dtype: "DevLong" }) get turns() {
    return this.#turns;
  }
  @attribute({ dtype: "DevLong" }) get angle() {
    return this.#turns;
  }
  set angle(value: number) {
    this.#turns = value;
  }
  @attribute({ dtype: "DevLong64" }) get read64() {
    return 64;
  }
  @attribute({ dtype: "DevLong64", access: "READ" }) get read64of() {
    return 64;
  }
  set read64of(value: number) {
    this.#turns = value;
  }
  @attribute({ dtype: "DevLong64", write: "setBig" }) get big() {
    return Number(this.#big);
  }
  setBig(value: bigint): void {
    this.#big = value;
  }

  // @ts-expect-error a text is no number
  @attribute({ dtype: "DevLong" }) get text() {
    return "text";
  }
  // @ts-expect-error what is written is a bigint, which the setter does not take
  @attribute({ dtype: "DevLong64" }) get narrow() {
    return 64;
  }
  set narrow(value: number) {
    this.#turns = value;
  }
  // @ts-expect-error there is no setter
  @attribute({ dtype: "DevLong", access: "READ_WRITE" }) get readOnly() {
    return this.#turns;
  }
}

// Methods: what they give, and the methods that they name.
export class Methods extends Device {
  @attribute({ dtype: "DevDouble" }) async level() {
    return 1.5;
  }
  @attribute({ dtype: "DevDouble" }) timed() {
    return { value: 1.5, quality: "ATTR_CHANGING" as const, time: TimeVal.now() };
  }
  @attribute({ dtype: "DevDouble" }) async invalid() {
    return { quality: "ATTR_INVALID" as const };
  }
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 9 }) async wave() {
    return { value: Float64Array.of(1), time: new Date() };
  }
  @attribute({ dtype: "DevLong", write: "setVoltage", isAllowed: "isOn" }) voltage(of: NamedAttribute) {
    return of.name.length;
  }
  async setVoltage(volts: number, of: NamedAttribute): Promise<void> {
    this.infoStream("%s is %d", of.name, volts);
  }
  isOn(request: AttReqType): boolean {
    return request === "READ_REQ" || this.getState() === "ON";
  }

  // @ts-expect-error a text is no number
  @attribute({ dtype: "DevDouble" }) async text() {
    return "text";
  }
  // @ts-expect-error there is no such quality
  @attribute({ dtype: "DevDouble" }) quality() {
    return { value: 1, quality: "GOOD" as const };
  }
  // @ts-expect-error there is no such method
  @attribute({ dtype: "DevDouble", write: "setNothing" }) missing() {
    return 1;
  }
  // @ts-expect-error it takes a text
  @attribute({ dtype: "DevDouble", write: "setText" }) wrongWrite() {
    return 1;
  }
  setText(_text: string): void {}
  // @ts-expect-error it takes one value
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 9, write: "setVoltage" }) wrongFormat() {
    return [1];
  }
  // @ts-expect-error it is no method
  @attribute({ dtype: "DevDouble", write: "limit" }) noMethod() {
    return 1;
  }
  limit = 3;
  // @ts-expect-error it says nothing
  @attribute({ dtype: "DevDouble", isAllowed: "setText" }) wrongAllowed() {
    return 1;
  }
  // @ts-expect-error it wants more than it gets
  @attribute({ dtype: "DevDouble" }) greedy(_of: NamedAttribute, _more: number) {
    return 1;
  }
}

export class Commands extends Device {
  @command() reset(): void {}
  @command() async restart() {}
  @command({ dtypeIn: "DevDouble", docIn: "amperes" }) async ramp(target: number) {
    this.infoStream("to %d", target);
  }
  @command({ dtypeOut: "DevVarStringArray", pollingPeriod: 1000 }) lines() {
    return ["a"];
  }
  @command({ dtypeIn: "DevVarDoubleArray", dtypeOut: "DevLong64", isAllowed: "isOn" }) async sum(
    terms: Float64Array,
  ) {
    return terms.length;
  }
  @command({ dtypeIn: "DevVarLongStringArray", dtypeOut: "DevString" }) first({
    svalue,
  }: {
    svalue: string[];
  }) {
    return svalue[0] ?? "";
  }
  isOn(): boolean {
    return this.getState() === "ON";
  }

  // @ts-expect-error it is given a number
  @command({ dtypeIn: "DevDouble" }) wrongInput(_text: string) {}
  // @ts-expect-error it is given nothing
  @command() needsInput(_number: number) {}
  // @ts-expect-error it promised a number
  @command({ dtypeOut: "DevDouble" }) wrongOutput() {
    return "1";
  }
  // @ts-expect-error it promised a number
  @command({ dtypeOut: "DevDouble" }) async noOutput() {}
  // @ts-expect-error it promised nothing
  @command() unexpectedOutput() {
    return 1;
  }
  // @ts-expect-error there is no such method
  @command({ isAllowed: "isReady" }) missing() {}
  // @ts-expect-error it does not say whether
  @command({ isAllowed: "reset" }) wrongAllowed() {}
  // @ts-expect-error there is no such type
  @command({ dtypeIn: "double" }) python() {}
  // @ts-expect-error clients cannot see what is private
  @command() #hidden() {}

  peek(): void {
    this.#hidden();
  }
}

export class Properties extends Device {
  @deviceProperty({ dtype: "DevString", mandatory: true }) accessor host = "";
  @deviceProperty({ dtype: "DevString" }) accessor alias!: string;
  @deviceProperty({ dtype: "DevDouble", defaultValue: 10 }) accessor maxCurrent: number | null = null;
  @deviceProperty({ dtype: "DevVarStringArray" }) accessor hosts: readonly string[] = [];
  @deviceProperty({ dtype: "DevVarDoubleArray" }) accessor gains: ArrayLike<number> = [1];
  @classProperty({ dtype: "DevLong64", name: "MaxCount" }) accessor maxCount = 10n;

  // @ts-expect-error a text is no number
  @deviceProperty({ dtype: "DevString" }) accessor port = 0;
  // @ts-expect-error the property is a Float64Array, which number[] cannot hold
  @deviceProperty({ dtype: "DevVarDoubleArray" }) accessor list = [1];
  // @ts-expect-error the default is of another type
  @deviceProperty({ dtype: "DevDouble", defaultValue: "many" }) accessor limit = 0;
  // @ts-expect-error a property has no such type
  @deviceProperty({ dtype: "DevEncoded" }) accessor encoded = 0;
  // @ts-expect-error a field is no accessor
  @classProperty({ dtype: "DevString" }) field = "";
  // @ts-expect-error a property is no method
  @classProperty({ dtype: "DevString" }) method() {}
}

export class Pipes extends Device {
  #points = 100;

  @pipe({ label: "What is known", write: "setScan", isAllowed: "isOn" }) async scan() {
    return { name: "scan", elements: [{ name: "points", type: "DevLong" as const, value: this.#points }] };
  }
  setScan({ elements }: PipeBlob): void {
    this.#points = elements.length;
  }
  isOn(request: PipeReqType): boolean {
    return request === "READ_REQ";
  }

  // @ts-expect-error there is no such method
  @pipe({ write: "setNothing" }) missing() {
    return { name: "", elements: [] };
  }
  // @ts-expect-error it takes a number
  @pipe({ write: "setNumber" }) wrongWrite() {
    return { name: "", elements: [] };
  }
  setNumber(_number: number): void {}
  // @ts-expect-error a number is no blob
  @pipe() number() {
    return 3;
  }
}

// Inheritance: a subclass overrides and adds; a mixin adds to any device.
export class Base extends Device {
  @attribute({ dtype: "DevDouble", write: "setLevel" }) async level() {
    return 0;
  }
  setLevel(_value: number): void {}
}

export class Derived extends Base {
  @attribute({ dtype: "DevDouble", write: "setLevel", unit: "mm" }) override async level() {
    return 1;
  }
  @attribute({ dtype: "DevDouble", write: "setLevel" }) async other() {
    return 2;
  }
  // @ts-expect-error the inherited method takes a number
  @attribute({ dtype: "DevString", write: "setLevel" }) async text() {
    return "";
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as TypeScript wants the constructor of a mixin
type Mixable = new (...args: any[]) => Device;

export function withTemperature<B extends Mixable>(base: B) {
  class WithTemperature extends base {
    @attribute({ dtype: "DevDouble", unit: "K", write: "setTemperature" }) temperature() {
      return 293;
    }
    setTemperature(_kelvin: number): void {}
    // @ts-expect-error the method takes a number
    @attribute({ dtype: "DevString", write: "setTemperature" }) wrong() {
      return "";
    }
  }
  return WithTemperature;
}

export class Mixed extends withTemperature(Base) {
  @command({ dtypeOut: "DevDouble" }) async warmest() {
    return Math.max(this.temperature(), await this.level());
  }
}

export abstract class Unfinished extends Device {
  @attribute({ dtype: "DevDouble", write: "setLevel" }) async level() {
    return 0;
  }
  abstract setLevel(value: number): void;
}
