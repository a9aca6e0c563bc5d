import type { Attribute } from "../attribute/attribute.ts";
import type { ServedDevice } from "../served-device.ts";

/**
 * What of a device makes its interface, as a text: two devices with the same one have the same commands and attributes of the same types. So
 * far as cppTango looks at it (DevIntr): of labels it is their number.
 */
export function interfaceOf({ attributes, commands }: ServedDevice): string {
  const lines = [
    ...Array.from(commands, ({ name, dtypeIn, dtypeOut }) => [name.toLowerCase(), dtypeIn, dtypeOut]),
    ...Array.from(attributes, attributeLine),
  ];
  return lines
    .map((line) => JSON.stringify(line))
    .sort()
    .join("\n");
}

function attributeLine({ key, definition, settings }: Attribute): readonly unknown[] {
  const { access, dtype, dformat, maxDimX, maxDimY, memorized, hwMemorized, writeAttribute } = definition;
  const { length: labels } = settings.enumLabels;
  return [
    key,
    access,
    dtype,
    dformat,
    maxDimX,
    maxDimY,
    memorized,
    hwMemorized,
    writeAttribute ?? null,
    labels,
  ];
}
