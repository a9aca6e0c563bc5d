import assert from "node:assert/strict";
import { it } from "node:test";
import {
  Any,
  alias,
  any,
  CdrWriter,
  type Codec,
  double,
  encodeTypeCode,
  isEqual,
  isEquivalent,
  long,
  longlong,
  octet,
  sequence,
  string,
  struct,
  type TypeCode,
  typeCode,
  ulong,
} from "../../../src/giop/index.ts";
import * as idl from "./echo-idl.ts";
import { type EchoProxy, expression, LINE, tree } from "./values.ts";

/** Every type of the IDL, and some of its basic ones. */
const DECLARED: readonly (readonly [string, TypeCode])[] = [
  ...Object.entries(idl)
    .filter(([, type]) => typeof type === "object")
    .map(([name, type]) => [name, (type as { typeCode: TypeCode }).typeCode] as const),
  ...(["tk_null", "tk_void", "tk_boolean", "tk_Principal", "tk_longdouble", "tk_TypeCode"] as const).map(
    (kind) => [kind, { kind }] as const,
  ),
];

/**
 * Anys and TypeCodes, where the server must find what was put in, and agree with us on types: each with each where the test is to
 * be thorough, else with the next ones.
 */
export function testDynamics(echoOf: () => EchoProxy, wide: boolean, thorough: boolean): void {
  it("wraps values in anys, whose TypeCodes have the very octets of ours", async () => {
    const echo = echoOf();
    const doubles = new Float64Array([0, -0.5, 0]);
    const matrix = [new Float64Array([1, 2, 3]), new Float64Array([4, 5, 6])];
    await expectWrapped(echo.wrapLong(-5), long, -5);
    await expectWrapped(echo.wrapString("señal"), string, "señal");
    await expectWrapped(echo.wrapColour("blue"), idl.Colour, "blue");
    await expectWrapped(echo.wrapDoubles(doubles), idl.DoubleSeq, doubles);
    await expectWrapped(echo.wrapMatrix(matrix), idl.Matrix, matrix);
    await expectWrapped(echo.wrapLine(LINE), idl.Line, LINE);
    await expectWrapped(echo.wrapTree(tree(3, 2)), idl.Tree, tree(3, 2));
    const segment = { kind: "segment", value: LINE, discriminator: -1 } as const;
    await expectWrapped(echo.wrapByLong(segment), idl.ByLong, segment);
    await expectWrapped(echo.wrapExpression(expression(5)), idl.Expression, expression(5));
    const within = await echo.wrapAny(Any.of(long, 7));
    assert.equal(within.extract(any).extract(long), 7);
    // These two without their alias, by the C++ mapping.
    assert.equal((await echo.wrapShortText("short")).extract(idl.ShortText), "short");
    assert.equal((await echo.wrapMoney("-1.5")).extract(idl.Money), "-1.500");
  });

  it("finds what we put into anys", async () => {
    const echo = echoOf();
    assert.equal(await echo.unwrapLong(Any.of(long, -5)), -5);
    assert.equal(await echo.unwrapString(Any.of(string, "señal")), "señal");
    assert.equal(await echo.unwrapShortText(Any.of(idl.ShortText, "short")), "short");
    assert.equal(await echo.unwrapColour(Any.of(idl.Colour, "green")), "green");
    assert.equal(await echo.unwrapMoney(Any.of(idl.Money, "-0.001")), "-0.001");
    const doubles = new Float64Array([1, 2, 3]);
    assert.deepEqual(await echo.unwrapDoubles(Any.of(idl.DoubleSeq, doubles)), doubles);
    assert.deepEqual(await echo.unwrapDoubles(Any.of(sequence(double), doubles)), doubles);
    const matrix = [new Float64Array([1, 2, 3]), new Float64Array([4, 5, 6])];
    assert.deepEqual(await echo.unwrapMatrix(Any.of(idl.Matrix, matrix)), matrix);
    assert.deepEqual(await echo.unwrapLine(Any.of(idl.Line, LINE)), LINE);
    assert.deepEqual(await echo.unwrapTree(Any.of(idl.Tree, tree(3, 2))), tree(3, 2));
    const choice = { kind: "text", value: "t", discriminator: 3 } as const;
    assert.deepEqual(await echo.unwrapByLong(Any.of(idl.ByLong, choice)), choice);
    assert.deepEqual(await echo.unwrapExpression(Any.of(idl.Expression, expression(5))), expression(5));
    assert.equal((await echo.unwrapAny(Any.of(any, Any.of(long, 7)))).extract(long), 7);
  });

  it("rejects anys of another type", async () => {
    const echo = echoOf();
    const wrong = Any.of(octet, 1);
    for (const answer of [
      () => echo.unwrapLong(wrong),
      () => echo.unwrapLine(wrong),
      () => echo.unwrapTree(wrong),
      () => echo.unwrapMoney(wrong),
      () => echo.unwrapAny(wrong),
    ]) {
      await assert.rejects(answer(), (error: unknown) => {
        assert.ok(idl.Rejected.is(error), String(error));
        assert.equal(error.members.reason, "wrong type");
        assert.equal(error.members.code, 10); // tk_octet
        assert.equal(error.members.severity, "red");
        return true;
      });
    }
  });

  it("echoes anys of every kind", async () => {
    const echo = echoOf();
    const values: Any[] = [
      Any.of(idl.Mixed, {
        o: 1,
        d: 2,
        b: true,
        ll: 3n,
        c: "c",
        s: 4,
        o2: 5,
        l: 6,
        us: 7,
        ull: 8n,
        f: 9,
        ul: 10,
      }),
      Any.of(idl.ByShort, { kind: "lowest", value: { kind: "no", value: "x" } }),
      Any.of(idl.ByColour, { kind: null, value: undefined, discriminator: "blue" }),
      Any.of(idl.TreeSeq, [tree(2, 2), tree(0, 0)]),
      Any.of(idl.Cube, [
        [
          ["", "a"],
          ["b", "c"],
        ],
        [
          ["d", "e"],
          ["f", "g"],
        ],
      ]),
      Any.of(idl.AnySeq, [Any.of(long, 1), Any.of(idl.Line, LINE), Any.EMPTY]),
      Any.of(typeCode, idl.Tree.typeCode),
      Any.of(longlong, -(2n ** 63n)),
      ...(wide ? [Any.of(idl.WideRecord, { initial: "ß", name: "Ωmega", nick: "中" })] : []),
    ];
    for (const value of values) {
      const back = await echo.echoAny(value);
      assert.ok(isEqual(back.typeCode, value.typeCode), JSON.stringify(value.typeCode.kind));
      assert.ok(isEqual(await echo.typeOf(value), value.typeCode));
    }
    const back = await echo.echoAny(values[3]!);
    assert.deepEqual(back.extract(idl.TreeSeq), [tree(2, 2), tree(0, 0)]);
  });

  it("echoes every TypeCode", async () => {
    const echo = echoOf();
    for (const [name, type] of DECLARED) {
      assert.ok(isEqual(await echo.echoTypeCode(type), type), `${name} changed`);
    }
    let deep: TypeCode = idl.Tree.typeCode;
    for (let i = 0; i < 20; i++) deep = { kind: "tk_sequence", content: deep, length: i };
    assert.ok(isEqual(await echo.echoTypeCode(deep), deep), "a deep one changed");
  });

  it("compares TypeCodes as we do", async () => {
    const echo = echoOf();
    const made: readonly (readonly [string, Codec<unknown, never>])[] = [
      ["plain", struct("IDL:Echo/S:1.0", { member: long })],
      ["renamed", struct("IDL:Echo/S:1.0", { other: long })],
      ["of other type", struct("IDL:Echo/S:1.0", { member: ulong })],
      ["with alias", struct("IDL:Echo/S:1.0", { member: alias("IDL:Echo/A:1.0", long) })],
      ["of other id", struct("IDL:Echo/T:1.0", { member: long })],
      ["without id", struct("", { member: long })],
      ["alias", alias("IDL:Echo/A:1.0", long)],
      ["alias of alias", alias("IDL:Echo/B:1.0", alias("IDL:Echo/A:1.0", long))],
      ["sequence", sequence(double)],
      ["bounded sequence", sequence(long, 5)],
      ["sequence of alias", sequence(alias("IDL:Echo/A:1.0", long))],
      ["sequence of long", sequence(long)],
    ];
    const types = [...DECLARED, ...made.map(([name, codec]) => [name, codec.typeCode] as const)];
    await Promise.all(
      types.flatMap(([nameOfA, a], i) =>
        types.slice(i, thorough ? undefined : i + 3).map(async ([nameOfB, b]) => {
          const pair = `${nameOfA} and ${nameOfB}`;
          assert.equal(await echo.equalTypes(a, b), isEqual(a, b), `equal: ${pair}`);
          assert.equal(await echo.equivalentTypes(a, b), isEquivalent(a, b), `equivalent: ${pair}`);
        }),
      ),
    );
  });
}

async function expectWrapped<T>(answer: Promise<Any>, codec: Codec<T, never>, value: T): Promise<void> {
  const received = await answer;
  assert.deepEqual(received.extract(codec), value);
  assert.equal(octetsOf(received.typeCode), octetsOf(codec.typeCode));
}

/** Received types are written again as they came: by the same sharing of parts. */
function octetsOf(type: TypeCode): string {
  const writer = new CdrWriter();
  encodeTypeCode(writer, type);
  return Buffer.from(writer.bytes()).toString("hex");
}
