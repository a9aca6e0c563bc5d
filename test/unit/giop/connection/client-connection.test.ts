import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import type { GiopMinor } from "../../../../src/giop/cdr/wire-format.ts";
import { ClientConnection } from "../../../../src/giop/connection/client-connection.ts";
import { NATIVE_CODE_SETS, negotiateCodeSets } from "../../../../src/giop/connection/code-set-negotiation.ts";
import { PendingCalls } from "../../../../src/giop/connection/pending-calls.ts";
import { MINOR_CODE } from "../../../../src/giop/exception/minor-code.ts";
import { SystemException } from "../../../../src/giop/exception/system-exception.ts";
import { alignBody } from "../../../../src/giop/message/body-alignment.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import { encodeLocateReplyHeader } from "../../../../src/giop/message/locate.ts";
import { beginMessage, emptyMessage, finishMessage } from "../../../../src/giop/message/message-encoder.ts";
import { giopMinorOf, isLittleEndian, messageTypeOf } from "../../../../src/giop/message/message-header.ts";
import { ProtocolError } from "../../../../src/giop/message/protocol-error.ts";
import { encodeReplyHeader } from "../../../../src/giop/message/reply.ts";
import { decodeRequestHeader, RESPONSE_NONE } from "../../../../src/giop/message/request.ts";
import { codeSetsInContexts } from "../../../../src/giop/message/service-context.ts";
import { RecordingOutput } from "../../../support/recording-output.ts";
import { TestCall, TestLocate } from "../../../support/test-call.ts";

function open(giopMinor: GiopMinor = 2, options: { unexpected?: number[] } = {}) {
  const output = new RecordingOutput();
  const connection = new ClientConnection(output, {
    giopMinor,
    codeSets: negotiateCodeSets(NATIVE_CODE_SETS),
    onUnexpectedReply: (id) => options.unexpected?.push(id),
  });
  return { output, connection };
}

function reply(requestId: number, value: number, minor: GiopMinor = 2, littleEndian = true): Uint8Array {
  const writer = beginMessage("Reply", messageFormat(minor, littleEndian));
  encodeReplyHeader(writer, { requestId, status: "NO_EXCEPTION", serviceContexts: [] });
  alignBody(writer);
  writer.double(value);
  return finishMessage(writer);
}

function locateReply(requestId: number): Uint8Array {
  const writer = beginMessage("LocateReply", messageFormat(2));
  encodeLocateReplyHeader(writer, { requestId, status: "OBJECT_HERE" });
  return finishMessage(writer);
}

function requestOf(message: Uint8Array) {
  const format = messageFormat(giopMinorOf(message), isLittleEndian(message));
  return decodeRequestHeader(new CdrReader(message, format, { start: 12 }));
}

function resultOf(call: TestCall): number {
  assert.equal(call.outcomes.length, 1);
  const [outcome] = call.outcomes;
  assert.ok(outcome?.kind === "reply");
  return outcome.body.double();
}

test("gives even ids, and answers in any order to who asked", () => {
  const { output, connection } = open();
  const calls = [1, 2, 3].map((n) => new TestCall(`op${n}`));
  for (const call of calls) connection.send(call);
  assert.deepEqual(
    calls.map((call) => call.requestId),
    [2, 4, 6],
  );
  assert.deepEqual(
    output.takeMessages().map((message) => requestOf(message).operation),
    ["op1", "op2", "op3"],
  );
  assert.equal(connection.pending, 3);
  connection.receive(Buffer.concat([reply(6, 3), reply(2, 1, 2, false), reply(4, 2, 0)]));
  assert.deepEqual(calls.map(resultOf), [1, 2, 3]);
  assert.equal(connection.pending, 0);
});

test("takes replies from every cut of the stream", () => {
  const stream = Buffer.concat([reply(4, 2), reply(2, 1)]);
  for (let cut = 0; cut <= stream.length; cut++) {
    const { connection } = open();
    const calls = [new TestCall("a"), new TestCall("b")];
    for (const call of calls) connection.send(call);
    connection.receive(stream.subarray(0, cut));
    connection.receive(stream.subarray(cut));
    assert.deepEqual(calls.map(resultOf), [1, 2]);
  }
});

test("names the code sets in the first request that is sent, not in GIOP 1.0", () => {
  for (const minor of [0, 1, 2] as const) {
    const { output, connection } = open(minor);
    const failing = new TestCall("fails", (writer) => writer.octet(256));
    assert.throws(() => connection.send(failing), MarshalError);
    assert.equal(connection.pending, 0);
    const context = { id: 77, data: Uint8Array.of(1) };
    connection.send(new TestCall("first", undefined, { contexts: [context] }));
    connection.send(new TestCall("second", undefined, { contexts: [context] }));
    const [first, second, none] = output.takeMessages().map(requestOf);
    assert.equal(none, undefined);
    assert.deepEqual(
      codeSetsInContexts(first!.serviceContexts),
      minor === 0 ? undefined : { charId: 0x00010001, wcharId: 0x00010109 },
    );
    assert.equal(first!.serviceContexts.at(-1)!.id, 77);
    assert.equal(codeSetsInContexts(second!.serviceContexts), undefined);
  }
});

test("writes and reads text in the code set that was negotiated", () => {
  const output = new RecordingOutput();
  const codeSets = negotiateCodeSets({
    char: { native: UTF_8.id, conversions: [] },
    wchar: { native: 0, conversions: [] },
  });
  const connection = new ClientConnection(output, { giopMinor: 2, codeSets });
  const call = new TestCall("echo", (writer) => writer.string("5 Ω"));
  connection.send(call);
  assert.ok(output.take().includes(Buffer.from("5 Ω\0", "utf8")));
  const writer = beginMessage("Reply", messageFormat(2, true, UTF_8));
  encodeReplyHeader(writer, { requestId: 2, status: "NO_EXCEPTION", serviceContexts: [] });
  alignBody(writer);
  writer.string("5 Ω");
  connection.receive(finishMessage(writer));
  const [outcome] = call.outcomes;
  assert.ok(outcome?.kind === "reply");
  assert.equal(outcome.body.string(), "5 Ω");
});

test("waits for no answer to a oneway request", () => {
  const { output, connection } = open();
  const call = new TestCall("shout", undefined, { flags: RESPONSE_NONE });
  connection.send(call);
  assert.equal(connection.pending, 0);
  assert.equal(requestOf(output.takeMessages()[0]!).responseFlags, 0);
  connection.socketClosed();
  assert.deepEqual(call.outcomes, []);
});

test("asks where an object is", () => {
  const { output, connection } = open();
  const locate = new TestLocate();
  connection.locate(locate);
  assert.deepEqual(output.takeTypes(), ["LocateRequest"]);
  connection.receive(locateReply(2));
  assert.deepEqual(
    locate.outcomes.map(({ kind }) => kind),
    ["locate reply"],
  );
});

test("drops the answer of a call that was given up, and tells the server", () => {
  const { output, connection } = open();
  const call = new TestCall("slow");
  connection.send(call);
  output.take();
  assert.equal(connection.cancel(2), true);
  assert.equal(connection.cancel(2), false);
  assert.equal(output.take().toString("hex").slice(14), "020400000002000000");
  connection.receive(reply(2, 1));
  assert.deepEqual(call.outcomes, []);
  assert.equal(connection.lateReplies, 1);
  assert.equal(connection.unknownReplies, 0);

  connection.send(new TestCall("slow"));
  output.take();
  connection.cancel(4, { notifyPeer: false });
  assert.equal(output.take().length, 0);
});

test("reports and drops answers to requests that were never sent", () => {
  const unexpected: number[] = [];
  const { connection } = open(2, { unexpected });
  const call = new TestCall("op");
  connection.send(call);
  connection.receive(Buffer.concat([reply(1, 0), reply(4, 0), reply(0, 0), locateReply(99), reply(2, 7)]));
  assert.deepEqual(unexpected, [1, 4, 0, 99]);
  assert.equal(connection.unknownReplies, 4);
  assert.equal(connection.lateReplies, 0);
  assert.equal(resultOf(call), 7);
});

test("gives back calls that the server closed without executing", () => {
  const { output, connection } = open();
  const calls = [new TestCall("a"), new TestLocate(), new TestCall("b")];
  for (const call of calls) "operation" in call ? connection.send(call) : connection.locate(call);
  output.take();
  connection.receive(Buffer.concat([reply(2, 1), emptyMessage("CloseConnection", 2), reply(6, 1)]));
  assert.deepEqual(
    calls.map((call) => call.outcomes.map(({ kind }) => kind)),
    [["reply"], ["unprocessed"], ["unprocessed"]],
  );
  assert.deepEqual(output.ends, [null]);
  assert.equal(output.take().length, 0);
  assert.equal(connection.isOpen, false);
  assert.throws(
    () => connection.send(new TestCall("c")),
    (error) => {
      assert.ok(error instanceof SystemException);
      assert.equal(error.minor, MINOR_CODE.TRANSIENT_ConnectionClosed);
      assert.equal(error.completed, "NO");
      return true;
    },
  );
});

test("fails all calls when something cannot be understood", () => {
  const garbage = Buffer.from("HTTP/1.1 400 Bad Request");
  const truncatedHeader = Buffer.from("47494f5001020101 04000000 02000000".replaceAll(" ", ""), "hex");
  const request = beginMessage("Request", messageFormat(2));
  const fragment = Buffer.from("47494f5001020107 04000000 63000000".replaceAll(" ", ""), "hex");
  // What comes in, what the message says, whether the peer is told
  const table: [Uint8Array, RegExp, boolean][] = [
    [garbage, /not a GIOP message; it begins with 48 54 54 50/, true],
    [truncatedHeader, /header of a Reply does not decode/, true],
    [finishMessage(request), /server cannot send a Request/, true],
    [fragment, /belongs to no message/, true],
    [locateReply(2), /answered by a LocateReply/, true],
    [emptyMessage("MessageError", 2), /did not understand/, false],
  ];
  for (const [bytes, problem, told] of table) {
    const { output, connection } = open();
    const calls = [new TestCall("a"), new TestCall("b")];
    for (const call of calls) connection.send(call);
    output.take();
    connection.receive(Buffer.concat([bytes, reply(4, 1)]));
    for (const call of calls) {
      const [outcome, ...others] = call.outcomes;
      assert.ok(outcome?.kind === "failure");
      assert.equal(outcome.error.kind, "COMM_FAILURE");
      assert.equal(outcome.error.completed, "MAYBE");
      assert.match(outcome.error.message, problem);
      assert.ok(outcome.error.cause instanceof ProtocolError);
      assert.equal(others.length, 0);
    }
    assert.deepEqual(output.takeTypes(), told ? ["MessageError"] : []);
    assert.equal(output.ends.length, 1);
    assert.ok(output.ends[0] instanceof ProtocolError);
    connection.receive(reply(2, 1));
    connection.socketClosed();
    assert.equal(output.ends.length, 1);
    assert.equal(calls[0]!.outcomes.length, 1);
  }
});

test("fails pending calls when the socket closes, as perhaps executed", () => {
  const { output, connection } = open();
  const call = new TestCall("op");
  connection.send(call);
  const cause = new Error("read ECONNRESET");
  connection.socketClosed(cause);
  const [outcome] = call.outcomes;
  assert.ok(outcome?.kind === "failure");
  assert.equal(outcome.error.minor, MINOR_CODE.COMM_FAILURE_WaitingForReply);
  assert.equal(outcome.error.completed, "MAYBE");
  assert.equal(outcome.error.cause, cause);
  assert.deepEqual(output.ends, []);
  assert.equal(connection.isOpen, false);
});

test("lets a callback use the connection", () => {
  const { output, connection } = open();
  const error = new SystemException("NO_RESPONSE");
  class Again extends TestCall {
    override onReply(): void {
      connection.send(new TestCall("next"));
      connection.fail(error);
    }
  }
  connection.send(new Again("first"));
  const other = new TestCall("other");
  connection.send(other);
  output.take();
  connection.receive(Buffer.concat([reply(2, 1), reply(4, 1), Buffer.from("garbage that is ignored now")]));
  assert.deepEqual(other.outcomes, [{ kind: "failure", error }]);
  assert.deepEqual(output.takeTypes(), ["Request"]);
  assert.deepEqual(output.ends, []);
});

test("begins ids anew after the last one, and passes over those in use", () => {
  const calls = new PendingCalls();
  const held = new TestCall("held");
  held.requestId = calls.nextId();
  calls.add(held);
  assert.equal(held.requestId, 2);
  const ids = new Set<number>();
  for (let i = 0; i < 10; i++) ids.add(calls.nextId());
  assert.deepEqual([...ids], [4, 6, 8, 10, 12, 14, 16, 18, 20, 22]);
  const nearEnd = new PendingCalls(undefined, 0xffff_fffc);
  nearEnd.add(held);
  assert.deepEqual([nearEnd.nextId(), nearEnd.nextId()], [0xffff_fffe, 4]);
});

test("messages are of the version and byte order that was asked for", () => {
  const output = new RecordingOutput();
  const connection = new ClientConnection(output, { giopMinor: 1, littleEndian: false });
  connection.send(new TestCall("op", (writer) => writer.long(1)));
  const [message] = output.takeMessages();
  assert.equal(giopMinorOf(message!), 1);
  assert.equal(isLittleEndian(message!), false);
  assert.equal(messageTypeOf(message!), "Request");
});
