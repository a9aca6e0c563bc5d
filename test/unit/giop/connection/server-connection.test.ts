import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import { SpareMemory } from "../../../../src/giop/cdr/spare-memory.ts";
import type { GiopMinor } from "../../../../src/giop/cdr/wire-format.ts";
import type {
  IncomingLocateRequest,
  IncomingRequest,
} from "../../../../src/giop/connection/incoming-request.ts";
import type { RequestSink } from "../../../../src/giop/connection/request-sink.ts";
import {
  ServerConnection,
  type ServerConnectionOptions,
} from "../../../../src/giop/connection/server-connection.ts";
import { decodeSystemException } from "../../../../src/giop/exception/system-exception.ts";
import { objectKeyFromText } from "../../../../src/giop/ior/object-key.ts";
import { alignBody } from "../../../../src/giop/message/body-alignment.ts";
import { encodeCancelRequest } from "../../../../src/giop/message/cancel-request.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import { decodeLocateReplyHeader, encodeLocateRequest } from "../../../../src/giop/message/locate.ts";
import {
  beginMessage,
  emptyMessage,
  finishMessage,
  fragmentMessage,
} from "../../../../src/giop/message/message-encoder.ts";
import { giopMinorOf, isLittleEndian, messageTypeOf } from "../../../../src/giop/message/message-header.ts";
import { ProtocolError } from "../../../../src/giop/message/protocol-error.ts";
import { decodeReplyHeader } from "../../../../src/giop/message/reply.ts";
import {
  encodeRequestHeader,
  RESPONSE_FROM_TARGET,
  RESPONSE_NONE,
  type ResponseFlags,
} from "../../../../src/giop/message/request.ts";
import { codeSetsContext, type ServiceContext } from "../../../../src/giop/message/service-context.ts";
import { RecordingOutput } from "../../../support/recording-output.ts";

class RecordingSink implements RequestSink {
  readonly requests: IncomingRequest[] = [];
  readonly locates: IncomingLocateRequest[] = [];
  readonly cancelled: IncomingRequest[] = [];
  onRequest(request: IncomingRequest): void {
    this.requests.push(request);
  }
  onLocateRequest(request: IncomingLocateRequest): void {
    this.locates.push(request);
  }
  onCancel(request: IncomingRequest): void {
    this.cancelled.push(request);
  }
}

function open(options: ServerConnectionOptions = {}) {
  const output = new RecordingOutput();
  const sink = new RecordingSink();
  return { output, sink, connection: new ServerConnection(output, sink, options) };
}

interface RequestOptions {
  flags?: ResponseFlags;
  minor?: GiopMinor;
  littleEndian?: boolean;
  contexts?: ServiceContext[];
  text?: Uint8Array;
}

/** A request with one string argument, "hello" unless its octets are given. */
function request(requestId: number, options: RequestOptions = {}): Uint8Array {
  const { minor = 2, littleEndian = true, contexts: serviceContexts = [] } = options;
  const writer = beginMessage("Request", messageFormat(minor, littleEndian));
  encodeRequestHeader(writer, {
    requestId,
    responseFlags: options.flags ?? RESPONSE_FROM_TARGET,
    target: { kind: "key", objectKey: objectKeyFromText("key") },
    operation: `op${requestId}`,
    serviceContexts,
  });
  alignBody(writer);
  const text = options.text ?? Buffer.from("hello");
  writer.ulong(text.length + 1);
  writer.octets(text);
  writer.octet(0);
  return finishMessage(writer);
}

function locateRequest(requestId: number): Uint8Array {
  const writer = beginMessage("LocateRequest", messageFormat(2));
  encodeLocateRequest(writer, { requestId, target: { kind: "key", objectKey: objectKeyFromText("key") } });
  return finishMessage(writer);
}

function answer(incoming: IncomingRequest): void {
  const writer = incoming.beginReply("NO_EXCEPTION", true);
  writer.string(incoming.header.operation);
  incoming.sendReply(writer);
}

function bodyOf(message: Uint8Array): CdrReader {
  return new CdrReader(message, messageFormat(giopMinorOf(message), isLittleEndian(message)), { start: 12 });
}

test("uses the memory of a large reply again when that was taken, and not before", () => {
  const { output, sink, connection } = open({ memory: new SpareMemory() });
  const reply = (requestId: number, size: number): Uint8Array => {
    connection.receive(request(requestId));
    const writer = sink.requests.at(-1)!.beginReply("NO_EXCEPTION", true);
    writer.octets(new Uint8Array(size));
    sink.requests.at(-1)!.sendReply(writer);
    return output.chunks.at(-1)!;
  };
  const first = reply(2, 100_000);
  assert.notEqual(reply(4, 100_000).buffer, first.buffer);
  output.taken[0]!();
  assert.equal(reply(6, 90_000).buffer, first.buffer);
  assert.equal(output.taken.length, 3);
  reply(8, 100);
  assert.equal(output.taken.length, 3);
});

test("delivers requests and answers each in its own version, in any order", () => {
  const { output, sink, connection } = open();
  connection.receive(
    Buffer.concat([request(2), request(4, { minor: 0 }), request(6, { minor: 1, littleEndian: false })]),
  );
  assert.deepEqual(
    sink.requests.map(({ header }) => header.operation),
    ["op2", "op4", "op6"],
  );
  assert.deepEqual(
    sink.requests.map(({ giopMinor }) => giopMinor),
    [2, 0, 1],
  );
  assert.deepEqual(
    sink.requests.map(({ body }) => body.string()),
    ["hello", "hello", "hello"],
  );
  assert.equal(connection.inProgress, 3);
  for (const each of sink.requests.toReversed()) answer(each);
  assert.equal(connection.inProgress, 0);
  const replies = output.takeMessages().map((message) => {
    const body = bodyOf(message);
    const { requestId, status } = decodeReplyHeader(body);
    return [giopMinorOf(message), requestId, status, body.string()];
  });
  assert.deepEqual(replies, [
    [1, 6, "NO_EXCEPTION", "op6"],
    [0, 4, "NO_EXCEPTION", "op4"],
    [2, 2, "NO_EXCEPTION", "op2"],
  ]);
});

test("takes requests from every cut of the stream", () => {
  const stream = Buffer.concat([request(2), locateRequest(4), request(6, { minor: 0 })]);
  for (let cut = 0; cut <= stream.length; cut++) {
    const { sink, connection } = open();
    connection.receive(stream.subarray(0, cut));
    connection.receive(stream.subarray(cut));
    assert.deepEqual(
      sink.requests.map(({ body }) => body.string()),
      ["hello", "hello"],
    );
    assert.equal(sink.locates.length, 1);
  }
});

test("lets a failed answer be begun again, and ends a request once", () => {
  const { output, sink, connection } = open();
  connection.receive(request(2));
  const [incoming] = sink.requests;
  const broken = incoming!.beginReply("NO_EXCEPTION", true);
  assert.throws(() => broken.octet(256), MarshalError);
  answer(incoming!);
  assert.equal(incoming!.finished, true);
  assert.equal(output.takeMessages().length, 1);
  assert.throws(() => answer(incoming!), /was answered before/);
  incoming!.finish();
  assert.equal(connection.inProgress, 0);
});

test("ends a reply without a body at its header", () => {
  const { output, sink, connection } = open();
  connection.receive(request(2));
  sink.requests[0]!.sendReply(sink.requests[0]!.beginReply("NO_EXCEPTION", false));
  assert.equal(output.take().length, 24);
});

test("sends no answer to a oneway request", () => {
  const { output, sink, connection } = open();
  connection.receive(
    Buffer.concat([request(2, { flags: RESPONSE_NONE }), request(2, { flags: RESPONSE_NONE })]),
  );
  assert.equal(connection.inProgress, 2);
  assert.equal(sink.requests[0]!.responseExpected, false);
  answer(sink.requests[0]!);
  sink.requests[1]!.finish();
  assert.equal(connection.inProgress, 0);
  assert.equal(output.take().length, 0);
});

test("answers a LocateRequest once", () => {
  const { output, sink, connection } = open();
  connection.receive(locateRequest(4));
  const [locate] = sink.locates;
  assert.equal(connection.inProgress, 1);
  locate!.sendReply(locate!.beginReply("OBJECT_HERE"));
  const [message] = output.takeMessages();
  assert.deepEqual(decodeLocateReplyHeader(bodyOf(message!)), { requestId: 4, status: "OBJECT_HERE" });
  assert.equal(connection.inProgress, 0);
  assert.throws(() => locate!.sendReply(locate!.beginReply("OBJECT_HERE")), /was answered before/);
});

test("reads text in the code set that the client named", () => {
  const { output, sink, connection } = open();
  const text = Buffer.from("5 Ω");
  connection.receive(request(2, { contexts: [codeSetsContext(UTF_8.id, 0)], text }));
  connection.receive(request(4, { text }));
  assert.deepEqual(
    sink.requests.map(({ body }) => body.string()),
    ["5 Ω", "5 Ω"],
  );
  const writer = sink.requests[0]!.beginReply("NO_EXCEPTION", true);
  writer.string("5 Ω");
  sink.requests[0]!.sendReply(writer);
  assert.ok(output.take().includes(text));
});

test("refuses code sets that it cannot read", () => {
  for (const context of [codeSetsContext(0x00020001, 0), codeSetsContext(UTF_8.id, 0x00010100)]) {
    const { output, sink, connection } = open();
    connection.receive(request(2, { contexts: [context] }));
    assert.deepEqual(sink.requests, []);
    const body = bodyOf(output.takeMessages()[0]!);
    assert.equal(decodeReplyHeader(body).status, "SYSTEM_EXCEPTION");
    assert.equal(decodeSystemException(body).kind, "CODESET_INCOMPATIBLE");
    assert.equal(connection.inProgress, 0);
  }
});

test("says which request nobody waits for any more, and sends no answer to it", () => {
  const { output, sink, connection } = open();
  connection.receive(Buffer.concat([request(2), request(4)]));
  connection.receive(encodeCancelRequest(messageFormat(2), 4));
  connection.receive(encodeCancelRequest(messageFormat(2), 4));
  connection.receive(encodeCancelRequest(messageFormat(2), 98));
  assert.deepEqual(sink.cancelled, [sink.requests[1]]);
  assert.equal(sink.requests[1]!.cancelled, true);
  for (const each of sink.requests) answer(each);
  assert.equal(output.takeMessages().length, 1);
  assert.equal(connection.inProgress, 0);
});

test("forgets the fragments of a request that is given up", () => {
  const { sink, connection } = open();
  const [first, header, rest] = fragmentMessage(Buffer.from(request(2)), 48);
  connection.receive(first!);
  connection.receive(encodeCancelRequest(messageFormat(2), 2));
  connection.receive(request(4));
  assert.equal(sink.requests.length, 1);
  connection.receive(Buffer.concat([header!, rest!]));
  assert.equal(connection.isOpen, false);
});

test("runs no more requests at once than it may, and pauses reading meanwhile", () => {
  const { output, sink, connection } = open({ maxRequestsInProgress: 2 });
  connection.receive(Buffer.concat([2, 4, 6, 8, 10].map((id) => request(id))));
  const ids = () => sink.requests.map(({ header }) => header.requestId);
  assert.deepEqual(ids(), [2, 4]);
  assert.equal(output.reading, false);
  assert.equal(connection.inProgress, 2);
  connection.receive(encodeCancelRequest(messageFormat(2), 6));
  answer(sink.requests[1]!);
  assert.deepEqual(ids(), [2, 4, 8]);
  assert.equal(output.reading, false);
  answer(sink.requests[0]!);
  assert.deepEqual(ids(), [2, 4, 8, 10]);
  assert.equal(output.reading, false);
  answer(sink.requests[2]!);
  assert.equal(output.reading, true);
  answer(sink.requests[3]!);
  assert.deepEqual(sink.cancelled, []);
  assert.deepEqual(output.takeTypes(), ["Reply", "Reply", "Reply", "Reply"]);
});

test("runs waiting requests that end at once without nesting", () => {
  const output = new RecordingOutput();
  let depth = 0;
  let deepest = 0;
  const first: IncomingRequest[] = [];
  const sink = new RecordingSink();
  sink.onRequest = (incoming) => {
    if (first.length === 0) {
      first.push(incoming);
      return;
    }
    deepest = Math.max(deepest, ++depth);
    answer(incoming);
    depth--;
  };
  const connection = new ServerConnection(output, sink, { maxRequestsInProgress: 1 });
  connection.receive(Buffer.concat(Array.from({ length: 1000 }, (_, i) => request(2 + 2 * i))));
  answer(first[0]!);
  assert.equal(deepest, 1);
  assert.equal(output.takeMessages().length, 1000);
  assert.equal(output.reading, true);
});

test("closes in order: answers what runs, drops what waits, says CloseConnection, ends", () => {
  const { output, sink, connection } = open({ maxRequestsInProgress: 2 });
  connection.receive(Buffer.concat([request(2), request(4), request(6), locateRequest(8)]));
  connection.close();
  connection.close();
  assert.equal(connection.isOpen, false);
  connection.receive(request(10));
  answer(sink.requests[0]!);
  answer(sink.requests[1]!);
  assert.deepEqual(output.ends, []);
  sink.locates[0]!.sendReply(sink.locates[0]!.beginReply("OBJECT_HERE"));
  assert.deepEqual(output.takeTypes(), ["Reply", "Reply", "LocateReply", "CloseConnection"]);
  assert.deepEqual(output.ends, [null]);
  assert.equal(sink.requests.length, 2);
  assert.equal(sink.cancelled.length, 0);
});

test("closes an idle connection at once, in the version the client spoke", () => {
  for (const minor of [0, 1, 2] as const) {
    const { output, sink, connection } = open();
    connection.receive(request(2, { minor }));
    answer(sink.requests[0]!);
    output.take();
    connection.close();
    const [message] = output.takeMessages();
    assert.equal(messageTypeOf(message!), "CloseConnection");
    assert.equal(giopMinorOf(message!), minor);
    assert.deepEqual(output.ends, [null]);
  }
});

test("tells what runs that the socket is gone, and writes nothing more", () => {
  const { output, sink, connection } = open({ maxRequestsInProgress: 1 });
  connection.receive(Buffer.concat([request(2), request(4)]));
  connection.socketClosed();
  connection.socketClosed();
  assert.deepEqual(sink.cancelled, [sink.requests[0]]);
  answer(sink.requests[0]!);
  assert.equal(sink.requests.length, 1);
  assert.equal(output.take().length, 0);
  assert.deepEqual(output.ends, []);
});

test("ends when the client closes in order", () => {
  const { output, sink, connection } = open();
  connection.receive(Buffer.concat([request(2), emptyMessage("CloseConnection", 2)]));
  assert.deepEqual(output.ends, [null]);
  assert.equal(output.take().length, 0);
  assert.deepEqual(sink.cancelled, sink.requests);
});

test("answers what it cannot understand by MessageError, and ends", () => {
  const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
  const table: [Uint8Array, RegExp, string[]][] = [
    [Buffer.from("GET / HTTP/1.1\r\n"), /not a GIOP message/, ["MessageError"]],
    [hex("47494f5001020101 00000000"), /client cannot send a Reply/, ["MessageError"]],
    [hex("47494f5001020104 00000000"), /client cannot send a LocateReply/, ["MessageError"]],
    [hex("47494f5001020100 04000000 02000000"), /header of a Request/, ["MessageError"]],
    [hex("47494f5001020103 04000000 02000000"), /LocateRequest does not decode/, ["MessageError"]],
    [hex("47494f5001020102 00000000"), /CancelRequest does not decode/, ["MessageError"]],
    [hex("47494f5001020107 04000000 02000000"), /belongs to no message/, ["MessageError"]],
    [hex("47494f5001020100 ffffffff"), /4294967307 bytes/, ["MessageError"]],
    [emptyMessage("MessageError", 2), /did not understand/, []],
  ];
  for (const [bytes, problem, sent] of table) {
    const { output, sink, connection } = open();
    connection.receive(Buffer.concat([request(2), bytes, request(4)]));
    assert.deepEqual(output.takeTypes(), sent);
    assert.equal(output.ends.length, 1);
    assert.ok(output.ends[0] instanceof ProtocolError);
    assert.match(output.ends[0].message, problem);
    assert.deepEqual(sink.cancelled, sink.requests);
    assert.equal(sink.requests.length, 1);
    connection.receive(request(6));
    connection.close();
    assert.equal(output.ends.length, 1);
  }
});
