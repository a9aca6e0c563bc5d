import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { describe, it } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { ISO_8859_1, UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import { DOUBLE_KIND, LONG_KIND, OCTET_KIND } from "../../../../src/giop/cdr/numeric-kind.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import { BIG, fromHex, isMarshalError, LITTLE, toHex } from "../../../support/codec-table.ts";

describe("alignment", () => {
  const EVERY: readonly (readonly [string, number, (reader: CdrReader) => unknown])[] = [
    ["boolean", 1, (reader) => reader.boolean()],
    ["octet", 1, (reader) => reader.octet()],
    ["char", 1, (reader) => reader.char()],
    ["short", 2, (reader) => reader.short()],
    ["ushort", 2, (reader) => reader.ushort()],
    ["long", 4, (reader) => reader.long()],
    ["ulong", 4, (reader) => reader.ulong()],
    ["float", 4, (reader) => reader.float()],
    ["longlong", 8, (reader) => reader.longlong()],
    ["ulonglong", 8, (reader) => reader.ulonglong()],
    ["double", 8, (reader) => reader.double()],
  ];
  for (const [type, size, read] of EVERY) {
    it(`of ${type} is ${size}, from the origin on`, () => {
      for (const origin of [0, 1, 3, 12]) {
        for (let skipped = 0; skipped <= 8; skipped++) {
          const reader = new CdrReader(Buffer.alloc(64), BIG, { origin });
          reader.octets(skipped);
          read(reader);
          assert.equal(reader.position, Math.ceil(skipped / size) * size + size);
        }
      }
    });
  }

  it("of a long double is 8", () => {
    const reader = new CdrReader(Buffer.alloc(64), BIG);
    reader.octet();
    reader.longdouble();
    assert.equal(reader.position, 24);
  });

  it("does not look at what is skipped", () => {
    const reader = new CdrReader(fromHex("01 ffffff 00000002"), BIG);
    assert.deepEqual([reader.octet(), reader.long()], [1, 2]);
  });
});

describe("the end", () => {
  it("is where the options say, whatever follows", () => {
    const reader = new CdrReader(fromHex("00000001 00000002"), BIG, { end: 4 });
    assert.equal(reader.remaining, 4);
    assert.equal(reader.long(), 1);
    assert.throws(
      () => reader.octet(),
      isMarshalError(/the data end early: 1 bytes needed, 0 remain \(at byte 4\)/),
    );
  });

  it("is not passed by padding either", () => {
    const reader = new CdrReader(fromHex("01 00 00"), BIG);
    reader.octet();
    assert.throws(() => reader.long(), isMarshalError(/4 bytes needed, 2 remain/));
    reader.align(8);
    assert.throws(() => reader.octets(1), isMarshalError(/1 bytes needed, 0 remain/));
    assert.throws(() => reader.numbers(OCTET_KIND, 1), isMarshalError(/1 bytes needed/));
  });

  it("is expected, or not", () => {
    const reader = new CdrReader(fromHex("01 02"), BIG);
    reader.octet();
    assert.throws(() => reader.expectEnd(), isMarshalError(/1 bytes follow the last value/));
    reader.octet();
    reader.expectEnd();
  });
});

describe("octets and numbers", () => {
  it("views its octets and does not copy them", () => {
    const message = fromHex("0102030405");
    const view = new CdrReader(message, BIG).octets(3);
    assert.equal(view.buffer, message.buffer);
    assert.equal(toHex(view), "010203");
  });

  it("copies a long double, whose owner may keep it", () => {
    const message = Buffer.alloc(16, 7);
    const value = new CdrReader(message, BIG).longdouble();
    message.fill(0);
    assert.deepEqual(value, new Uint8Array(16).fill(7));
  });

  it("copies a small part of a large message, and views a large one", () => {
    const message = new Uint8Array(200_000);
    const reader = new CdrReader(message, LITTLE);
    assert.notEqual(reader.numbers(DOUBLE_KIND, 3).buffer, message.buffer);
    assert.equal(reader.numbers(DOUBLE_KIND, 1000).buffer, message.buffer);
    const small = new Uint8Array(64);
    assert.equal(new CdrReader(small, LITTLE).numbers(DOUBLE_KIND, 3).buffer, small.buffer);
  });

  it("takes no more elements than the limit, in however many sequences", () => {
    const reader = new CdrReader(new Uint8Array(64), LITTLE, { maxElements: 10 });
    reader.claimElements(6);
    reader.claimElements(4);
    assert.throws(() => reader.claimElements(1), isMarshalError(/more elements than are taken/));
  });

  it("takes nothing before it knows that it is there", () => {
    const reader = new CdrReader(new Uint8Array(8), BIG);
    assert.throws(() => reader.numbers(DOUBLE_KIND, 2 ** 31), isMarshalError(/17179869184 bytes needed/));
    const hostile = new CdrReader(fromHex("ffffffff 00000000"), BIG);
    assert.throws(() => hostile.sequenceLength(1), isMarshalError(/promises 4294967295 elements/));
  });

  it("reads numbers behind any offset in either order", () => {
    for (const format of [BIG, LITTLE]) {
      for (let shift = 0; shift < 8; shift++) {
        const bytes = Buffer.concat([
          Buffer.alloc(shift),
          fromHex(format === BIG ? "00000001 fffffffe" : "01000000 feffffff"),
        ]);
        const reader = new CdrReader(bytes, format, { origin: shift });
        assert.deepEqual(reader.numbers(LONG_KIND, 2), new Int32Array([1, -2]));
      }
    }
  });

  it("accepts any Uint8Array", () => {
    const whole = new Uint8Array([9, 9, 0, 5]);
    assert.equal(new CdrReader(whole.subarray(2), BIG).short(), 5);
  });
});

describe("strings", () => {
  it("end at a NUL inside, as in C", () => {
    const octets = (...values: number[]) => Uint8Array.from(values);
    const string = octets(0, 0, 0, 5, 0x61, 0x62, 0, 0x63, 0);
    for (const codeSet of [ISO_8859_1, UTF_8]) {
      assert.equal(new CdrReader(string, messageFormat(2, false, codeSet)).string(), "ab");
    }
    const wide = octets(0, 0, 0, 6, 0, 0x61, 0, 0, 0, 0x62);
    assert.equal(new CdrReader(wide, messageFormat(2, false)).wstring(), "a");
    const terminated = octets(0, 0, 0, 4, 0, 0x61, 0, 0, 0, 0x62, 0, 0);
    assert.equal(new CdrReader(terminated, messageFormat(1, false)).wstring(), "a");
  });
});

describe("encapsulations", () => {
  it("have a byte order and an alignment of their own", () => {
    const reader = new CdrReader(fromHex("01 000000 00000008 01 000000 05000000 00000007"), BIG);
    assert.equal(reader.octet(), 1);
    const inner = reader.encapsulation();
    assert.ok(inner.format.littleEndian);
    assert.equal(inner.position, 1);
    assert.equal(inner.long(), 5);
    inner.expectEnd();
    assert.equal(reader.long(), 7);
  });

  it("end where they say", () => {
    const reader = new CdrReader(fromHex("00000004 00 000000 11223344"), BIG);
    assert.throws(() => reader.encapsulation().long(), isMarshalError(/4 bytes needed, 3 remain/));
  });

  it("are refused where they are empty or too long", () => {
    assert.throws(() => new CdrReader(fromHex("00000000"), BIG).encapsulation(), isMarshalError(/is empty/));
    assert.throws(
      () => new CdrReader(fromHex("00000009 0000000000000000"), BIG).encapsulation(),
      isMarshalError(/9 bytes needed, 8 remain/),
    );
  });
});

describe("nesting", () => {
  it("ends at the limit, and is undone on the way back", () => {
    const reader = new CdrReader(new Uint8Array(), BIG, { maxDepth: 2 });
    const deep = () => reader.nested(() => reader.nested(() => "deep"));
    assert.equal(deep(), "deep");
    assert.throws(() => reader.nested(deep), isMarshalError(/values nest deeper than 2 levels/));
    assert.equal(deep(), "deep");
  });

  it("counts on in encapsulations and in readers of other places", () => {
    const reader = new CdrReader(fromHex("00000001 00"), BIG, { maxDepth: 1 });
    reader.nested(() => {
      assert.throws(() => reader.at(0).nested(() => 0), isMarshalError(/deeper/));
      const inner = reader.encapsulation();
      assert.throws(() => inner.nested(() => 0), isMarshalError(/deeper/));
    });
  });
});
