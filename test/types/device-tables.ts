// Compiled, never run: what the static tables of device classes accept, and what they must refuse.
import type {
  AttributeTable,
  CommandTable,
  PropertyTable,
} from "../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../src/tango/server/device.ts";
import { forwarded } from "../../src/tango/server/forwarded/forwarded-definition.ts";
import { TimeVal } from "../../src/tango/value/time-val.ts";
import type { Equal, Expect } from "./expect.ts";

export class PowerSupply extends Device {
  static readonly attributes: AttributeTable<PowerSupply> = {
    current: {
      dtype: "DevDouble",
      unit: "A",
      read() {
        return this.amperes;
      },
      write(value) {
        type Value = Expect<Equal<typeof value, number>>;
        this.amperes = value satisfies Value extends true ? number : never;
      },
    },
    wave: {
      dtype: "DevDouble",
      dformat: "SPECTRUM",
      maxDimX: 9,
      async read({ name }) {
        return { value: Float64Array.of(name.length), time: TimeVal.now() };
      },
      write(values) {
        this.amperes = values.subarray(1).length;
      },
      isAllowed(request) {
        return request === "READ_REQ";
      },
    },
    root: forwarded({ root: "lab/supply/1/current" }),
    picture: { dtype: "DevUShort", dformat: "IMAGE", maxDimX: 4, maxDimY: 3, read: () => [[1, 2]] },
    count: {
      dtype: "DevLong64",
      read: () => 1,
      write(value) {
        this.amperes = Number(value / 2n);
      },
    },
  };

  static readonly commands: CommandTable<PowerSupply> = {
    ramp: {
      dtypeIn: "DevDouble",
      async execute(target) {
        this.amperes = target * 2;
      },
    },
    lines: { dtypeOut: "DevVarStringArray", execute: () => ["a"] },
    sum: {
      dtypeIn: "DevVarDoubleArray",
      dtypeOut: "DevDouble",
      execute(terms) {
        return terms.reduce((a, b) => a + b, this.amperes);
      },
      isAllowed() {
        return this.getState() === "ON";
      },
    },
    reset: {
      execute() {
        this.amperes = 0;
      },
    },
  };

  static readonly deviceProperties: PropertyTable = {
    host: { dtype: "DevString", mandatory: true },
    gains: { dtype: "DevVarDoubleArray", defaultValue: [1, 2] },
  };

  amperes = 0;
}

export const wrongAttributes: AttributeTable<PowerSupply> = {
  // @ts-expect-error a text is no number
  text: { dtype: "DevDouble", read: () => "text" },
  volts: {
    dtype: "DevDouble",
    read() {
      // @ts-expect-error the device has no such member
      return this.volts;
    },
  },
  // @ts-expect-error a spectrum has a largest size
  wave: { dtype: "DevDouble", dformat: "SPECTRUM", read: () => [1] },
  // @ts-expect-error a spectrum is no scalar
  several: { dtype: "DevDouble", read: () => [1] },
  // @ts-expect-error there is no such option
  misspelt: { dtype: "DevDouble", minvalue: 1, read: () => 1 },
};

export const wrongCommands: CommandTable<PowerSupply> = {
  // @ts-expect-error it promised a number
  output: { dtypeOut: "DevDouble", execute: () => "1" },
  // @ts-expect-error it is given a number
  input: { dtypeIn: "DevDouble", execute: (_text: string) => {} },
  // @ts-expect-error there is no such type
  python: { dtypeIn: "double", execute: () => {} },
};

export const wrongProperties: PropertyTable = {
  // @ts-expect-error a property has no such type
  encoded: { dtype: "DevEncoded" },
};
