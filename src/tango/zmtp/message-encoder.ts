import { Buffer } from "node:buffer";
import { frameHeaderSize, MORE, writeFrameHeader } from "./frame-header.ts";

/** A message as it goes on the wire, encoded once for all who get it. */
export interface EncodedMessage {
  /** The octets, in order. Large frames are not copied: they are chunks of their own. */
  readonly chunks: readonly Uint8Array[];
  /** The octets of all chunks. */
  readonly size: number;
}

/** Encodes the frames of a message (RFC 37 "Framing"). Throws a RangeError for no frame at all. */
export function encodeMessage(frames: readonly Uint8Array[]): EncodedMessage {
  if (frames.length === 0) throw new RangeError("a ZeroMQ message has at least one frame");
  let size = 0;
  let copied = 0;
  for (const frame of frames) {
    const header = frameHeaderSize(frame.length);
    size += header + frame.length;
    copied += frame.length < WORTH_SHARING ? header + frame.length : header;
  }
  const target = Buffer.allocUnsafe(copied);
  const chunks: Uint8Array[] = [];
  let begun = 0;
  let at = 0;
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i]!;
    at = writeFrameHeader(target, at, i < frames.length - 1 ? MORE : 0, frame.length);
    if (frame.length < WORTH_SHARING) {
      target.set(frame, at);
      at += frame.length;
    } else {
      chunks.push(target.subarray(begun, at), frame);
      begun = at;
    }
  }
  if (at > begun) chunks.push(begun === 0 ? target : target.subarray(begun, at));
  return { chunks, size };
}

// From this size on, in octets, a chunk of its own costs less than a copy.
const WORTH_SHARING = 16 * 1024;
