import type { LooseAttributeSpec, NamedAttribute } from "../server/definition/attribute-definition.ts";
import { ImageValue } from "../value/image-value.ts";
import { beamImage } from "./beam-image.ts";
import { elementsOf, type NumberedType } from "./elements.ts";
import { overwritten } from "./overwritten.ts";
import type { TestedDevice } from "./test-data.ts";

/** Rows, and elements of a row, of all images but `ushort_image_ro`. */
const SIZE = 251;

/** A device that says how large its `ushort_image_ro` is. */
export interface SizedDevice extends TestedDevice {
  /** Rows, and elements of a row. */
  readonly ushortImageSize: number;
}

/** The images of a TangoTest, in the order in which clients see them. */
export const IMAGE_ATTRIBUTES: Readonly<Record<string, LooseAttributeSpec>> = {
  boolean_image: image("DevBoolean", stored("DevBoolean")),
  boolean_image_ro: { label: "boolean_image", ...image("DevBoolean", noise("DevBoolean", 2)) },
  double_image: image("DevDouble", stored("DevDouble")),
  double_image_ro: image("DevDouble", beam("DevDouble")),
  float_image: image("DevFloat", stored("DevFloat")),
  float_image_ro: {
    label: "float_image",
    description: "A float image attribute",
    minValue: 0,
    maxValue: 255,
    ...image("DevFloat", beam("DevFloat")),
  },
  long64_image_ro: image("DevLong64", beam("DevLong64")),
  long_image: image("DevLong", storedWithin("DevLong")),
  long_image_ro: image("DevLong", beam("DevLong")),
  short_image: image("DevShort", stored("DevShort")),
  short_image_ro: image("DevShort", beam("DevShort")),
  string_image: image("DevString", stored("DevString")),
  string_image_ro: image("DevString", { read: readGreetings }),
  uchar_image: image("DevUChar", stored("DevUChar")),
  uchar_image_ro: {
    label: "uchar_image",
    description: "An unsigned char image attribute",
    minValue: 0,
    maxValue: 255,
    ...image("DevUChar", noise("DevUChar")),
  },
  ulong64_image_ro: image("DevULong64", beam("DevULong64")),
  ulong_image_ro: image("DevULong", beam("DevULong")),
  ushort_image: image("DevUShort", stored("DevUShort")),
  ushort_image_ro: {
    description: "An unsigned short image attribute",
    minValue: 0,
    maxValue: 255,
    ...image("DevUShort", { read: readSizedNoise }),
    maxDimX: 8192,
    maxDimY: 8192,
  },
  enum_image_ro: {
    enumLabels: ["LABEL12", "LABEL13", "LABEL14"],
    ...image("DevEnum", noise("DevEnum", 2)),
  },
  enum_image: {
    enumLabels: ["LABEL15", "LABEL16", "LABEL17"],
    ...image("DevEnum", overwrittenNoise()),
  },
};

type Methods = Pick<LooseAttributeSpec, "read" | "write">;
// biome-ignore lint/suspicious/noExplicitAny: the elements of any type of attribute
type AnyImage = ImageValue<any, any>;

function image(dtype: NumberedType | "DevString", methods: Methods): LooseAttributeSpec {
  const size = dtype === "DevString" ? 256 : SIZE;
  return { dtype, dformat: "IMAGE", maxDimX: size, maxDimY: size, ...methods };
}

/** A beam, see there. */
function beam(dtype: NumberedType): Methods {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): AnyImage {
      return this.data.generation.value(
        name,
        (generation) => new ImageValue(beamImage(dtype, SIZE, generation) as never, SIZE, SIZE),
      );
    },
  };
}

/** Random numbers from 0 to below a limit. */
function noise(dtype: NumberedType, limit = 256): Methods {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): AnyImage {
      return this.data.generation.value(name, (generation) =>
        imageOf(dtype, SIZE, SIZE, () => generation.randomBelow(limit)),
      );
    },
  };
}

function readSizedNoise(this: SizedDevice, { name }: NamedAttribute): AnyImage {
  const size = this.ushortImageSize;
  return this.data.generation.value(name, (generation) =>
    imageOf("DevUShort", size, size, () => generation.randomBelow(256)),
  );
}

/** What is written is read. */
function stored(dtype: NumberedType | "DevString"): Methods {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): AnyImage {
      return this.data.stored(name, () => initial(dtype));
    },
    write(this: TestedDevice, value: AnyImage, { name }: NamedAttribute): void {
      this.data.store(name, copyOf(value));
    },
  };
}

/** As the C++ one does it for `long_image`: the whole image is read, and what is written replaces its first elements, whatever their rows. */
function storedWithin(dtype: NumberedType): Methods {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): AnyImage {
      return this.data.stored(name, () => initial(dtype));
    },
    write(this: TestedDevice, { data }: AnyImage, { name }: NamedAttribute): void {
      const before = this.data.stored(name, () => initial(dtype));
      const after = imageOf(dtype, SIZE, SIZE, (i) => (i < data.length ? data : before.data)[i]);
      this.data.store(name, after);
    },
  };
}

/** What is written is read until the next step, which puts random labels in its place. */
function overwrittenNoise(): Methods {
  return overwritten<AnyImage>(copyOf, (generation, before) =>
    imageOf("DevEnum", before?.dimX ?? SIZE, before?.dimY ?? SIZE, () => generation.randomBelow(2)),
  );
}

function readGreetings(this: TestedDevice, { name }: NamedAttribute): AnyImage {
  return this.data.generation.value(name, (generation) => {
    const two = (value: number) => String(value).padStart(2, "0");
    const texts = Array.from({ length: SIZE * SIZE }, (_, i) => {
      const number = String(generation.randomBelow(256)).padStart(4, "0");
      return `[${two(i % SIZE)}][${two(Math.floor(i / SIZE))}]::hello world::${number}`;
    });
    return new ImageValue(texts, SIZE, SIZE);
  });
}

function imageOf(dtype: NumberedType, dimX: number, dimY: number, at: (index: number) => number): AnyImage {
  return new ImageValue(elementsOf(dtype, dimX * dimY, at) as never, dimX, dimY);
}

function initial(dtype: NumberedType | "DevString"): AnyImage {
  if (dtype !== "DevString") return imageOf(dtype, SIZE, SIZE, () => 0);
  return new ImageValue(new Array(SIZE * SIZE).fill(""), SIZE, SIZE);
}

/** Of its own memory: what is written may be a view of the message that brought it. */
function copyOf({ data, dimX, dimY }: AnyImage): AnyImage {
  return new ImageValue(data.slice(), dimX, dimY);
}
