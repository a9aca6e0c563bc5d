import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { Memo } from "../../../../src/giop/cdr/memo.ts";
import { alias } from "../../../../src/giop/idl/alias.ts";
import { Any, any } from "../../../../src/giop/idl/any.ts";
import { double, long } from "../../../../src/giop/idl/primitives.ts";
import { sequence } from "../../../../src/giop/idl/sequence.ts";
import { struct } from "../../../../src/giop/idl/struct.ts";

describe("Memo", () => {
  it("forgets everything when it is full, and keeps nothing long", () => {
    const memo = new Memo();
    for (let i = 0; i < 64; i++) memo.set(`${i}`, {});
    assert.ok(memo.get("0"));
    memo.set("64", {});
    assert.equal(memo.get("0"), undefined);
    assert.ok(memo.get("64"));
    memo.set("x".repeat(2049), {});
    assert.equal(memo.get("x".repeat(2049)), undefined);
  });
});

describe("the type of an any that comes again", () => {
  const Doubles = alias("IDL:Lab/Doubles:1.0", sequence(double));
  const Pair = struct("IDL:Lab/Pair:1.0", { count: long, values: Doubles });
  const octetsOf = (value: Any) => {
    const writer = new CdrWriter();
    any.encode(writer, value);
    return new Uint8Array(writer.bytes());
  };

  it("is decoded once", () => {
    const memo = new Memo();
    const octets = octetsOf(Any.of(Doubles, [1, 2.5]));
    const [first, second] = [0, 1].map(() => {
      const reader = new CdrReader(octets, undefined, { memo });
      const value = any.decode(reader);
      reader.expectEnd();
      return value;
    });
    assert.equal(first!.typeCode, second!.typeCode);
    assert.deepEqual(second!.value, Float64Array.of(1, 2.5));
  });

  it("is told apart from another", () => {
    const memo = new Memo();
    const values = [Any.of(Pair, { count: 3, values: [1] }), Any.of(Doubles, [4]), Any.of(long, 7)];
    for (const value of [...values, ...values]) {
      const decoded = any.decode(new CdrReader(octetsOf(value), undefined, { memo }));
      assert.equal(decoded.typeCode.kind, value.typeCode.kind);
    }
  });

  it("is an error as often as it comes", () => {
    const memo = new Memo();
    const octets = octetsOf(Any.of(Doubles, [1]));
    octets[8] = 7;
    octets.fill(0xff, 12, 16);
    for (let i = 0; i < 2; i++) {
      assert.throws(() => any.decode(new CdrReader(octets, undefined, { memo })), { name: "MarshalError" });
    }
  });
});
