import { UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import {
  boolean,
  char,
  double,
  float,
  long,
  longdouble,
  longlong,
  null_,
  octet,
  short,
  ulong,
  ulonglong,
  ushort,
  void_,
  wchar,
} from "../../../../src/giop/idl/primitives.ts";
import { BIG, testCodec } from "../../../support/codec-table.ts";

testCodec("boolean", boolean, {
  correct: [
    [false, "00"],
    [true, "01"],
  ],
  // omniORB takes any octet but 0 for TRUE, and C++ servers do send such.
  alsoDecodes: [
    ["07", true],
    ["ff", true],
  ],
  badValues: [
    [0, /0 is not a boolean/],
    ["true", /"true" is not a boolean/],
    [undefined, /undefined is not a boolean/],
  ],
});

testCodec("octet", octet, {
  correct: [
    [0, "00"],
    [255, "ff"],
  ],
  badValues: [
    [256, /256 is not an octet/],
    [-1, /-1 is not an octet/],
    [1.5, /1.5 is not an octet/],
    [Number.NaN, /NaN is not/],
    ["1", /"1" is not/],
    [1n, /1n is not/],
    [undefined, /undefined is not/],
  ],
});

testCodec("short", short, {
  correct: [
    [1, "00 01", "01 00"],
    [-2, "ff fe", "fe ff"],
    [32767, "7f ff", "ff 7f"],
    [-32768, "80 00", "00 80"],
  ],
  badValues: [
    [32768, /32768 is not a short/],
    [-32769, /-32769 is not a short/],
    [0.5, /not a short/],
    [null, /null is not a short/],
  ],
});

testCodec("unsigned short", ushort, {
  correct: [
    [258, "01 02", "02 01"],
    [65535, "ff ff"],
  ],
  badValues: [
    [65536, /65536 is not an unsigned short/],
    [-1, /-1 is not an unsigned short/],
  ],
});

testCodec("long", long, {
  correct: [
    [1, "00 00 00 01", "01 00 00 00"],
    [2147483647, "7f ff ff ff", "ff ff ff 7f"],
    [-2147483648, "80 00 00 00", "00 00 00 80"],
  ],
  badValues: [
    [2147483648, /2147483648 is not a long/],
    [-2147483649, /not a long/],
    [Number.POSITIVE_INFINITY, /Infinity is not a long/],
    [{}, /an object \(Object\) is not a long/],
  ],
});

testCodec("unsigned long", ulong, {
  correct: [
    [0x01020304, "01 02 03 04", "04 03 02 01"],
    [4294967295, "ff ff ff ff"],
  ],
  badValues: [
    [4294967296, /4294967296 is not an unsigned long/],
    [-1, /-1 is not an unsigned long/],
  ],
});

testCodec("long long", longlong, {
  correct: [
    [1n, "00 00 00 00 00 00 00 01", "01 00 00 00 00 00 00 00"],
    [9007199254740993n, "00 20 00 00 00 00 00 01", "01 00 00 00 00 00 20 00"],
    [9223372036854775807n, "7f ff ff ff ff ff ff ff", "ff ff ff ff ff ff ff 7f"],
    [-9223372036854775808n, "80 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 80"],
  ],
  alsoEncodes: [
    [-5, -5n],
    [Number.MAX_SAFE_INTEGER, 9007199254740991n],
  ],
  badValues: [
    [9223372036854775808n, /9223372036854775808n is not a long long/],
    [-9223372036854775809n, /not a long long/],
    [2 ** 53, /9007199254740992 is not a long long \(a bigint or a safe integer\)/],
    [0.5, /0.5 is not/],
    ["1", /"1" is not/],
  ],
});

testCodec("unsigned long long", ulonglong, {
  correct: [
    [1n, "00 00 00 00 00 00 00 01", "01 00 00 00 00 00 00 00"],
    [18446744073709551615n, "ff ff ff ff ff ff ff ff"],
  ],
  alsoEncodes: [[7, 7n]],
  badValues: [
    [18446744073709551616n, /not an unsigned long long/],
    [-1n, /-1n is not an unsigned long long/],
    [-1, /-1 is not an unsigned long long/],
  ],
});

testCodec("float", float, {
  correct: [
    [1.5, "3f c0 00 00", "00 00 c0 3f"],
    [-0, "80 00 00 00", "00 00 00 80"],
    [Number.NaN, "7f c0 00 00", "00 00 c0 7f"],
    [Number.NEGATIVE_INFINITY, "ff 80 00 00", "00 00 80 ff"],
    [2 ** -149, "00 00 00 01", "01 00 00 00"],
  ],
  alsoEncodes: [
    [0.1, Math.fround(0.1)],
    [1e39, Number.POSITIVE_INFINITY],
  ],
  badValues: [
    ["1", /"1" is not a float/],
    [1n, /1n is not a float/],
  ],
});

testCodec("double", double, {
  correct: [
    [1.5, "3f f8 00 00 00 00 00 00", "00 00 00 00 00 00 f8 3f"],
    [-0, "80 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 80"],
    [Number.NaN, "7f f8 00 00 00 00 00 00", "00 00 00 00 00 00 f8 7f"],
    [Number.POSITIVE_INFINITY, "7f f0 00 00 00 00 00 00", "00 00 00 00 00 00 f0 7f"],
    [5e-324, "00 00 00 00 00 00 00 01", "01 00 00 00 00 00 00 00"],
    [Number.MAX_VALUE, "7f ef ff ff ff ff ff ff", "ff ff ff ff ff ff ef 7f"],
  ],
  badValues: [
    [undefined, /undefined is not a double/],
    [null, /null is not a double/],
  ],
});

const SIXTEEN = Uint8Array.from({ length: 16 }, (_, i) => i);

testCodec("long double", longdouble, {
  // Octets of the sender, whatever the byte order; nobody says what is in them.
  correct: [[SIXTEEN, "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f"]],
  badValues: [
    [SIXTEEN.subarray(1), /not a long double \(16 octets\)/],
    [1.5, /1.5 is not a long double/],
    [undefined, /undefined is not a long double/],
  ],
});

testCodec("char", char, {
  correct: [
    ["a", "61"],
    ["\0", "00"],
    ["ÿ", "ff"],
  ],
  badValues: [
    ["", /"" is not a char/],
    ["ab", /"ab" is not a char/],
    ["€", /U\+20AC has no ISO-8859-1 form/],
    [97, /97 is not a char/],
  ],
});

testCodec("char in UTF-8", char, {
  format: { ...BIG, charCodeSet: UTF_8 },
  correct: [["a", "61"]],
  badValues: [["ÿ", /"ÿ" is not a char \(one octet in UTF-8\)/]],
});

testCodec("wchar of GIOP 1.2", wchar, {
  // Big-endian without a mark, whatever the byte order of the message.
  correct: [
    ["a", "02 00 61"],
    ["€", "02 20 ac"],
    ["\ud83d", "02 d8 3d"],
    ["\ufeff", "02 fe ff"],
    ["\ufffe", "02 ff fe"],
  ],
  alsoDecodes: [
    ["04 ff fe 61 00", "a"],
    ["04 fe ff 00 61", "a"],
  ],
  badValues: [
    ["", /"" is not a wchar/],
    ["😀", /"😀" is not a wchar \(one UTF-16 code unit\)/],
    [97, /97 is not a wchar/],
  ],
  badBytes: [
    ["00", /a wchar of 0 octets/],
    ["01 61", /a wchar of 1 octets/],
    ["04 00 61 00 62", /a wchar of 4 octets/],
    ["06 fe ff 00 61 00 62", /a wchar of 6 octets/],
  ],
});

testCodec("wchar of GIOP 1.1", wchar, {
  format: { ...BIG, giopMinor: 1 },
  correct: [
    ["a", "00 61", "61 00"],
    ["\ufeff", "fe ff", "ff fe"],
  ],
});

testCodec("wchar of GIOP 1.0", wchar, {
  format: { ...BIG, giopMinor: 0 },
  correct: [],
  badValues: [["a", /GIOP 1.0 has no wchar/]],
  badBytes: [["02 00 61", /GIOP 1.0 has no wchar/]],
});

testCodec("void", void_, { correct: [[undefined, ""]] });
testCodec("null", null_, { correct: [[null, ""]] });
