import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { encodeCommand } from "../../../../src/tango/zmtp/command.ts";
import { FrameDeframer } from "../../../../src/tango/zmtp/frame-deframer.ts";
import type { FrameLimits } from "../../../../src/tango/zmtp/frame-limits.ts";
import { encodeMessage } from "../../../../src/tango/zmtp/message-encoder.ts";
import { Random } from "../../../fuzz/random.ts";
import { allocatedBy, allocationLimit } from "../../../support/allocation.ts";

const LIMITS: FrameLimits = { maxMessageSize: 4 * 1024 * 1024, maxFrames: 8, maxCommandSize: 1000 };

/** A deframer and what it found: messages as frames, commands as one buffer. */
function deframer(
  options: { limits?: Partial<FrameLimits>; frameOffset?: number; onFound?: () => void } = {},
) {
  const found: (Buffer[] | Buffer)[] = [];
  const sink = {
    onFrames(frames: Buffer[]) {
      found.push(frames);
      options.onFound?.();
    },
    onCommandFrame(body: Uint8Array) {
      found.push(Buffer.from(body));
      options.onFound?.();
    },
  };
  const limits = { ...LIMITS, ...options.limits };
  return { found, deframer: new FrameDeframer(sink, limits, "peer:1", options.frameOffset) };
}

function message(...sizes: readonly number[]): Buffer {
  return Buffer.concat(encodeMessage(sizes.map((size, i) => Buffer.alloc(size, i + 1))).chunks);
}

/** A header, with the length in eight octets. */
function longHeader(flags: number, size: bigint): Buffer {
  const header = Buffer.alloc(9, flags);
  header.writeBigUInt64BE(size, 1);
  return header;
}

test("finds frames of every size, the lengths in one octet and in eight, wherever the stream is cut", () => {
  const sizes = [
    [0],
    [1],
    [255],
    [256],
    [1023],
    [1024],
    [0, 0, 0],
    [50, 1, 21, 300],
    [3, 5000],
    [3, 70_000, 0],
    [2],
  ];
  const stream = Buffer.concat([
    ...sizes.map((each) => message(...each)),
    encodeCommand("PING", Buffer.alloc(300)),
    longHeader(3, 1n),
    Buffer.of(9),
    longHeader(2, 0n),
  ]);
  const expected = deframer();
  expected.deframer.push(stream);
  assert.deepEqual(
    expected.found.slice(0, sizes.length).map((frames) => (frames as Buffer[]).map((frame) => frame.length)),
    sizes,
  );
  assert.deepEqual(expected.found.slice(-1), [[Buffer.of(9), Buffer.alloc(0)]]);
  assert.equal(expected.deframer.completed, sizes.length + 2);
  const random = new Random(1);
  for (let round = 0; round < 300; round++) {
    const cut = deframer();
    for (let at = 0; at < stream.length; ) {
      const size = 1 + random.below(round % 3 === 0 ? 20 : 5000);
      const chunk = Buffer.from(stream.subarray(at, at + size));
      assert.equal(cut.deframer.push(chunk), chunk.length);
      // The memory of the chunk is used again.
      chunk.fill(0xee);
      at += size;
    }
    assert.deepEqual(cut.found, expected.found);
    assert.equal(cut.deframer.isPartial, false);
  }
});

test("knows at every octet whether more belongs to what came", () => {
  const stream = message(2, 0, 3);
  for (let at = 0; at <= stream.length; at++) {
    const cut = deframer();
    cut.deframer.push(stream.subarray(0, at));
    assert.equal(cut.deframer.isPartial, at > 0 && at < stream.length, `${at}`);
  }
});

test("takes nothing while it is held, from within a chunk too", () => {
  const stream = Buffer.concat([message(1), message(2000), message(3), message(4)]);
  const held = deframer({ onFound: () => held.deframer.hold() });
  let at = 0;
  for (let count = 1; count <= 4; count++) {
    held.deframer.release();
    at = held.deframer.push(stream, at);
    assert.equal(held.found.length, count);
    assert.equal(held.deframer.push(stream, at), at);
  }
  assert.equal(at, stream.length);
});

test("aligns what begins at frameOffset of large frames, however they come", () => {
  for (const frameOffset of [0, 4]) {
    for (const size of [1024, 1030, 100_000, 2_000_000]) {
      for (const step of [1400, 65_536, 3_000_000]) {
        const stream = message(7, size);
        const { found, deframer: cut } = deframer({ frameOffset });
        for (let at = 0; at < stream.length; at += step) cut.push(stream.subarray(at, at + step));
        const frame = (found[0] as Buffer[])[1]!;
        assert.equal((frame.byteOffset + frameOffset) % 8, 0);
        assert.ok(frame.length === size && frame.every((octet) => octet === 2));
        assert.ok(frame.buffer.byteLength <= Math.max(size + 7, 8192), "no more memory than it has");
      }
    }
  }
});

test("refuses what is no frame, by its first octet", () => {
  for (let flags = 0; flags < 256; flags++) {
    const { deframer: strict } = deframer();
    if (flags <= 4 || flags === 6) strict.push(Buffer.of(flags));
    else assert.throws(() => strict.push(Buffer.of(flags)), { code: "ZMTP_PROTOCOL", peer: "peer:1" });
  }
});

test("refuses what is more than its limits, as soon as the header promises it", () => {
  const cases: [Partial<FrameLimits>, Buffer, Buffer][] = [
    [{ maxMessageSize: 300 }, message(291), longHeader(2, 292n)],
    [
      { maxMessageSize: 300 },
      message(100, 196),
      Buffer.concat([message(100, 0).subarray(0, 102), Buffer.of(0, 197)]),
    ],
    [{ maxMessageSize: 10 }, message(8), Buffer.of(0, 9)],
    [{ maxFrames: 2 }, message(0, 0), Buffer.of(1, 0, 1, 0, 0, 0)],
    [
      { maxFrames: 2 },
      message(2000, 0),
      Buffer.concat([message(0, 2000, 0).subarray(0, -2), Buffer.of(0, 0)]),
    ],
    [{ maxCommandSize: 10 }, encodeCommand("PING", Buffer.alloc(5)), Buffer.of(4, 11)],
    [{}, message(0), longHeader(2, 2n ** 64n - 1n)],
    [{}, message(0), longHeader(6, 2n ** 63n)],
    [{}, message(0), longHeader(3, 2n ** 53n + 1n)],
  ];
  for (const [limits, allowed, refused] of cases) {
    for (const step of [1, 10_000]) {
      const fits = deframer({ limits });
      for (let at = 0; at < allowed.length; at += step) fits.deframer.push(allowed.subarray(at, at + step));
      assert.equal(fits.found.length, 1);
      const over = deframer({ limits });
      const push = () => {
        for (let at = 0; at < refused.length; at += step) over.deframer.push(refused.subarray(at, at + step));
      };
      assert.throws(push, { code: "ZMTP_LIMIT", peer: "peer:1" });
      assert.deepEqual(over.found, []);
    }
  }
});

test("takes memory for what came, whatever a header promises", () => {
  const limits = { maxMessageSize: 256 * 1024 * 1024 };
  for (const present of [0, 1, 4095, 4096, 20_000, 100_000, 1_000_000]) {
    const input = Buffer.concat([longHeader(2, 200_000_000n), Buffer.alloc(present)]);
    for (const step of [1400, input.length]) {
      const measured = Array.from({ length: 5 }, () =>
        allocatedBy(() => {
          const { deframer: cut } = deframer({ limits });
          for (let at = 0; at < input.length; at += step) cut.push(input.subarray(at, at + step));
          assert.equal(cut.isPartial, true);
        }),
      );
      const least = Math.min(...measured.filter((size) => size >= 0));
      assert.ok(least <= allocationLimit(input.length), `${present} octets in ${step}: ${least} bytes`);
    }
  }
});
