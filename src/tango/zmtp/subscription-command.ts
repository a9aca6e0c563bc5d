import { Buffer } from "node:buffer";
import { encodeCommand } from "./command.ts";
import { frameHeaderSize, writeFrameHeader } from "./frame-header.ts";
import type { ZmtpMinor } from "./greeting.ts";

/**
 * What a SUB socket sends to subscribe to a topic, or to cancel that: a command from ZMTP 3.1 on (RFC 37), before that a message (RFC 23).
 */
export function encodeSubscription(topic: Uint8Array, wanted: boolean, minor: ZmtpMinor): Buffer {
  if (minor >= 1) return encodeCommand(wanted ? "SUBSCRIBE" : "CANCEL", topic);
  const size = 1 + topic.length;
  const frame = Buffer.allocUnsafe(frameHeaderSize(size) + size);
  const at = writeFrameHeader(frame, 0, 0, size);
  frame[at] = wanted ? 1 : 0;
  frame.set(topic, at + 1);
  return frame;
}
