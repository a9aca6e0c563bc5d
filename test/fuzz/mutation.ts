import type { Random } from "./random.ts";

/** `input` with some damage; `others` lend parts. Never longer than MAX_LENGTH. */
export function mutate(input: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = new Uint8Array(input);
  for (let i = 1 + random.below(4); i > 0; i--) {
    bytes = random.pick(MUTATIONS)(bytes, random, random.pick(others));
    if (bytes.length > MAX_LENGTH) bytes = bytes.subarray(0, MAX_LENGTH);
  }
  return new Uint8Array(bytes);
}

type Bytes = Uint8Array<ArrayBuffer>;
type Mutation = (bytes: Bytes, random: Random, other: Uint8Array) => Bytes;

const flipBit: Mutation = (bytes, random) => {
  if (bytes.length > 0) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  return bytes;
};

const setOctet: Mutation = (bytes, random) => {
  if (bytes.length > 0) bytes[random.below(bytes.length)] = random.pick(OCTETS);
  return bytes;
};

/** Overwrites an aligned unsigned long, as counts and lengths are, by one that is likely to go wrong. */
const setUlong: Mutation = (bytes, random) => {
  if (bytes.length < 4) return bytes;
  const at = random.below(bytes.length >> 2) * 4;
  const value = random.oneIn(3) ? random.below(bytes.length * 2) : random.pick(ULONGS);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value >>> 0, !random.oneIn(4));
  return bytes;
};

const truncate: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1));

const remove: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  return concat(
    bytes.subarray(0, at),
    bytes.subarray(at + random.below(Math.min(32, bytes.length - at) + 1)),
  );
};

const insert: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  return concat(bytes.subarray(0, at), random.bytes(random.below(16)), bytes.subarray(at));
};

const repeat: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  const part = bytes.subarray(at, at + 1 + random.below(64));
  const times = random.oneIn(8) ? 1 + random.below(200) : 1 + random.below(4);
  return concat(bytes.subarray(0, at), ...Array.from({ length: times }, () => part), bytes.subarray(at));
};

const splice: Mutation = (bytes, random, other) =>
  concat(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)));

const overwrite: Mutation = (bytes, random, other) => {
  const from = random.below(other.length);
  const part = other.subarray(from, from + 1 + random.below(64));
  const at = random.below(bytes.length);
  bytes.set(part.subarray(0, bytes.length - at), at);
  return bytes;
};

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  setOctet,
  setOctet,
  setUlong,
  setUlong,
  setUlong,
  truncate,
  remove,
  insert,
  repeat,
  splice,
  overwrite,
];

function concat(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const MAX_LENGTH = 64 * 1024;
const OCTETS = [0, 1, 2, 3, 4, 0x0c, 0x0f, 0x1f, 0x20, 0x7f, 0x80, 0xfe, 0xff];
const ULONGS = [
  0, 1, 2, 3, 4, 8, 13, 14, 15, 16, 17, 19, 20, 21, 0xff, 0xffff, 0x10000, 0x00ffffff, 0x1000_0000,
  0x1fff_ffff, 0x2000_0000, 0x3fff_ffff, 0x4000_0000, 0x7fff_fff0, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0,
  0xffff_fffe, 0xffff_ffff,
];
