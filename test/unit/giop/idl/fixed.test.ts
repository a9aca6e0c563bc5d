import assert from "node:assert/strict";
import { it } from "node:test";
import { fixed } from "../../../../src/giop/idl/fixed.ts";
import { testCodec } from "../../../support/codec-table.ts";

// Octets as omniORB writes them (docs/omniorb-notes.md).
testCodec("fixed<9,3>", fixed(9, 3), {
  correct: [
    ["123456.789", "12 34 56 78 9c"],
    ["-0.001", "00 00 00 00 1d"],
    ["0.000", "00 00 00 00 0c"],
    ["-999999.999", "99 99 99 99 9d"],
  ],
  alsoEncodes: [
    ["-0", "0.000"],
    ["+1", "1.000"],
    ["0001.5", "1.500"],
    [-1.5, "-1.500"],
    [42, "42.000"],
  ],
  alsoDecodes: [["00 00 00 00 0d", "0.000"]],
  badValues: [
    ["1000000", /1000000 does not fit into fixed<9,3>/],
    ["0.0001", /0.0001 does not fit/],
    ["1e3", /1e3 is not a decimal number/],
    ["", /is not a decimal number/],
    [1e21, /1e\+21 is not a decimal number/],
    [Number.NaN, /NaN is not a decimal number/],
    [undefined, /undefined is not a decimal number/],
  ],
  badBytes: [
    ["12 34 5a 78 9c", /12345a789c is not a packed decimal/],
    ["12 34 56 78 9f", /is not a packed decimal/],
    ["12 34 56 78 90", /is not a packed decimal/],
  ],
});

testCodec("fixed<6,4>", fixed(6, 4), {
  // An even number of digits leaves a half-octet in front.
  correct: [
    ["12.3456", "01 23 45 6c"],
    ["-0.0100", "00 00 10 0d"],
  ],
  badValues: [["100", /100 does not fit into fixed<6,4>/]],
});

testCodec("fixed<1,0>", fixed(1, 0), {
  correct: [
    ["7", "7c"],
    ["-7", "7d"],
  ],
});

testCodec("fixed<31,31>", fixed(31, 31), {
  correct: [[`-0.${"1234567890".repeat(3)}1`, "12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 1d"]],
});

it("refuses what IDL has not", () => {
  for (const [digits, scale] of [
    [0, 0],
    [32, 0],
    [3, 4],
    [3, -1],
  ] as const) {
    assert.throws(() => fixed(digits, scale), /is not an IDL type/);
  }
});
