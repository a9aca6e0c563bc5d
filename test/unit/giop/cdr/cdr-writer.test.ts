import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { LONGLONG_KIND, SHORT_KIND } from "../../../../src/giop/cdr/numeric-kind.ts";
import { BIG, isMarshalError, LITTLE, toHex } from "../../../support/codec-table.ts";

describe("alignment", () => {
  const EVERY: readonly (readonly [string, number, (writer: CdrWriter) => void])[] = [
    ["boolean", 1, (writer) => writer.boolean(true)],
    ["octet", 1, (writer) => writer.octet(1)],
    ["char", 1, (writer) => writer.char("a")],
    ["short", 2, (writer) => writer.short(1)],
    ["ushort", 2, (writer) => writer.ushort(1)],
    ["long", 4, (writer) => writer.long(1)],
    ["ulong", 4, (writer) => writer.ulong(1)],
    ["float", 4, (writer) => writer.float(1)],
    ["longlong", 8, (writer) => writer.longlong(1n)],
    ["ulonglong", 8, (writer) => writer.ulonglong(1n)],
    ["double", 8, (writer) => writer.double(1)],
  ];
  for (const [type, size, write] of EVERY) {
    it(`of ${type} is ${size}, and pads with zeros`, () => {
      for (let before = 0; before <= 8; before++) {
        for (const capacity of [0, 1, 1024]) {
          const writer = new CdrWriter(BIG, capacity);
          writer.octets(new Uint8Array(before).fill(0xff));
          write(writer);
          const start = Math.ceil(before / size) * size;
          assert.equal(writer.position, start + size);
          assert.equal(
            toHex(writer.bytes().subarray(0, start)),
            "ff".repeat(before) + "00".repeat(start - before),
          );
        }
      }
    });
  }

  it("of text and bulk numbers is that of their count and elements", () => {
    const writer = new CdrWriter(BIG, 1);
    writer.octet(0xff);
    writer.string("a");
    writer.numbers(LONGLONG_KIND, new BigInt64Array([1n]));
    assert.equal(
      toHex(writer.bytes()),
      "ff000000" + "000000026100" + "0000" + "00000000" + "0000000000000001",
    );
  });

  it("adds nothing before numbers that are not there", () => {
    const writer = new CdrWriter(BIG);
    writer.octet(1);
    writer.numbers(LONGLONG_KIND, new BigInt64Array());
    assert.equal(writer.position, 1);
  });
});

describe("the buffer", () => {
  it("grows from any capacity and keeps what was written", () => {
    const writer = new CdrWriter(LITTLE, 1);
    for (let i = 0; i < 1000; i++) writer.ushort(i);
    const view = new DataView(new Uint8Array(writer.bytes()).buffer);
    for (let i = 0; i < 1000; i++) assert.equal(view.getUint16(2 * i, true), i);
  });

  it("can be patched", () => {
    const writer = new CdrWriter(BIG);
    writer.octet(0);
    const at = writer.reserveUlong();
    writer.short(-1);
    writer.patchUlong(at, 0x01020304);
    writer.patchOctet(0, 9);
    assert.equal(toHex(writer.bytes()), "0900000001020304ffff");
  });

  it("does not grow beyond what a message can count", () => {
    const writer = new CdrWriter(BIG);
    // Says it has 3 GiB, and nothing looks further.
    const huge = { length: 3 * 2 ** 30 } as Uint8Array;
    assert.throws(() => writer.octets(huge), isMarshalError(/more than 2147483647 bytes cannot be sent/));
  });
});

it("swaps bulk numbers for the other byte order", () => {
  for (const [format, hex] of [
    [BIG, "0001fffe"],
    [LITTLE, "0100feff"],
  ] as const) {
    const writer = new CdrWriter(format);
    writer.numbers(SHORT_KIND, new Int16Array([1, -2]));
    assert.equal(toHex(writer.bytes()), hex);
  }
});

it("shows a wrong value shortly", () => {
  const writer = new CdrWriter();
  for (const [value, message] of [
    ["x".repeat(50), /^"x{40}…" is not a long/],
    [5n, /^5n is not a long/],
    [[1], /^an object \(Array\) is not a long/],
    [Object.create(null), /^an object \(Object\) is not a long/],
    [() => 1, /^a function is not a long/],
    [Symbol("s"), /^Symbol\(s\) is not a long/],
    [null, /^null is not a long/],
  ] as const) {
    assert.throws(() => writer.long(value as never), isMarshalError(message));
  }
  assert.equal(writer.position, 0);
});
