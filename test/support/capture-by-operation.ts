import { Buffer } from "node:buffer";
import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import {
  giopMinorOf,
  HEADER_SIZE,
  hasMoreFragments,
  isLittleEndian,
  messageTypeOf,
} from "../../src/giop/message/message-header.ts";
import { decodeReplyHeader } from "../../src/giop/message/reply.ts";
import { decodeRequestHeader } from "../../src/giop/message/request.ts";
import { messagesOf } from "./capture-messages.ts";
import type { CaptureBlock } from "./hex-capture.ts";

/**
 * Cuts the recording of a client that makes one call after the other into one for each operation: its largest exchange of at
 * most MAX_EXCHANGE octets, and more of them as long as all have no more than `groupSize` octets together, in the order in which
 * they were made. The first in fragments and the first that is forwarded are kept under "fragments" and "forward". Messages
 * that are no calls go under their type.
 */
export function groupByOperation(
  connections: readonly (readonly CaptureBlock[])[],
  groupSize: number,
): ReadonlyMap<string, readonly CaptureBlock[]> {
  const candidates = new Map<string, CaptureBlock[][]>();
  const groups = new Map<string, readonly CaptureBlock[]>();
  for (const { name, exchange } of connections.flatMap((blocks) => [...exchanges(blocks)])) {
    const size = sizeOf(exchange);
    const isFragmented = exchange.some(({ bytes }) => hasMoreFragments(bytes));
    if (isFragmented && size <= MAX_FRAGMENTED && !groups.has("fragments")) groups.set("fragments", exchange);
    if (exchange.some(isForward) && !groups.has("forward")) groups.set("forward", exchange);
    if (size <= MAX_EXCHANGE) candidates.set(name, [...(candidates.get(name) ?? []), exchange]);
  }
  for (const [name, all] of candidates) {
    const chosen = new Set<CaptureBlock[]>();
    let room = groupSize;
    for (const exchange of [...all].sort((a, b) => sizeOf(b) - sizeOf(a))) {
      if (chosen.size > 0 && sizeOf(exchange) > room) continue;
      chosen.add(exchange);
      room -= sizeOf(exchange);
    }
    groups.set(name, all.filter((exchange) => chosen.has(exchange)).flat());
  }
  return groups;
}

/** Whether a block begins with a Reply of the status LOCATION_FORWARD or LOCATION_FORWARD_PERM. */
function isForward({ bytes }: CaptureBlock): boolean {
  if (messageTypeOf(bytes) !== "Reply") return false;
  return decodeReplyHeader(readerOf(bytes)).status.startsWith("LOCATION_FORWARD");
}

/** Each request of a connection with what was answered to it before the next request. */
function* exchanges(blocks: readonly CaptureBlock[]): Generator<{ name: string; exchange: CaptureBlock[] }> {
  let present: { name: string; exchange: CaptureBlock[] } | undefined;
  for (const { direction, messages } of messagesByDirection(blocks)) {
    for (const bytes of messages) {
      const type = messageTypeOf(bytes);
      if (direction === "OUT" && type !== "Fragment") {
        if (present !== undefined) yield present;
        present = { name: type === "Request" ? operationOf(bytes) : type, exchange: [] };
      }
      present ??= { name: type, exchange: [] };
      const last = present.exchange.at(-1);
      if (last?.direction === direction) {
        present.exchange[present.exchange.length - 1] = {
          direction,
          bytes: Buffer.concat([last.bytes, bytes]),
        };
      } else {
        present.exchange.push({ direction, bytes });
      }
    }
  }
  if (present !== undefined) yield present;
}

/** Blocks as whole messages: a block of one way may end within one that goes on after an answer to the one before. */
function messagesByDirection(blocks: readonly CaptureBlock[]) {
  return blocks.map(({ direction, bytes }) => ({ direction, messages: messagesOf(bytes) }));
}

/** The operation of a Request that holds its header whole, as one of a peer's first parts does. */
function operationOf(request: Uint8Array): string {
  return decodeRequestHeader(readerOf(request)).operation;
}

function readerOf(message: Uint8Array): CdrReader {
  const format = messageFormat(giopMinorOf(message), isLittleEndian(message));
  return new CdrReader(message, format, { start: HEADER_SIZE });
}

function sizeOf(blocks: readonly CaptureBlock[]): number {
  return blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

// Octets: enough for each operation to be seen in a file that a person can read.
const MAX_EXCHANGE = 700;
const MAX_FRAGMENTED = 12_000;
