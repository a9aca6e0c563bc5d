import { setTimeout as delay } from "node:timers/promises";
import {
  Any,
  any,
  type Codec,
  type Ior,
  isEqual,
  isEquivalent,
  long,
  MINOR_CODE,
  objectReference,
  SYSTEM_EXCEPTION_KINDS,
  SystemException,
  string,
  TC_KINDS,
  type TypeOf,
} from "../../../src/giop/index.ts";
import type { Orb, ServantOf } from "../../../src/iiop/index.ts";
import {
  Blamed,
  ByLong,
  Callback,
  Child,
  Colour,
  DoubleSeq,
  Empty,
  Everything,
  Expression,
  Line,
  Matrix,
  Money,
  Rejected,
  ShortText,
  Tree,
  WideRecord,
} from "./echo-idl.ts";

const IMPLEMENTATION = "bandoneon";

/** The servant of Echo::Everything, which does what the IDL says and what echo-servant.h does. `key` is its object key. */
export function makeEchoServant(orb: Orb, key: string): ServantOf<typeof Everything> {
  let level = 0;
  let label = "";
  const origin = { x: 0, y: 0 };
  let edge: TypeOf<typeof Line> = {
    label: "",
    from: origin,
    to: origin,
    shade: "red",
    via: [],
    box: [origin, origin, origin, origin],
  };
  let changes = 0;
  let announced = 0;
  let lastAnnouncement = 0;
  let children = 0;
  const self = () => orb.reference(Everything.repositoryId, key);

  function makeChild(name: string): Ior {
    const childKey = `child ${children++}`;
    return orb.activate(
      Child,
      {
        _get_implementation: () => IMPLEMENTATION,
        _get_name: () => name,
        _get_parent: self,
        destroy: () => {
          orb.deactivate(childKey);
        },
      },
      childKey,
    );
  }

  return {
    _get_implementation: () => IMPLEMENTATION,

    // Numbers
    echoShort: same,
    echoLong: same,
    echoLongLong: same,
    echoUShort: same,
    echoULong: same,
    echoULongLong: same,
    echoFloat: same,
    echoDouble: same,
    echoLongDouble: same,
    echoBoolean: same,
    echoOctet: same,
    echoColour: same,
    echoMoney: same,
    echoRate: same,

    // Texts, WideTexts
    echoChar: same,
    echoString: same,
    echoShortText: same,
    echoWChar: same,
    echoWString: same,
    echoShortWide: same,
    echoWChars: same,
    echoWStrings: same,
    echoWideRecord: same,
    wrapWideRecord: (value) => Any.of(WideRecord, value),
    unwrapWideRecord: (value) => unwrap(WideRecord, value),

    // Sequences
    echoShorts: same,
    echoLongs: same,
    echoLongLongs: same,
    echoUShorts: same,
    echoULongs: same,
    echoULongLongs: same,
    echoFloats: same,
    echoDoubles: same,
    echoLongDoubles: same,
    echoBooleans: same,
    echoChars: same,
    echoOctets: same,
    echoStrings: same,
    echoShortTexts: same,
    echoColours: same,
    echoMoneys: same,
    echoAnys: same,
    echoDoubleSeqs: same,
    echoFourLongs: same,
    echoTwoTexts: same,
    echoPoints: same,
    echoLines: same,
    echoMatrices: same,
    echoByLongs: same,
    makeOctets: (length) => madeOctets(length),
    sumOctets: (value) => value.reduce((sum, octet) => sum + octet, 0) >>> 0,
    makeDoubles: (length) => Float64Array.from({ length }, (_, i) => i / 2),

    // Arrays, Structures, Unions
    echoHardwareAddress: same,
    echoMatrix: same,
    echoCube: same,
    echoCorners: same,
    echoMixed: same,
    echoPoint: same,
    echoLine: same,
    echoPriced: same,
    echoTree: same,
    echoByLong: same,
    echoByBoolean: same,
    echoByColour: same,
    echoByChar: same,
    echoByShort: same,
    echoByLongLong: same,
    echoByUShort: same,
    echoByULong: same,
    echoByULongLong: same,
    echoExpression: same,

    // Dynamics
    echoAny: same,
    echoTypeCode: same,
    typeOf: (value) => value.typeCode,
    equalTypes: (a, b) => isEqual(a, b),
    equivalentTypes: (a, b) => isEquivalent(a, b),
    wrapLong: (value) => Any.of(long, value),
    unwrapLong: (value) => unwrap(long, value),
    wrapString: (value) => Any.of(string, value),
    unwrapString: (value) => unwrap(string, value),
    wrapShortText: (value) => Any.of(ShortText, value),
    unwrapShortText: (value) => unwrap(ShortText, value),
    wrapColour: (value) => Any.of(Colour, value),
    unwrapColour: (value) => unwrap(Colour, value),
    wrapMoney: (value) => Any.of(Money, value),
    unwrapMoney: (value) => unwrap(Money, value),
    wrapDoubles: (value) => Any.of(DoubleSeq, value),
    unwrapDoubles: (value) => unwrap(DoubleSeq, value),
    wrapMatrix: (value) => Any.of(Matrix, value),
    unwrapMatrix: (value) => unwrap(Matrix, value),
    wrapLine: (value) => Any.of(Line, value),
    unwrapLine: (value) => unwrap(Line, value),
    wrapTree: (value) => Any.of(Tree, value),
    unwrapTree: (value) => unwrap(Tree, value),
    wrapByLong: (value) => Any.of(ByLong, value),
    unwrapByLong: (value) => unwrap(ByLong, value),
    wrapExpression: (value) => Any.of(Expression, value),
    unwrapExpression: (value) => unwrap(Expression, value),
    wrapObject: (value) => Any.of(objectReference, value),
    unwrapObject: (value) => unwrap(objectReference, value),
    wrapAny: (value) => Any.of(any, value),
    unwrapAny: (value) => unwrap(any, value),

    // Parameters
    _get_level: () => level,
    _set_level: (value) => {
      level = value;
      changes++;
    },
    _get_label: () => label,
    _set_label: (value) => {
      label = value;
      changes++;
    },
    _get_edge: () => edge,
    _set_edge: (value) => {
      edge = value;
      changes++;
    },
    _get_changes: () => changes,
    shift: (given, kept) => ({ kept: kept + given, copied: given }),
    extend: (prefix, text) => ({
      result: text,
      text: prefix + text,
      lengths: [text.length, prefix.length + text.length],
    }),
    move: (offset, points, line) => ({
      result: points.length,
      points: points.toReversed(),
      edge: { ...line, from: moved(line.from, offset), to: moved(line.to, offset) },
      before: line,
    }),
    swapAnys: (a, b) => ({
      result: isEquivalent(a.typeCode, b.typeCode),
      a: b,
      b: a,
      kindOfA: kindNumber(a),
      kindOfB: kindNumber(b),
    }),
    turn: (grid, choice) => {
      const elements = grid.flatMap((row) => [...row]);
      const sum = elements.reduce((total, element) => total + element, 0);
      elements.reverse();
      const cube = [0, 1].map((i) => [0, 1].map((j) => [0, 1].map((k) => `${i}${j}${k}`)));
      return {
        result: sum,
        grid: [elements.slice(0, 3), elements.slice(3)],
        names: cube,
        choice: { kind: "text", value: `was ${choice.discriminator}`, discriminator: 3 },
        all: {
          o: 255,
          d: sum,
          b: true,
          ll: -(2n ** 63n),
          c: "x",
          s: -32768,
          o2: 0,
          l: -2147483648,
          us: 65535,
          ull: 2n ** 64n - 1n,
          f: -0.5,
          ul: 4294967295,
        },
      };
    },
    outOnly: () => ({ o: 255, b: true, d: -1.5, shade: "blue", price: "-123456.789" }),

    // References
    _get_self: self,
    echoObject: same,
    echoChild: same,
    echoObjects: same,
    makeChild,
    makeChildren: (count) => Array.from({ length: count }, (_, i) => makeChild(`${i}`)),
    nameOf: (value) => orb.proxy(Child, notNil(value))._get_name(),
    relayCall: (target, value) => orb.proxy(Callback, notNil(target)).called(value),
    relayTell: (target, text) => orb.proxy(Callback, notNil(target)).told(text),

    // Failures
    raiseEmpty: () => {
      throw Empty.create({});
    },
    raiseRejected: (reason, code, severity, where) => {
      throw Rejected.create({ reason, code, severity, where });
    },
    raiseBlamed: (culprit, detail) => {
      throw Blamed.create({ culprit, detail });
    },
    raiseSystem: (name, minor, completed) => {
      const kind = SYSTEM_EXCEPTION_KINDS.find((known) => known === name);
      if (kind === undefined) throw new SystemException("BAD_PARAM", 0);
      throw new SystemException(kind, minor, {
        completed: (["YES", "NO", "MAYBE"] as const)[completed] ?? "MAYBE",
      });
    },
    raiseUndeclared: () => {
      throw Rejected.create({ reason: "not declared", code: 0, severity: "red", where: new Int32Array() });
    },

    // Control
    nothing: () => {},
    sleep: (milliseconds, context) => delay(milliseconds, undefined, { signal: context.signal }),
    announce: (value) => {
      announced++;
      lastAnnouncement = value;
    },
    announced: () => announced,
    _get_lastAnnouncement: () => lastAnnouncement,
  };
}

/** The octets that makeOctets() gives. */
export function madeOctets(length: number): Uint8Array {
  const octets = new Uint8Array(length);
  for (let i = 0; i < length; i++) octets[i] = i * 31 + Math.floor(i / 256);
  return octets;
}

function same<T>(value: T): T {
  return value;
}

function unwrap<T>(codec: Codec<T, never>, value: Any): T {
  if (value.holds(codec)) return value.extract(codec);
  throw Rejected.create({
    reason: "wrong type",
    code: kindNumber(value),
    severity: "red",
    where: new Int32Array(),
  });
}

function kindNumber(value: Any): number {
  return TC_KINDS.indexOf(value.typeCode.kind);
}

function moved(point: { x: number; y: number }, offset: { x: number; y: number }) {
  return { x: point.x + offset.x, y: point.y + offset.y };
}

function notNil(ior: Ior | null): Ior {
  if (ior !== null) return ior;
  throw new SystemException("INV_OBJREF", MINOR_CODE.INV_OBJREF_InvokeOnNilObjRef);
}
