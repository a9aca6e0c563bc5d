import { UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import { boundedString, boundedWstring, string, wstring } from "../../../../src/giop/idl/string.ts";
import { BIG, testCodec } from "../../../support/codec-table.ts";

const LONG_TEXT = "señal ".repeat(50);

testCodec("string", string, {
  correct: [
    ["", "00 00 00 01 00", "01 00 00 00 00"],
    ["abc", "00 00 00 04 61 62 63 00", "04 00 00 00 61 62 63 00"],
    ["señal", "00 00 00 06 73 65 f1 61 6c 00", "06 00 00 00 73 65 f1 61 6c 00"],
    // Long enough to leave the short way of the writer.
    [
      LONG_TEXT,
      `00 00 01 2d ${"73 65 f1 61 6c 20".repeat(50)} 00`,
      `2d 01 00 00 ${"73 65 f1 61 6c 20".repeat(50)} 00`,
    ],
  ],
  // Some ORBs send an empty text so.
  alsoDecodes: [["00 00 00 00", ""]],
  badValues: [
    ["a\0b", /NUL character inside/],
    [`${LONG_TEXT}\0`, /NUL character inside/],
    ["1 €", /U\+20AC has no ISO-8859-1 form/],
    [`${LONG_TEXT}€`, /U\+20AC has no ISO-8859-1 form/],
    [undefined, /undefined is not a string/],
    [5, /5 is not a string/],
    [["a"], /an object \(Array\) is not a string/],
  ],
  badBytes: [
    ["00 00 00 03 61 62 63", /does not end with NUL/],
    ["ff ff ff ff 61 62 63 00", /4294967295 bytes needed, 4 remain/],
    ["00 00 00 05 61 62 63 00", /5 bytes needed, 4 remain/],
  ],
});

testCodec("string in UTF-8", string, {
  format: { ...BIG, charCodeSet: UTF_8 },
  correct: [
    ["ñ", "00 00 00 03 c3 b1 00", "03 00 00 00 c3 b1 00"],
    ["😀", "00 00 00 05 f0 9f 98 80 00", "05 00 00 00 f0 9f 98 80 00"],
  ],
  badValues: [["a\0", /NUL character inside/]],
});

testCodec("wstring of GIOP 1.2", wstring, {
  // Octets counted, no terminator, big-endian without a mark.
  correct: [
    ["", "00 00 00 00"],
    ["a", "00 00 00 02 00 61", "02 00 00 00 00 61"],
    ["ж😀", "00 00 00 06 04 36 d8 3d de 00", "06 00 00 00 04 36 d8 3d de 00"],
    // A text that begins like a mark needs one of its own, or it would be taken for it.
    ["\ufeffa", "00 00 00 06 fe ff fe ff 00 61", "06 00 00 00 fe ff fe ff 00 61"],
    ["\ufffea", "00 00 00 06 fe ff ff fe 00 61", "06 00 00 00 fe ff ff fe 00 61"],
  ],
  alsoDecodes: [
    ["00 00 00 04 ff fe 61 00", "a"], // omniORB on a PC
    ["00 00 00 04 fe ff 00 61", "a"],
    ["00 00 00 06 ff fe ff fe 61 00", "\ufeffa"],
    ["00 00 00 02 ff fe", ""],
  ],
  badValues: [
    ["a\0b", /NUL character inside/],
    [undefined, /undefined is not a wstring/],
    [5, /5 is not a wstring/],
  ],
  badBytes: [
    ["00 00 00 03 00 61 00", /a wstring of 3 octets/],
    ["ff ff ff fe 00 61", /4294967294 bytes needed/],
  ],
});

testCodec("wstring of GIOP 1.1", wstring, {
  format: { ...BIG, giopMinor: 1 },
  // Code units counted, with a terminator, in the byte order of the message.
  correct: [
    ["", "00 00 00 01 00 00", "01 00 00 00 00 00"],
    ["aж", "00 00 00 03 00 61 04 36 00 00", "03 00 00 00 61 00 36 04 00 00"],
    ["\ufeffa", "00 00 00 04 fe ff fe ff 00 61 00 00", "04 00 00 00 ff fe ff fe 61 00 00 00"],
  ],
  alsoDecodes: [["00 00 00 00", ""]],
  badBytes: [
    ["00 00 00 02 00 61 00 62", /a wstring does not end with NUL/],
    ["ff ff ff ff 00 00", /8589934590 bytes needed/],
  ],
});

testCodec("wstring of GIOP 1.0", wstring, {
  format: { ...BIG, giopMinor: 0 },
  correct: [],
  badValues: [["", /GIOP 1.0 has no wchar and no wstring/]],
  badBytes: [["00 00 00 00", /GIOP 1.0 has no wstring/]],
});

testCodec("string<3>", boundedString(3), {
  correct: [["abc", "00 00 00 04 61 62 63 00", "04 00 00 00 61 62 63 00"]],
  badValues: [
    ["abcd", /a string of 4 characters exceeds its bound of 3/],
    [undefined, /undefined is not a string/],
    [["a", "b", "c", "d"], /not a string/],
  ],
  badBytes: [["00 00 00 05 61 62 63 64 00", /a string of 4 characters exceeds its bound of 3/]],
});

testCodec("wstring<2>", boundedWstring(2), {
  // The bound counts code units: one character beyond the basic plane takes both.
  correct: [["😀", "00 00 00 04 d8 3d de 00", "04 00 00 00 d8 3d de 00"]],
  badValues: [
    ["😀!", /a string of 3 characters exceeds its bound of 2/],
    [null, /null is not a wstring/],
  ],
  badBytes: [["00 00 00 06 00 61 00 62 00 63", /exceeds its bound of 2/]],
});
