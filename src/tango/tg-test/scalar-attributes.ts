import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { LooseAttributeSpec, NamedAttribute } from "../server/definition/attribute-definition.ts";
import { elementOf, type NumberedType } from "./elements.ts";
import { overwritten } from "./overwritten.ts";
import type { SignalSettings } from "./signal-settings.ts";
import type { TestedDevice } from "./test-data.ts";

/** The scalars of a TangoTest, in the order in which clients see them. */
export const SCALAR_ATTRIBUTES: Readonly<Record<string, LooseAttributeSpec>> = {
  ampli: { dtype: "DevDouble", ...setting("ampli") },
  boolean_scalar: {
    dtype: "DevBoolean",
    description: "A boolean scalar attribute",
    ...stored(true),
  },
  double_scalar: { dtype: "DevDouble", ...sine("double_scalar"), ...setting("double_scalar") },
  double_scalar_rww: {
    dtype: "DevDouble",
    ...withWritten("double_scalar_w"),
    ...sine("double_scalar_w"),
  },
  double_scalar_w: { dtype: "DevDouble", ...setting("double_scalar_w") },
  float_scalar: {
    description: "A float attribute",
    ...noise("DevFloat", "float_scalar"),
    ...setting("float_scalar"),
  },
  // These two follow the settings of their 32 bit brothers, not their own.
  long64_scalar: { ...noise("DevLong64", "long_scalar"), ...ignored() },
  long_scalar: { ...noise("DevLong", "long_scalar"), ...setting("long_scalar") },
  long_scalar_rww: { ...noise("DevLong", "long_scalar_w"), ...withWritten("long_scalar_w") },
  long_scalar_w: { dtype: "DevLong", ...setting("long_scalar_w") },
  no_value: { dtype: "DevLong", read: () => ({ value: null }) },
  short_scalar: { ...noise("DevShort", "short_scalar"), ...setting("short_scalar") },
  short_scalar_ro: noise("DevShort", "short_scalar"),
  short_scalar_rww: { ...noise("DevShort", "short_scalar_w"), ...withWritten("short_scalar_w") },
  short_scalar_w: { dtype: "DevShort", ...setting("short_scalar_w") },
  string_scalar: { dtype: "DevString", ...stored("Default string") },
  throw_exception: { dtype: "DevLong", read: throwException },
  uchar_scalar: { ...noise("DevUChar", "uchar_scalar"), ...setting("uchar_scalar") },
  ulong64_scalar: { ...noise("DevULong64", "ulong_scalar"), ...ignored() },
  ushort_scalar: { ...noise("DevUShort", "ushort_scalar"), ...setting("ushort_scalar") },
  ulong_scalar: { ...noise("DevULong", "ulong_scalar"), ...setting("ulong_scalar") },
  enum_scalar: {
    dtype: "DevEnum",
    enumLabels: ["LABEL0", "LABEL1", "LABEL2"],
    ...overwritten<number>(
      (label) => label,
      (generation) => generation.randomBelow(2),
    ),
  },
  freq: { dtype: "DevDouble", ...setting("freq") },
  enum_scalar_ro: { enumLabels: ["LABEL3", "LABEL4", "LABEL5"], ...noise("DevEnum", 2) },
};

/** Random numbers from 0 to below a limit, or below what was written to an attribute. */
function noise(dtype: NumberedType, limit: keyof SignalSettings | number) {
  return {
    dtype,
    read(this: TestedDevice, { name }: NamedAttribute): unknown {
      return this.data.generation.value(name, (generation) => {
        const { settings } = generation;
        return elementOf(dtype, generation.randomBelow(typeof limit === "number" ? limit : settings[limit]));
      });
    },
  };
}

/** A sine whose amplitude was written to an attribute. */
function sine(amplitude: keyof SignalSettings) {
  return {
    read(this: TestedDevice): number {
      const { generation } = this.data;
      return generation.sine(generation.settings[amplitude]);
    },
  };
}

/** What is written says how the signals move. */
function setting(name: keyof SignalSettings) {
  return {
    write(this: TestedDevice, value: number): void {
      this.data.set(name, value);
    },
  };
}

/** What is written is shown as the set value, and else means nothing. */
function ignored() {
  return { write(): void {} };
}

/** What is written is read. */
function stored(initial: boolean | string) {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): unknown {
      return this.data.stored(name, () => initial);
    },
    write(this: TestedDevice, value: boolean | string, { name }: NamedAttribute): void {
      this.data.store(name, value);
    },
  };
}

function withWritten(writeAttribute: string) {
  return { access: "READ_WITH_WRITE", writeAttribute } as const;
}

function throwException(): never {
  const desc = "here is the exception you requested";
  throw new DevFailed([devError("exception test", desc, "TangoTest::read_throw_exception")]);
}
