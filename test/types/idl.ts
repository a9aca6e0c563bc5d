// Compiled, never run: what TypeScript must infer from IDL as data, and what it must refuse.
import {
  type Any,
  alias,
  type any,
  array,
  type boolean,
  boundedString,
  type char,
  double,
  enumeration,
  exception,
  fixed,
  type InputOf,
  type Ior,
  interface_,
  long,
  type longdouble,
  type longlong,
  type objectReference,
  octet,
  otherwise,
  sequence,
  type short,
  string,
  struct,
  type TypeCode,
  type TypeOf,
  type typeCode,
  type UserException,
  type ulonglong,
  union,
  type void_,
  when,
} from "../../src/giop/index.ts";
import type { Equal, Expect } from "./expect.ts";

// Primitive types decode to one type; some encode from more.
export type Primitives = [
  Expect<Equal<TypeOf<typeof short>, number>>,
  Expect<Equal<TypeOf<typeof double>, number>>,
  Expect<Equal<TypeOf<typeof longlong>, bigint>>,
  Expect<Equal<InputOf<typeof longlong>, bigint | number>>,
  Expect<Equal<InputOf<typeof ulonglong>, bigint | number>>,
  Expect<Equal<TypeOf<typeof boolean>, boolean>>,
  Expect<Equal<TypeOf<typeof char>, string>>,
  Expect<Equal<TypeOf<typeof longdouble>, Uint8Array>>,
  Expect<Equal<TypeOf<typeof void_>, void>>,
  Expect<Equal<TypeOf<typeof any>, Any>>,
  Expect<Equal<TypeOf<typeof typeCode>, TypeCode>>,
  Expect<Equal<TypeOf<typeof objectReference>, Ior | null>>,
];

const Money = fixed(9, 3);
const Short = boundedString(8);
export type Texts = [
  Expect<Equal<TypeOf<typeof Money>, string>>,
  Expect<Equal<InputOf<typeof Money>, string | number>>,
  Expect<Equal<TypeOf<typeof Short>, string>>,
];

// Sequences and arrays of numbers are typed arrays; all others are arrays.
const Doubles = sequence(double);
const Names = sequence(string);
const Octets = array(octet, 6);
const Matrix = array(array(double, 3), 2);
const Aliased = sequence(alias("IDL:Volt:1.0", double));
export type Sequences = [
  Expect<Equal<TypeOf<typeof Doubles>, Float64Array>>,
  Expect<Equal<InputOf<typeof Doubles>, ArrayLike<number>>>,
  Expect<Equal<TypeOf<typeof Names>, string[]>>,
  Expect<Equal<TypeOf<typeof Octets>, Uint8Array>>,
  Expect<Equal<TypeOf<typeof Matrix>, Float64Array[]>>,
  Expect<Equal<TypeOf<typeof Aliased>, Float64Array>>,
];
export const fromArray: InputOf<typeof Doubles> = [1, 2];
export const fromOtherArray: InputOf<typeof Doubles> = new Int8Array(3);
// @ts-expect-error texts are no numbers
export const fromTexts: InputOf<typeof Doubles> = ["1"];

// Enums are their labels.
const Colour = enumeration("IDL:Colour:1.0", ["red", "green", "blue"]);
export type Enums = [
  Expect<Equal<TypeOf<typeof Colour>, "red" | "green" | "blue">>,
  Expect<Equal<InputOf<typeof Colour>, "red" | "green" | "blue">>,
];
// @ts-expect-error no such label
Colour.ordinal("pink");

// Structs are objects with exactly their members.
const Point = struct("IDL:Point:1.0", { x: double, y: double });
const Line = struct("IDL:Line:1.0", { label: string, via: sequence(Point), shade: Colour, weights: Doubles });
export type Structs = [
  Expect<
    Equal<
      TypeOf<typeof Line>,
      {
        label: string;
        via: { x: number; y: number }[];
        shade: "red" | "green" | "blue";
        weights: Float64Array;
      }
    >
  >,
];
export const line: InputOf<typeof Line> = { label: "", via: [{ x: 1, y: 2 }], shade: "red", weights: [1, 2] };
// What was decoded can be encoded.
export const again = (value: TypeOf<typeof Line>): InputOf<typeof Line> => value;
// @ts-expect-error a member is missing
export const short1: InputOf<typeof Point> = { x: 1 };
// @ts-expect-error a member is of another type
export const wrong: InputOf<typeof Point> = { x: 1, y: "2" };
// @ts-expect-error there is no such member
export const more: InputOf<typeof Point> = { x: 1, y: 2, z: 3 };

// Unions tell their members apart by `kind`.
const Reading = union("IDL:Reading:1.0", long, {
  volts: when(double, 1, 2),
  text: when(string, 3),
  raw: otherwise(Octets),
});
export type Unions = [
  Expect<
    Equal<
      TypeOf<typeof Reading>,
      | { kind: "volts"; value: number; discriminator: number }
      | { kind: "text"; value: string; discriminator: number }
      | { kind: "raw"; value: Uint8Array; discriminator: number }
      | { kind: null; value: undefined; discriminator: number }
    >
  >,
];
export function narrowed(reading: TypeOf<typeof Reading>): number {
  return reading.kind === "volts" ? reading.value : reading.kind === "text" ? reading.value.length : 0;
}
export const volts: InputOf<typeof Reading> = { kind: "volts", value: 1.5 };
export const nothing: InputOf<typeof Reading> = { kind: null, discriminator: 9 };
export const sentBack = (value: TypeOf<typeof Reading>): InputOf<typeof Reading> => value;
// @ts-expect-error a value of another member
export const mixedUp: InputOf<typeof Reading> = { kind: "volts", value: "1.5" };
// @ts-expect-error no such member
export const unknownKind: InputOf<typeof Reading> = { kind: "amperes", value: 1 };
// @ts-expect-error without a member, the discriminator decides
export const undecided: InputOf<typeof Reading> = { kind: null };
const ByColour = union("IDL:ByColour:1.0", Colour, { n: when(long, "red") });
export type DiscriminatorIsLabel = Expect<
  Equal<TypeOf<typeof ByColour>["discriminator"], "red" | "green" | "blue">
>;
// @ts-expect-error the label of another enum
union("IDL:Bad:1.0", Colour, { n: when(long, "pink") });

// Exceptions carry their members.
const Rejected = exception("IDL:Rejected:1.0", { reason: string, where: sequence(long) });
export function members(error: unknown): [string, Int32Array] | undefined {
  return Rejected.is(error) ? [error.members.reason, error.members.where] : undefined;
}
export const created: UserException<{ reason: string; where: Int32Array }> = Rejected.create({
  reason: "",
  where: new Int32Array(),
});
// @ts-expect-error a member is missing
Rejected.create({ reason: "" });

// A reference to an interface is a value like any other.
const Thing = interface_("IDL:Thing:1.0", {});
export type References = Expect<Equal<TypeOf<typeof Thing>, Ior | null>>;
