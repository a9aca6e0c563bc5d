import type { LooseAttributeSpec, NamedAttribute } from "../server/definition/attribute-definition.ts";
import { elementsOf, type NumberedType } from "./elements.ts";
import { overwritten } from "./overwritten.ts";
import type { TestedDevice } from "./test-data.ts";

/** How many elements a spectrum shows, and keeps of those that are written. */
const LENGTH = 256;

/** The spectra of a TangoTest, in the order in which clients see them. */
export const SPECTRUM_ATTRIBUTES: Readonly<Record<string, LooseAttributeSpec>> = {
  boolean_spectrum: spectrum("DevBoolean", stored("DevBoolean")),
  boolean_spectrum_ro: spectrum("DevBoolean", noise("DevBoolean", 2)),
  double_spectrum: spectrum("DevDouble", stored("DevDouble")),
  double_spectrum_ro: spectrum("DevDouble", noise("DevDouble")),
  float_spectrum: {
    description: "A float spectrum attribute",
    ...spectrum("DevFloat", stored("DevFloat")),
  },
  float_spectrum_ro: spectrum("DevFloat", noise("DevFloat")),
  long64_spectrum_ro: spectrum("DevLong64", noise("DevLong64")),
  long_spectrum: spectrum("DevLong", stored("DevLong")),
  long_spectrum_ro: spectrum("DevLong", noise("DevLong")),
  short_spectrum: spectrum("DevShort", stored("DevShort")),
  short_spectrum_ro: spectrum("DevShort", noise("DevShort")),
  string_spectrum: spectrum("DevString", stored("DevString")),
  string_spectrum_ro: spectrum("DevString", { read: readGreetings }),
  uchar_spectrum: {
    description: "An unsigned char spectrum attribute",
    minValue: 0,
    maxValue: 255,
    ...spectrum("DevUChar", stored("DevUChar")),
  },
  uchar_spectrum_ro: spectrum("DevUChar", noise("DevUChar")),
  ulong64_spectrum_ro: spectrum("DevULong64", noise("DevULong64")),
  ulong_spectrum_ro: spectrum("DevULong", noise("DevULong")),
  ushort_spectrum: {
    description: "An unsigned short spectrum attribute",
    ...spectrum("DevUShort", stored("DevUShort")),
  },
  ushort_spectrum_ro: spectrum("DevUShort", noise("DevUShort")),
  wave: spectrum("DevDouble", { read: readWave }),
  enum_spectrum: {
    enumLabels: ["LABEL6", "LABEL7", "LABEL8"],
    ...spectrum("DevEnum", overwrittenNoise()),
  },
  enum_spectrum_ro: {
    enumLabels: ["LABEL9", "LABEL10", "LABEL11"],
    ...spectrum("DevEnum", noise("DevEnum", 2)),
  },
};

type Methods = Pick<LooseAttributeSpec, "read" | "write">;

function spectrum(dtype: NumberedType | "DevString", methods: Methods): LooseAttributeSpec {
  return { dtype, dformat: "SPECTRUM", maxDimX: dtype === "DevString" ? 256 : 4096, ...methods };
}

/** Random numbers from 0 to below a limit. */
function noise(dtype: NumberedType, limit = 256): Methods {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): unknown {
      return this.data.generation.value(name, (generation) =>
        elementsOf(dtype, LENGTH, () => generation.randomBelow(limit)),
      );
    },
  };
}

/** What is written is read, up to its 256th element. */
function stored(dtype: NumberedType | "DevString"): Methods {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): unknown {
      return this.data.stored(name, () => initial(dtype));
    },
    write(this: TestedDevice, value: Written, { name }: NamedAttribute): void {
      this.data.store(name, value.slice(0, LENGTH));
    },
  };
}

/** An array of any kind. */
interface Written {
  slice(start: number, end: number): Written;
}

function initial(dtype: NumberedType | "DevString"): unknown {
  return dtype === "DevString" ? new Array(LENGTH).fill("") : elementsOf(dtype, LENGTH, () => 0);
}

/** What is written is read until the next step, which puts random labels in its place. */
function overwrittenNoise(): Methods {
  return overwritten<Int16Array>(
    (value) => value.slice(0, LENGTH),
    (generation, before) => elementsOf("DevEnum", before?.length ?? LENGTH, () => generation.randomBelow(2)),
  );
}

function readGreetings(this: TestedDevice, { name }: NamedAttribute): string[] {
  return this.data.generation.value(name, (generation) =>
    Array.from({ length: LENGTH }, (_, i) => {
      const number = String(generation.randomBelow(256)).padStart(4, "0");
      return `[${String(i).padStart(2, "0")}]::hello-world-${number}`;
    }),
  );
}

function readWave(this: TestedDevice, { name }: NamedAttribute): Float64Array {
  return this.data.generation.value(name, (generation) => generation.wave(LENGTH));
}
