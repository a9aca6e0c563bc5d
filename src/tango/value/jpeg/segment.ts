import { Marker } from "./marker.ts";
import { damagedJpeg } from "./wrong-jpeg.ts";

/** A marker, and the octets that belong to it. */
export interface Segment {
  readonly marker: number;
  /** Without marker and length. */
  readonly content: Uint8Array;
  /** Where the next octets begin. */
  readonly end: number;
}

/** The segment at `at`. Throws WrongData API_DecodeErr where there is none, or a part of one. */
export function segmentAt(data: Uint8Array, at: number): Segment {
  let begin = at;
  // Octets 0xff may stand before a marker (ITU-T T.81 B.1.1.2).
  while (data[begin] === 0xff && data[begin + 1] === 0xff) begin++;
  if (begin + 1 >= data.length) throw damagedJpeg("its data end before the marker EOI");
  const marker = data[begin + 1]!;
  const name = `0x${marker.toString(16)}`;
  if (data[begin] !== 0xff || marker < Marker.SOF0) throw damagedJpeg(`it has no marker at octet ${begin}`);
  if (marker === Marker.EOI) return { marker, content: data.subarray(0, 0), end: begin + 2 };
  if (marker >= Marker.RST0 && marker <= Marker.SOI)
    throw damagedJpeg(`it has a marker ${name} out of place`);
  const length = begin + 4 <= data.length ? uint16(data, begin + 2) : 0;
  const end = begin + 2 + length;
  if (length < 2 || end > data.length) throw damagedJpeg(`its segment ${name} is incomplete`);
  return { marker, content: data.subarray(begin + 4, end), end };
}

/** Where the next marker is, behind the data of a scan; the end of the data where there is none. */
export function markerBehind(data: Uint8Array, at: number): number {
  let next = at;
  while (next < data.length && !(data[next] === 0xff && data[next + 1] !== 0)) next++;
  return next;
}

/** A marker, and a segment of it. */
export function segment(marker: number, content: readonly number[] | Uint8Array): number[] {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...content];
}

/** A number of two octets, the most significant first, as all numbers of a segment. */
export function uint16(data: Uint8Array, at: number): number {
  return (data[at]! << 8) | data[at + 1]!;
}
