import type { TypeOf } from "../../../src/giop/index.ts";
import { Any, double, long, string } from "../../../src/giop/index.ts";
import type { ProxyOf } from "../../../src/iiop/index.ts";
import type { ByLong, Everything, Expression, Line, Mixed, Tree } from "./echo-idl.ts";
import { Line as LineType } from "./echo-idl.ts";

/** The whole object of the interop tests. */
export type EchoProxy = ProxyOf<typeof Everything>;

type EchoOperation = Extract<keyof EchoProxy, `echo${string}`>;
/** These go by reference or carry types: what comes back is compared in other ways. */
type ComparedElsewhere =
  | "echoAny"
  | "echoAnys"
  | "echoTypeCode"
  | "echoObject"
  | "echoObjects"
  | "echoChild"
  | "echoLongDouble"
  | "echoLongDoubles";
type Values<O extends keyof EchoProxy> = readonly Parameters<EchoProxy[O]>[0][];

/** Needs wide characters: GIOP 1.2 and a reference with code sets, where omniORB is the peer. */
export type WideOperation =
  | "echoWChar"
  | "echoWString"
  | "echoShortWide"
  | "echoWChars"
  | "echoWStrings"
  | "echoWideRecord";
/** Operations whose values come back as they went; the compiler asks for every one of the IDL. */
export type PlainOperation = Exclude<EchoOperation, ComparedElsewhere | WideOperation>;

/** No two members are equal. */
export const MIXED: TypeOf<typeof Mixed> = {
  o: 254,
  d: -1.25e-300,
  b: true,
  ll: -(2n ** 53n) - 1n,
  c: "ñ",
  s: -2,
  o2: 7,
  l: -2147483648,
  us: 65534,
  ull: 2n ** 64n - 2n,
  f: 0.5,
  ul: 4294967294,
};

/** A Line with every kind of member. */
export const LINE: TypeOf<typeof Line> = {
  label: "línea",
  from: { x: 1.5, y: -2.5 },
  to: { x: 3.25, y: 1e100 },
  shade: "blue",
  via: [
    { x: 1, y: 2 },
    { x: 3, y: 4 },
  ],
  box: [
    { x: 0, y: 1 },
    { x: 2, y: 3 },
    { x: 4, y: 5 },
    { x: 6, y: -7 },
  ],
};

/** A tree of `depth` levels below its root, each node with `width` children. */
export function tree(depth: number, width: number, name = "root"): Tree {
  const children =
    depth === 0 ? [] : Array.from({ length: width }, (_, i) => tree(depth - 1, width, `${name}.${i}`));
  return { name, children };
}

/** An expression as deep. */
export function expression(depth: number): Expression {
  if (depth === 0) return { kind: "literal", value: 0.5, discriminator: "red" };
  const value = [
    expression(depth - 1),
    { kind: "literal" as const, value: depth, discriminator: "red" as const },
  ];
  return { kind: "operands", value, discriminator: "green" };
}

export const BY_LONGS: readonly TypeOf<typeof ByLong>[] = [
  { kind: "number", value: -5, discriminator: 1 },
  { kind: "text", value: "two", discriminator: 2 },
  { kind: "text", value: "three", discriminator: 3 },
  { kind: "segment", value: LINE, discriminator: -1 },
  { kind: "other", value: 0.25, discriminator: 0 },
  { kind: "other", value: -0, discriminator: 2147483647 },
  { kind: "other", value: Number.NaN, discriminator: -2147483648 },
];

const REALS = [0, -0, 1, -1, 1 / 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
const MOST_LATIN_1 = String.fromCharCode(...Array.from({ length: 255 }, (_, i) => i + 1));
const many = <T>(element: (i: number) => T, length = 1000): T[] =>
  Array.from({ length }, (_, i) => element(i));
const LONGS = [-2147483648, -2147483647, -1, 0, 1, 42, 2147483646, 2147483647];
const LONGLONGS = [-(2n ** 63n), -(2n ** 53n) - 1n, -1n, 0n, 1n, 2n ** 53n + 1n, 2n ** 63n - 1n];
const ULONGLONGS = [0n, 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n];

export const PLAIN_VALUES: { readonly [O in PlainOperation]: Values<O> } = {
  echoShort: [-32768, -32767, -1, 0, 1, 42, 32766, 32767],
  echoLong: LONGS,
  echoLongLong: LONGLONGS,
  echoUShort: [0, 1, 42, 32768, 65534, 65535],
  echoULong: [0, 1, 42, 2147483648, 4294967294, 4294967295],
  echoULongLong: ULONGLONGS,
  echoFloat: [...REALS, 2 ** -149, 3.4028234663852886e38, 2 ** -126].map(Math.fround),
  echoDouble: [...REALS, Number.MIN_VALUE, Number.MAX_VALUE, Number.EPSILON, 2 ** -1022],
  echoBoolean: [true, false],
  echoOctet: [0, 1, 127, 128, 255],
  echoColour: ["red", "green", "blue"],
  echoMoney: ["0.000", "0.001", "-0.001", "1.000", "123456.789", "-123456.789", "999999.999", "-999999.999"],
  echoRate: ["0.0000", "0.0001", "-0.0001", "12.3456", "99.9999", "-99.9999"],

  echoChar: ["a", "\0", "~", "\x7f", "\x80", "ñ", "ÿ"],
  echoString: [
    "",
    "a",
    "plain",
    "éüÿ ¡¿ñ",
    "line\nbreak\ttab",
    " spaces ",
    MOST_LATIN_1,
    "x".repeat(8191),
    "y".repeat(2 ** 20),
  ],
  echoShortText: ["", "1234567", "12345678"],

  echoShorts: [new Int16Array(), new Int16Array([-32768]), Int16Array.from(many((i) => i * 1234567))],
  echoLongs: [new Int32Array(), new Int32Array(LONGS), Int32Array.from(many((i) => i * 1234567891))],
  echoLongLongs: [
    new BigInt64Array(),
    new BigInt64Array(LONGLONGS),
    BigInt64Array.from(many((i) => BigInt(-i))),
  ],
  echoUShorts: [new Uint16Array(), new Uint16Array([65535]), Uint16Array.from(many((i) => i * 77))],
  echoULongs: [new Uint32Array(), new Uint32Array([4294967295]), Uint32Array.from(many((i) => -i))],
  echoULongLongs: [
    new BigUint64Array(),
    new BigUint64Array(ULONGLONGS),
    BigUint64Array.from(many((i) => BigInt(i))),
  ],
  echoFloats: [new Float32Array(), new Float32Array(REALS), Float32Array.from(many((i) => 1 / i))],
  echoDoubles: [new Float64Array(), new Float64Array(REALS), Float64Array.from(many((i) => 1 / i))],
  echoBooleans: [[], [true], many((i) => i % 3 === 0)],
  echoChars: [[], ["ñ"], many((i) => String.fromCharCode(i & 0xff))],
  echoOctets: [new Uint8Array(), new Uint8Array([0, 255]), Uint8Array.from(many((i) => i * 7))],
  echoStrings: [[], [""], ["a", "", "éü"], many((i) => "t".repeat(i % 17))],
  echoShortTexts: [[], ["12345678"], many((i) => "t".repeat(i % 9))],
  echoColours: [[], ["blue"], many((i) => (["red", "green", "blue"] as const)[i % 3]!)],
  echoMoneys: [[], ["-0.001"], many((i) => `${i}.500`)],
  echoDoubleSeqs: [
    [],
    [new Float64Array()],
    many((i) => Float64Array.from({ length: i }, (_, j) => i + j / 100), 20),
  ],
  echoFourLongs: [new Int32Array(), new Int32Array([1, 2, 3, 4])],
  echoTwoTexts: [[], ["a"], ["12345678", ""]],
  echoPoints: [[], [{ x: 1, y: -0 }], many((i) => ({ x: i, y: 1 / (i + 1) }))],
  echoLines: [[], [LINE], many(() => LINE, 50)],
  echoMatrices: [[], many((i) => [new Float64Array([i, 1, 2]), new Float64Array([3, 4, -i])], 5)],
  echoByLongs: [[], BY_LONGS, many((i) => BY_LONGS[i % BY_LONGS.length]!)],

  echoHardwareAddress: [new Uint8Array([0, 1, 0x7f, 0x80, 0xfe, 0xff])],
  echoMatrix: [[new Float64Array([1, -2, 3.5]), new Float64Array([1e-300, Number.POSITIVE_INFINITY, -0])]],
  echoCube: [
    [
      [
        ["", "c"],
        ["cc", "ccc"],
      ],
      [
        ["é", "ccccc"],
        ["cccccc", "ccccccc"],
      ],
    ],
  ],
  echoCorners: [LINE.box],
  echoMixed: [MIXED],
  echoPoint: [{ x: -1.5, y: 1e-9 }],
  echoLine: [LINE, { ...LINE, label: "", via: [] }],
  echoPriced: [
    { item: "bandoneón", price: "-271828.183", discount: "0.0001", history: ["0.000", "0.500"] },
    { item: "", price: "0.000", discount: "0.0000", history: [] },
  ],
  echoTree: [tree(0, 0), tree(4, 3), tree(60, 1)],
  echoByLong: BY_LONGS,
  echoByBoolean: [
    { kind: "yes", value: -(2n ** 63n), discriminator: true },
    { kind: "no", value: "no", discriminator: false },
  ],
  echoByColour: [
    { kind: "number", value: -1, discriminator: "red" },
    { kind: "numbers", value: new Float64Array([0, 0, 0.5]), discriminator: "green" },
    { kind: null, value: undefined, discriminator: "blue" },
  ],
  echoByChar: [
    { kind: "first", value: 200, discriminator: "a" },
    { kind: "last", value: [new Float64Array([1, 2, 3]), new Float64Array([4, 5, 6])], discriminator: "z" },
    { kind: "other", value: true, discriminator: "b" },
    { kind: "other", value: false, discriminator: "\0" },
  ],
  echoByShort: [
    { kind: "lowest", value: { kind: "yes", value: 5n, discriminator: true }, discriminator: -32768 },
    { kind: "highest", value: "green", discriminator: 32767 },
    { kind: null, value: undefined, discriminator: 0 },
  ],
  echoByLongLong: [
    { kind: "precise", value: "2^53 + 1", discriminator: 9007199254740993n },
    { kind: "other", value: -1n, discriminator: 9007199254740992n },
  ],
  echoByUShort: [
    { kind: "value", value: 0.5, discriminator: 65535 },
    { kind: null, value: undefined, discriminator: 65534 },
  ],
  echoByULong: [
    { kind: "value", value: Any.of(string, "inside"), discriminator: 4294967295 },
    { kind: "value", value: Any.of(LineType, LINE), discriminator: 4294967295 },
    { kind: null, value: undefined, discriminator: 0 },
  ],
  echoByULongLong: [
    { kind: "value", value: 9, discriminator: 2n ** 64n - 1n },
    { kind: null, value: undefined, discriminator: 2n ** 64n - 2n },
  ],
  echoExpression: [
    expression(0),
    expression(1),
    expression(40),
    { kind: null, value: undefined, discriminator: "blue" },
  ],
};

const WIDE_TEXTS = [
  "",
  "a",
  "plain",
  "éüÿ",
  "π 中文 \uffef",
  "🎺 tango",
  "\ufeff after a mark",
  "\ufffe",
  "中".repeat(100_000),
];

export const WIDE_VALUES: { readonly [O in WideOperation]: Values<O> } = {
  echoWChar: ["\0", "a", "é", "π", "中", "\ufeff", "\ufffd", "\uffff", "\ud83d"],
  echoWString: WIDE_TEXTS,
  echoShortWide: ["", "12345678", "中文"],
  echoWChars: [[], ["a"], many((i) => String.fromCharCode(0x3b1 + i))],
  echoWStrings: [[], WIDE_TEXTS],
  echoWideRecord: [{ initial: "ß", name: "Ωmega", nick: "中" }],
};

/** The ten octets of an x87 `long double` that count, and six that nobody defines. */
export const LONG_DOUBLES: readonly Uint8Array[] = [
  "0000000000000000 0000", // 0
  "0000000000000000 0080", // -0
  "0000000000000080 ff3f", // 1
  "0000000000000080 ff7f", // infinity
  "ffffffffffffffff fe7f", // the largest
  "abaaaaaaaaaaaaaa fd3f", // 1/3
].map((hex) => new Uint8Array(Buffer.from(`${hex.replace(" ", "")}a1a2a3a4a5a6`, "hex")));

/** Anys of types that every peer knows. */
export const ANYS: readonly Any[] = [
  Any.EMPTY,
  Any.of(long, 5),
  Any.of(string, "text"),
  Any.of(double, Number.NaN),
  Any.of(LineType, LINE),
];
