import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { encodeGreeting, GREETING_SIZE, GreetingReader } from "../../../../src/tango/zmtp/greeting.ts";
import { zmtpCapture } from "../../../support/zmtp-captures.ts";

function changed(at: number, ...values: number[]): Buffer {
  const greeting = encodeGreeting(1);
  greeting.set(values, at);
  return greeting;
}

test("is the greeting that libzmq sends", () => {
  assert.deepEqual(encodeGreeting(1), zmtpCapture("events-3.1").sub.subarray(0, GREETING_SIZE));
  assert.deepEqual(encodeGreeting(0), zmtpCapture("events-3.0").sub.subarray(0, GREETING_SIZE));
});

test("is read in whatever pieces, and nothing behind it is", () => {
  const octets = Buffer.concat([encodeGreeting(1), Buffer.of(4, 5)]);
  for (let step = 1; step <= octets.length; step++) {
    const reader = new GreetingReader("peer:1");
    let at = 0;
    while (!reader.isComplete) {
      const chunk = octets.subarray(0, Math.min(octets.length, at + step));
      at += reader.push(chunk, at);
    }
    assert.equal(at, GREETING_SIZE);
    assert.equal(reader.push(octets, at), 0);
  }
});

test("agrees on the highest version that both speak", () => {
  for (const [major, minor, expected] of [
    [3, 0, 0],
    [3, 1, 1],
    [3, 2, 1],
    [3, 255, 1],
    [4, 0, 1],
  ] as const) {
    const reader = new GreetingReader("peer:1");
    reader.push(changed(10, major, minor), 0);
    assert.equal(reader.minor, expected, `${major}.${minor}`);
  }
});

test("takes whatever libzmq's length, the server's flag and the filler are", () => {
  for (const at of [1, 8, 32, 33, 63]) {
    const reader = new GreetingReader("peer:1");
    reader.push(changed(at, 1), 0);
    assert.ok(reader.isComplete);
  }
});

test("refuses a peer as soon as it is known to be none of ours, which waits for us meanwhile", () => {
  const cases: readonly (readonly [Buffer, number, RegExp])[] = [
    [changed(0, 0), 1, /ZMTP 1\.0, or no ZMTP/],
    [changed(9, 0), 10, /ZMTP 1\.0, or no ZMTP/],
    [changed(10, 0), 11, /ZMTP 1\.0;/],
    [changed(10, 1), 11, /ZMTP 2\.0;/],
    [changed(10, 2), 11, /ZMTP 2\.x;/],
  ];
  for (const [octets, from, expected] of cases) {
    new GreetingReader("peer:1").push(octets.subarray(0, from - 1), 0);
    const reader = new GreetingReader("peer:1");
    assert.throws(() => reader.push(octets.subarray(0, from), 0), {
      code: "ZMTP_VERSION",
      message: expected,
    });
  }
});

test("refuses other mechanisms than NULL, and names them", () => {
  const pad = (text: string) => Buffer.from(text.padEnd(20, "\0"), "latin1");
  for (const [name, shown] of [
    ["PLAIN", '"PLAIN"'],
    ["NULLS", '"NULLS"'],
    ["", '""'],
    ["\x01\n", '"??"'],
  ]) {
    const reader = new GreetingReader("peer:1");
    assert.throws(
      () => reader.push(changed(12, ...pad(name!)), 0),
      (error: Error & { code?: string }) => error.code === "ZMTP_MECHANISM" && error.message.includes(shown!),
    );
  }
});
