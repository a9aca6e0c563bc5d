import type { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { MarshalError } from "../../src/giop/cdr/marshal-error.ts";
import type { ClientCall } from "../../src/giop/connection/client-call.ts";
import { ClientConnection } from "../../src/giop/connection/client-connection.ts";
import type { IncomingRequest } from "../../src/giop/connection/incoming-request.ts";
import { ServerConnection } from "../../src/giop/connection/server-connection.ts";
import { decodeSystemException } from "../../src/giop/exception/system-exception.ts";
import { messagesOf } from "../support/capture-messages.ts";
import type { GoldenFile } from "../support/golden-corpus.ts";
import { octetsOf } from "../support/hex-capture.ts";
import type { Random } from "./random.ts";
import { chunksOf, type FuzzTarget } from "./targets.ts";

/** The engines of both sides, fed with what the other side was captured to send. */
export function connectionTargets(files: readonly GoldenFile[]): readonly FuzzTarget[] {
  const streams = (direction: "OUT" | "IN") =>
    files.map(({ capture }) => octetsOf(capture, direction)).filter((stream) => stream.length > 0);
  return [
    { name: "server connection", corpus: streams("OUT"), run: serve },
    { name: "client connection", corpus: streams("IN").map(renumber), run: call },
  ];
}

const CALLS = 8;

function serve(input: Uint8Array, random: Random): void {
  const running: IncomingRequest[] = [];
  const end = (request: IncomingRequest): void => {
    if (request.finished) return;
    if (random.oneIn(3)) return request.finish();
    const writer = request.beginReply("NO_EXCEPTION", true);
    writer.ulong(random.bits());
    request.sendReply(writer);
  };
  const output = { write() {}, end() {}, pauseReading() {}, resumeReading() {} };
  const sink = {
    onRequest(request: IncomingRequest) {
      if (random.oneIn(2)) running.push(request);
      else end(request);
    },
    onLocateRequest: (
      request: Parameters<ConstructorParameters<typeof ServerConnection>[1]["onLocateRequest"]>[0],
    ) => request.sendReply(request.beginReply(random.oneIn(2) ? "OBJECT_HERE" : "UNKNOWN_OBJECT")),
    onCancel() {},
  };
  const connection = new ServerConnection(output, sink, { maxRequestsInProgress: 4, fragmentSize: 64 });
  for (const chunk of chunksOf(input, random)) {
    connection.receive(chunk);
    if (random.oneIn(4)) for (const request of running.splice(0)) end(request);
    if (random.oneIn(50)) connection.close();
  }
  connection.socketClosed();
  for (const request of running) end(request);
  if (connection.inProgress > 0) throw new Error(`${connection.inProgress} requests never end`);
}

function call(input: Uint8Array, random: Random): void {
  const output = { write() {}, end() {} };
  const connection = new ClientConnection(output, { giopMinor: 2 });
  const outcomes = Array.from({ length: CALLS }, () => 0);
  for (let i = 0; i < CALLS; i++) connection.send(callOf(() => outcomes[i]!++));
  for (const chunk of chunksOf(input, random)) {
    connection.receive(chunk);
    if (random.oneIn(20) && connection.cancel(2)) outcomes[0]!++;
  }
  connection.socketClosed();
  if (outcomes.some((count) => count !== 1))
    throw new Error(`calls ended ${outcomes.join(", ")} times, not once`);
  if (connection.pending > 0 || connection.isOpen) throw new Error("the connection is not at its end");
}

function callOf(ended: () => void): ClientCall {
  return {
    requestId: 0,
    responseFlags: 3,
    target: { kind: "key", objectKey: new Uint8Array([1, 2, 3]) },
    operation: "anything",
    serviceContexts: [],
    hasArguments: false,
    encodeArguments() {},
    onReply(reply, body) {
      ended();
      if (reply.status === "SYSTEM_EXCEPTION") decodeQuietly(body);
    },
    onUnprocessed: ended,
    onFailure: ended,
  };
}

function decodeQuietly(body: CdrReader): void {
  try {
    decodeSystemException(body);
  } catch (error) {
    if (!(error instanceof MarshalError)) throw error;
  }
}

/** Gives the replies of a capture, where they are of GIOP 1.2, the request ids that the client under test uses. */
function renumber(stream: Uint8Array): Uint8Array {
  const copy = new Uint8Array(stream);
  let at = 0;
  for (const [i, message] of messagesOf(copy).entries()) {
    const isReply = message[5] === 2 && (message[7] === 1 || message[7] === 7) && message.length >= 16;
    if (isReply)
      new DataView(copy.buffer, at + 12).setUint32(0, 2 * (1 + (i % CALLS)), (message[6]! & 1) === 1);
    at += message.length;
  }
  return copy;
}
