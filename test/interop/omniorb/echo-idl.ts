/**
 * echo.idl as data, declaration by declaration and in its order.
 *
 * IDL and this differ in one thing: a recursive type needs its TypeScript type spelled out, since TypeScript cannot infer
 * the type of a constant from itself.
 */
import {
  alias,
  any,
  array,
  attribute,
  boolean,
  boundedString,
  boundedWstring,
  type Codec,
  char,
  double,
  enumeration,
  exception,
  fixed,
  float,
  type Ior,
  interface_,
  lazy,
  long,
  longdouble,
  longlong,
  objectReference,
  octet,
  op,
  otherwise,
  readonlyAttribute,
  sequence,
  short,
  string,
  struct,
  typeCode,
  ulong,
  ulonglong,
  union,
  ushort,
  void_,
  wchar,
  when,
  wstring,
} from "../../../src/giop/index.ts";

const id = (name: string) => `IDL:Echo/${name}:1.0`;

// text, enum, fixed

export const ShortText = alias(id("ShortText"), boundedString(8));
export const ShortWide = alias(id("ShortWide"), boundedWstring(8));
export const Colour = enumeration(id("Colour"), ["red", "green", "blue"]);
export const Money = alias(id("Money"), fixed(9, 3));
export const Rate = alias(id("Rate"), fixed(6, 4));

// sequences

export const ShortSeq = alias(id("ShortSeq"), sequence(short));
export const LongSeq = alias(id("LongSeq"), sequence(long));
export const LongLongSeq = alias(id("LongLongSeq"), sequence(longlong));
export const UShortSeq = alias(id("UShortSeq"), sequence(ushort));
export const ULongSeq = alias(id("ULongSeq"), sequence(ulong));
export const ULongLongSeq = alias(id("ULongLongSeq"), sequence(ulonglong));
export const FloatSeq = alias(id("FloatSeq"), sequence(float));
export const DoubleSeq = alias(id("DoubleSeq"), sequence(double));
export const LongDoubleSeq = alias(id("LongDoubleSeq"), sequence(longdouble));
export const BooleanSeq = alias(id("BooleanSeq"), sequence(boolean));
export const CharSeq = alias(id("CharSeq"), sequence(char));
export const WCharSeq = alias(id("WCharSeq"), sequence(wchar));
export const OctetSeq = alias(id("OctetSeq"), sequence(octet));
export const StringSeq = alias(id("StringSeq"), sequence(string));
export const WStringSeq = alias(id("WStringSeq"), sequence(wstring));
export const ShortTextSeq = alias(id("ShortTextSeq"), sequence(ShortText));
export const ColourSeq = alias(id("ColourSeq"), sequence(Colour));
export const MoneySeq = alias(id("MoneySeq"), sequence(Money));
export const AnySeq = alias(id("AnySeq"), sequence(any));
export const ObjectSeq = alias(id("ObjectSeq"), sequence(objectReference));
export const DoubleSeqSeq = alias(id("DoubleSeqSeq"), sequence(DoubleSeq));
export const FourLongs = alias(id("FourLongs"), sequence(long, 4));
export const TwoTexts = alias(id("TwoTexts"), sequence(ShortText, 2));

// arrays

export const HardwareAddress = alias(id("HardwareAddress"), array(octet, 6));
export const Matrix = alias(id("Matrix"), array(array(double, 3), 2));
export const Cube = alias(id("Cube"), array(array(array(string, 2), 2), 2));
export const MatrixSeq = alias(id("MatrixSeq"), sequence(Matrix));

// structures

export const Mixed = struct(id("Mixed"), {
  o: octet,
  d: double,
  b: boolean,
  ll: longlong,
  c: char,
  s: short,
  o2: octet,
  l: long,
  us: ushort,
  ull: ulonglong,
  f: float,
  ul: ulong,
});

export const Point = struct(id("Point"), { x: double, y: double });
export const PointSeq = alias(id("PointSeq"), sequence(Point));
export const Corners = alias(id("Corners"), array(Point, 4));

export const Line = struct(id("Line"), {
  label: string,
  from: Point,
  to: Point,
  shade: Colour,
  via: PointSeq,
  box: Corners,
});
export const LineSeq = alias(id("LineSeq"), sequence(Line));

export const Priced = struct(id("Priced"), { item: string, price: Money, discount: Rate, history: MoneySeq });

export const WideRecord = struct(id("WideRecord"), { initial: wchar, name: wstring, nick: ShortWide });

export interface Tree {
  name: string;
  children: Tree[];
}
export const TreeSeq: Codec<Tree[], ArrayLike<Tree>> = alias(id("TreeSeq"), sequence(lazy(() => Tree)));
export const Tree: Codec<Tree> = struct(id("Tree"), { name: string, children: TreeSeq });

// unions

export const ByLong = union(id("ByLong"), long, {
  number: when(short, 1),
  text: when(string, 2, 3),
  segment: when(Line, -1),
  other: otherwise(double),
});
export const ByBoolean = union(id("ByBoolean"), boolean, {
  yes: when(longlong, true),
  no: when(string, false),
});
export const ByColour = union(id("ByColour"), Colour, {
  number: when(long, "red"),
  numbers: when(DoubleSeq, "green"),
});
export const ByChar = union(id("ByChar"), char, {
  first: when(octet, "a"),
  last: when(Matrix, "z"),
  other: otherwise(boolean),
});
export const ByShort = union(id("ByShort"), short, {
  lowest: when(ByBoolean, -32768),
  highest: when(Colour, 32767),
});
export const ByLongLong = union(id("ByLongLong"), longlong, {
  precise: when(string, 9007199254740993n),
  other: otherwise(longlong),
});
export const ByUShort = union(id("ByUShort"), ushort, { value: when(double, 65535) });
export const ByULong = union(id("ByULong"), ulong, { value: when(any, 4294967295) });
export const ByULongLong = union(id("ByULongLong"), ulonglong, { value: when(octet, 18446744073709551615n) });
export const ByLongSeq = alias(id("ByLongSeq"), sequence(ByLong));

type Shade = "red" | "green" | "blue";
export type Expression =
  | { kind: "literal"; value: number; discriminator: Shade }
  | { kind: "operands"; value: Expression[]; discriminator: Shade }
  | { kind: null; value: undefined; discriminator: Shade };
export type ExpressionInput =
  | { readonly kind: "literal"; readonly value: number; readonly discriminator?: Shade }
  | { readonly kind: "operands"; readonly value: ArrayLike<ExpressionInput>; readonly discriminator?: Shade }
  | { readonly kind: null; readonly value?: undefined; readonly discriminator: Shade };
export const ExpressionSeq: Codec<Expression[], ArrayLike<ExpressionInput>> = alias(
  id("ExpressionSeq"),
  sequence(lazy(() => Expression)),
);
export const Expression: Codec<Expression, ExpressionInput> = union(id("Expression"), Colour, {
  literal: when(double, "red"),
  operands: when(ExpressionSeq, "green"),
});

// exceptions

export const Empty = exception(id("Empty"), {});
export const Rejected = exception(id("Rejected"), {
  reason: string,
  code: long,
  severity: Colour,
  where: LongSeq,
});
export const Blamed = exception(id("Blamed"), { culprit: objectReference, detail: any });

// interfaces

const echo = <C extends Codec<unknown, never>>(type: C) => op([["value", type]], type);
const wrap = <C extends Codec<unknown, never>>(type: C) => op([["value", type]], any);
const unwrap = <C extends Codec<unknown, never>>(type: C) =>
  op([["value", any]], type, { raises: [Rejected] });

export const Identified = interface_(id("Identified"), {
  ...readonlyAttribute("implementation", string),
});

export const Numbers = interface_(
  id("Numbers"),
  {
    echoShort: echo(short),
    echoLong: echo(long),
    echoLongLong: echo(longlong),
    echoUShort: echo(ushort),
    echoULong: echo(ulong),
    echoULongLong: echo(ulonglong),
    echoFloat: echo(float),
    echoDouble: echo(double),
    echoLongDouble: echo(longdouble),
    echoBoolean: echo(boolean),
    echoOctet: echo(octet),
    echoColour: echo(Colour),
    echoMoney: echo(Money),
    echoRate: echo(Rate),
  },
  [Identified],
);

export const Texts = interface_(
  id("Texts"),
  { echoChar: echo(char), echoString: echo(string), echoShortText: echo(ShortText) },
  [Identified],
);

export const WideTexts = interface_(
  id("WideTexts"),
  {
    echoWChar: echo(wchar),
    echoWString: echo(wstring),
    echoShortWide: echo(ShortWide),
    echoWChars: echo(WCharSeq),
    echoWStrings: echo(WStringSeq),
    echoWideRecord: echo(WideRecord),
    wrapWideRecord: wrap(WideRecord),
    unwrapWideRecord: unwrap(WideRecord),
  },
  [Identified],
);

export const Sequences = interface_(
  id("Sequences"),
  {
    echoShorts: echo(ShortSeq),
    echoLongs: echo(LongSeq),
    echoLongLongs: echo(LongLongSeq),
    echoUShorts: echo(UShortSeq),
    echoULongs: echo(ULongSeq),
    echoULongLongs: echo(ULongLongSeq),
    echoFloats: echo(FloatSeq),
    echoDoubles: echo(DoubleSeq),
    echoLongDoubles: echo(LongDoubleSeq),
    echoBooleans: echo(BooleanSeq),
    echoChars: echo(CharSeq),
    echoOctets: echo(OctetSeq),
    echoStrings: echo(StringSeq),
    echoShortTexts: echo(ShortTextSeq),
    echoColours: echo(ColourSeq),
    echoMoneys: echo(MoneySeq),
    echoAnys: echo(AnySeq),
    echoDoubleSeqs: echo(DoubleSeqSeq),
    echoFourLongs: echo(FourLongs),
    echoTwoTexts: echo(TwoTexts),
    echoPoints: echo(PointSeq),
    echoLines: echo(LineSeq),
    echoMatrices: echo(MatrixSeq),
    echoByLongs: echo(ByLongSeq),

    makeOctets: op([["length", ulong]], OctetSeq),
    sumOctets: op([["value", OctetSeq]], ulong),
    makeDoubles: op([["length", ulong]], DoubleSeq),
  },
  [Identified],
);

export const Arrays = interface_(
  id("Arrays"),
  {
    echoHardwareAddress: echo(HardwareAddress),
    echoMatrix: echo(Matrix),
    echoCube: echo(Cube),
    echoCorners: echo(Corners),
  },
  [Identified],
);

export const Structures = interface_(
  id("Structures"),
  {
    echoMixed: echo(Mixed),
    echoPoint: echo(Point),
    echoLine: echo(Line),
    echoPriced: echo(Priced),
    echoTree: echo(Tree),
  },
  [Identified],
);

export const Unions = interface_(
  id("Unions"),
  {
    echoByLong: echo(ByLong),
    echoByBoolean: echo(ByBoolean),
    echoByColour: echo(ByColour),
    echoByChar: echo(ByChar),
    echoByShort: echo(ByShort),
    echoByLongLong: echo(ByLongLong),
    echoByUShort: echo(ByUShort),
    echoByULong: echo(ByULong),
    echoByULongLong: echo(ByULongLong),
    echoExpression: echo(Expression),
  },
  [Identified],
);

export const Dynamics = interface_(
  id("Dynamics"),
  {
    echoAny: echo(any),
    echoTypeCode: echo(typeCode),
    typeOf: op([["value", any]], typeCode),
    equalTypes: op(
      [
        ["a", typeCode],
        ["b", typeCode],
      ],
      boolean,
    ),
    equivalentTypes: op(
      [
        ["a", typeCode],
        ["b", typeCode],
      ],
      boolean,
    ),

    wrapLong: wrap(long),
    unwrapLong: unwrap(long),
    wrapString: wrap(string),
    unwrapString: unwrap(string),
    wrapShortText: wrap(ShortText),
    unwrapShortText: unwrap(ShortText),
    wrapColour: wrap(Colour),
    unwrapColour: unwrap(Colour),
    wrapMoney: wrap(Money),
    unwrapMoney: unwrap(Money),
    wrapDoubles: wrap(DoubleSeq),
    unwrapDoubles: unwrap(DoubleSeq),
    wrapMatrix: wrap(Matrix),
    unwrapMatrix: unwrap(Matrix),
    wrapLine: wrap(Line),
    unwrapLine: unwrap(Line),
    wrapTree: wrap(Tree),
    unwrapTree: unwrap(Tree),
    wrapByLong: wrap(ByLong),
    unwrapByLong: unwrap(ByLong),
    wrapExpression: wrap(Expression),
    unwrapExpression: unwrap(Expression),
    wrapObject: wrap(objectReference),
    unwrapObject: unwrap(objectReference),
    wrapAny: wrap(any),
    unwrapAny: unwrap(any),
  },
  [Identified],
);

export const Parameters = interface_(
  id("Parameters"),
  {
    ...attribute("level", long),
    ...attribute("label", string),
    ...attribute("edge", Line),
    ...readonlyAttribute("changes", long),

    shift: op([
      ["given", long],
      ["kept", long, "inout"],
      ["copied", long, "out"],
    ]),
    extend: op(
      [
        ["prefix", string],
        ["text", string, "inout"],
        ["lengths", LongSeq, "out"],
      ],
      string,
    ),
    move: op(
      [
        ["offset", Point],
        ["points", PointSeq, "inout"],
        ["edge", Line, "inout"],
        ["before", Line, "out"],
      ],
      ulong,
    ),
    swapAnys: op(
      [
        ["a", any, "inout"],
        ["b", any, "inout"],
        ["kindOfA", ulong, "out"],
        ["kindOfB", ulong, "out"],
      ],
      boolean,
    ),
    turn: op(
      [
        ["grid", Matrix, "inout"],
        ["names", Cube, "out"],
        ["choice", ByLong, "inout"],
        ["all", Mixed, "out"],
      ],
      double,
    ),
    outOnly: op([
      ["o", octet, "out"],
      ["b", boolean, "out"],
      ["d", double, "out"],
      ["shade", Colour, "out"],
      ["price", Money, "out"],
    ]),
  },
  [Identified],
);

export const Callback = interface_(id("Callback"), {
  called: op([["value", long]], long),
  told: op([["text", string]], void_, { oneway: true }),
});

const EverythingReference: Codec<Ior | null> = lazy(() => Everything);

export const Child = interface_(
  id("Child"),
  {
    ...readonlyAttribute("name", string),
    ...readonlyAttribute("parent", EverythingReference),
    destroy: op([]),
  },
  [Identified],
);
export const ChildSeq = alias(id("ChildSeq"), sequence(Child));

export const References = interface_(
  id("References"),
  {
    ...readonlyAttribute("self", EverythingReference),
    echoObject: echo(objectReference),
    echoChild: echo(Child),
    echoObjects: echo(ObjectSeq),
    makeChild: op([["name", string]], Child),
    makeChildren: op([["count", ulong]], ChildSeq),
    nameOf: op([["value", Child]], string),
    relayCall: op(
      [
        ["target", Callback],
        ["value", long],
      ],
      long,
    ),
    relayTell: op([
      ["target", Callback],
      ["text", string],
    ]),
  },
  [Identified],
);

export const Failures = interface_(
  id("Failures"),
  {
    raiseEmpty: op([], void_, { raises: [Empty, Rejected, Blamed] }),
    raiseRejected: op(
      [
        ["reason", string],
        ["code", long],
        ["severity", Colour],
        ["where", LongSeq],
      ],
      long,
      { raises: [Empty, Rejected, Blamed] },
    ),
    raiseBlamed: op(
      [
        ["culprit", objectReference],
        ["detail", any],
      ],
      void_,
      { raises: [Empty, Rejected, Blamed] },
    ),
    raiseSystem: op([
      ["name", string],
      ["minor", ulong],
      ["completed", ulong],
    ]),
    raiseUndeclared: op([]),
  },
  [Identified],
);

export const Control = interface_(
  id("Control"),
  {
    nothing: op([]),
    sleep: op([["milliseconds", ulong]]),
    announce: op([["value", long]], void_, { oneway: true }),
    announced: op([], long),
    ...readonlyAttribute("lastAnnouncement", long),
  },
  [Identified],
);

export const Everything = interface_(id("Everything"), {}, [
  Numbers,
  Texts,
  WideTexts,
  Sequences,
  Arrays,
  Structures,
  Unions,
  Dynamics,
  Parameters,
  References,
  Failures,
  Control,
]);
