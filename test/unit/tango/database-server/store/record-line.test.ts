import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeRecordLine,
  encodeRecordLine,
} from "../../../../../src/tango/database-server/store/record-line.ts";

test("is JSON behind its CRC-32, with a line end", () => {
  // The check value of the CRC-32 that zip has.
  assert.equal(encodeRecordLine("123456789").toString(), "cbf43926 123456789\n");
  // One that begins with zeros.
  assert.equal(encodeRecordLine("").toString(), "00000000 \n");
});

test("gives back any text", () => {
  for (const text of ["", "{}", "ä€😀", JSON.stringify("line\nend"), "x".repeat(100_000)]) {
    assert.equal(decodeRecordLine(encodeRecordLine(text).subarray(0, -1)), text);
  }
});

test("notices every flipped bit and every missing octet", () => {
  const line = encodeRecordLine('{"number":1,"name":"ä"}').subarray(0, -1);
  for (let at = 0; at < line.length; at++) {
    assert.equal(decodeRecordLine(line.subarray(0, at)), null, `${at} octets`);
    for (let bit = 0; bit < 8; bit++) {
      const damaged = Buffer.from(line);
      damaged[at]! ^= 1 << bit;
      assert.equal(decodeRecordLine(damaged), null, `bit ${bit} of octet ${at}`);
    }
  }
});
