import { type CodeSet, ISO_8859_1, UTF_8 } from "../cdr/code-set.ts";
import { type GiopMinor, NATIVE_LITTLE_ENDIAN, type WireFormat } from "../cdr/wire-format.ts";

/** The wire format of a message: one shared object for each combination, so that a message costs none. */
export function messageFormat(
  giopMinor: GiopMinor,
  littleEndian: boolean = NATIVE_LITTLE_ENDIAN,
  charCodeSet: CodeSet = ISO_8859_1,
): WireFormat {
  const formats = charCodeSet === UTF_8 ? UTF_8_FORMATS : ISO_8859_1_FORMATS;
  return formats[littleEndian ? giopMinor + 3 : giopMinor]!;
}

function formatsOf(charCodeSet: CodeSet): readonly WireFormat[] {
  return [false, true].flatMap((littleEndian) =>
    MINORS.map((giopMinor) => ({ littleEndian, giopMinor, charCodeSet })),
  );
}

const MINORS: readonly GiopMinor[] = [0, 1, 2];
const ISO_8859_1_FORMATS = formatsOf(ISO_8859_1);
const UTF_8_FORMATS = formatsOf(UTF_8);
