import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import type { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { DOUBLE_KIND } from "../../src/giop/cdr/numeric-kind.ts";
import type { GiopMinor } from "../../src/giop/cdr/wire-format.ts";
import { ClientConnection } from "../../src/giop/connection/client-connection.ts";
import { NATIVE_CODE_SETS, negotiateCodeSets } from "../../src/giop/connection/code-set-negotiation.ts";
import type { IncomingLocateRequest, IncomingRequest } from "../../src/giop/connection/incoming-request.ts";
import type { RequestSink } from "../../src/giop/connection/request-sink.ts";
import { ServerConnection } from "../../src/giop/connection/server-connection.ts";
import {
  decodeSystemException,
  encodeSystemException,
  SystemException,
} from "../../src/giop/exception/system-exception.ts";
import { encodeIiopProfile } from "../../src/giop/ior/iiop-profile.ts";
import { decodeIor, encodeIor, type Ior } from "../../src/giop/ior/ior.ts";
import { objectKeyFromText } from "../../src/giop/ior/object-key.ts";
import { RESPONSE_FROM_SERVER, RESPONSE_NONE } from "../../src/giop/message/request.ts";
import {
  decodeAddressingMode,
  encodeAddressingMode,
  type TargetAddress,
  targetObjectKey,
} from "../../src/giop/message/target-address.ts";
import { RecordingOutput } from "../support/recording-output.ts";
import { TestCall, TestLocate } from "../support/test-call.ts";

const FORWARD: Ior = {
  typeId: "IDL:x:1.0",
  profiles: [
    encodeIiopProfile({
      giopMinor: 2,
      host: "elsewhere",
      port: 1,
      objectKey: objectKeyFromText("k"),
      components: [],
    }),
  ],
};

/** A server that answers by the name of the operation, or keeps the request where it is "wait". */
class Servant implements RequestSink {
  readonly kept: IncomingRequest[] = [];
  readonly heard: string[] = [];

  onRequest(request: IncomingRequest): void {
    const { operation, target } = request.header;
    this.heard.push(`${operation} ${Buffer.from(targetObjectKey(target)).toString("latin1")}`);
    switch (operation) {
      case "echo": {
        const numbers = request.body.numbers(DOUBLE_KIND, request.body.sequenceLength(8));
        request.body.expectEnd();
        const writer = request.beginReply("NO_EXCEPTION", true);
        writer.ulong(numbers.length);
        writer.numbers(DOUBLE_KIND, numbers);
        return request.sendReply(writer);
      }
      case "nothing":
        return request.sendReply(request.beginReply("NO_EXCEPTION", false));
      case "shout":
        return request.finish();
      case "refuse": {
        const writer = request.beginReply("USER_EXCEPTION", true);
        writer.string("IDL:Test/Refused:1.0");
        return request.sendReply(writer);
      }
      case "break": {
        const writer = request.beginReply("SYSTEM_EXCEPTION", true);
        encodeSystemException(writer, new SystemException("BAD_OPERATION", 0x41540026));
        return request.sendReply(writer);
      }
      case "forward":
      case "forwardForEver": {
        const status = operation === "forward" ? "LOCATION_FORWARD" : "LOCATION_FORWARD_PERM";
        const writer = request.beginReply(status, true);
        encodeIor(writer, FORWARD);
        return request.sendReply(writer);
      }
      case "readdress": {
        const writer = request.beginReply("NEEDS_ADDRESSING_MODE", true);
        encodeAddressingMode(writer, "reference");
        return request.sendReply(writer);
      }
      default:
        this.kept.push(request);
    }
  }

  onLocateRequest(request: IncomingLocateRequest): void {
    const writer = request.beginReply("OBJECT_FORWARD");
    encodeIor(writer, FORWARD);
    request.sendReply(writer);
  }

  onCancel(request: IncomingRequest): void {
    this.heard.push(`cancelled ${request.header.requestId}`);
  }
}

interface PairOptions {
  giopMinor?: GiopMinor;
  littleEndian?: boolean;
  fragmentSize?: number;
  /** The size of the chunks in which octets cross. */
  chunkSize?: number;
}

/** A client and a server engine back to back; `run` lets octets cross until both are silent. */
function pair(options: PairOptions = {}) {
  const { giopMinor = 2, littleEndian = true, chunkSize = 1 << 20 } = options;
  const fragmentSize = options.fragmentSize ?? Number.POSITIVE_INFINITY;
  const clientOutput = new RecordingOutput();
  const serverOutput = new RecordingOutput();
  const servant = new Servant();
  const client = new ClientConnection(clientOutput, {
    giopMinor,
    littleEndian,
    fragmentSize,
    codeSets: negotiateCodeSets(NATIVE_CODE_SETS),
  });
  const server = new ServerConnection(serverOutput, servant, { littleEndian: !littleEndian, fragmentSize });
  const cross = (octets: Buffer, receive: (chunk: Uint8Array) => void) => {
    for (let at = 0; at < octets.length; at += chunkSize) receive(octets.subarray(at, at + chunkSize));
  };
  const run = () => {
    while (clientOutput.chunks.length > 0 || serverOutput.chunks.length > 0) {
      cross(clientOutput.take(), (chunk) => server.receive(chunk));
      cross(serverOutput.take(), (chunk) => client.receive(chunk));
    }
  };
  return { client, server, servant, run, clientOutput, serverOutput };
}

function replyOf(call: TestCall): { status: string; body: CdrReader } {
  assert.equal(call.outcomes.length, 1);
  const [outcome] = call.outcomes;
  assert.ok(outcome?.kind === "reply", `ended by ${outcome?.kind}`);
  return { status: outcome.header.status, body: outcome.body };
}

const echo = (numbers: Float64Array) =>
  new TestCall("echo", (writer) => {
    writer.ulong(numbers.length);
    writer.numbers(DOUBLE_KIND, numbers);
  });

for (const giopMinor of [0, 1, 2] as const) {
  for (const littleEndian of [true, false]) {
    const name = `GIOP 1.${giopMinor}, client ${littleEndian ? "little" : "big"}-endian`;

    test(`${name}: every kind of answer`, () => {
      for (const chunkSize of [1, 7, 1 << 20]) {
        const { client, servant, run } = pair({ giopMinor, littleEndian, chunkSize });
        const nothing = new TestCall("nothing");
        const refuse = new TestCall("refuse");
        const failing = new TestCall("break");
        const forward = new TestCall("forward");
        const shout = new TestCall("shout", (writer) => writer.long(1), { flags: RESPONSE_NONE });
        for (const call of [nothing, refuse, failing, forward, shout]) client.send(call);
        run();
        assert.equal(replyOf(nothing).status, "NO_EXCEPTION");
        assert.equal(replyOf(nothing).body.remaining, 0);
        assert.equal(replyOf(refuse).status, "USER_EXCEPTION");
        assert.equal(replyOf(refuse).body.string(), "IDL:Test/Refused:1.0");
        assert.equal(
          decodeSystemException(replyOf(failing).body).minorName,
          "BAD_OPERATION_UnRecognisedOperationName",
        );
        assert.equal(replyOf(forward).status, "LOCATION_FORWARD");
        assert.deepEqual(decodeIor(replyOf(forward).body), FORWARD);
        assert.deepEqual(shout.outcomes, []);
        assert.deepEqual(servant.heard, [
          "nothing key",
          "refuse key",
          "break key",
          "forward key",
          "shout key",
        ]);
        assert.equal(client.pending, 0);
      }
    });

    test(`${name}: numbers of all sizes, whole and in fragments both ways`, () => {
      for (const fragmentSize of [32, 100, 4096, Number.POSITIVE_INFINITY]) {
        for (const count of [0, 1, 2, 3, 50, 1000]) {
          const numbers = Float64Array.from({ length: count }, (_, i) => i / 7);
          const { client, run } = pair({ giopMinor, littleEndian, fragmentSize, chunkSize: 61 });
          const call = echo(numbers);
          client.send(call);
          run();
          const { body } = replyOf(call);
          assert.deepEqual(body.numbers(DOUBLE_KIND, body.sequenceLength(8)), numbers);
          body.expectEnd();
        }
      }
    });
  }
}

test("many calls at once, answered in any order", () => {
  const { client, servant, run } = pair({ chunkSize: 1000 });
  const calls = Array.from({ length: 100 }, (_, i) => new TestCall("wait", (writer) => writer.long(i)));
  for (const call of calls) client.send(call);
  run();
  for (const request of servant.kept.toReversed()) {
    const writer = request.beginReply("NO_EXCEPTION", true);
    writer.long(request.body.long() * 10);
    request.sendReply(writer);
  }
  run();
  assert.deepEqual(
    calls.map((call) => replyOf(call).body.long()),
    calls.map((_, i) => i * 10),
  );
});

test("the other answers of GIOP 1.2", () => {
  const { client, run } = pair();
  const calls = ["forwardForEver", "readdress"].map((operation) => new TestCall(operation));
  const atOnce = new TestCall("nothing", undefined, { flags: RESPONSE_FROM_SERVER });
  for (const call of [...calls, atOnce]) client.send(call);
  run();
  assert.equal(replyOf(calls[0]!).status, "LOCATION_FORWARD_PERM");
  assert.deepEqual(decodeIor(replyOf(calls[0]!).body), FORWARD);
  assert.equal(decodeAddressingMode(replyOf(calls[1]!).body), "reference");
  assert.equal(replyOf(atOnce).status, "NO_EXCEPTION");
});

test("the three ways to address an object", () => {
  const { client, servant, run } = pair();
  const targets: TargetAddress[] = [
    { kind: "profile", profile: FORWARD.profiles[0]! },
    { kind: "reference", profileIndex: 0, ior: FORWARD },
  ];
  for (const target of targets) client.send(new TestCall("nothing", undefined, { target }));
  run();
  assert.deepEqual(servant.heard, ["nothing k", "nothing k"]);
});

test("locating an object", () => {
  for (const giopMinor of [0, 1, 2] as const) {
    const { client, run } = pair({ giopMinor });
    const locate = new TestLocate();
    client.locate(locate);
    run();
    const [outcome] = locate.outcomes;
    assert.ok(outcome?.kind === "locate reply");
    assert.equal(outcome.header.status, "OBJECT_FORWARD");
    assert.deepEqual(decodeIor(outcome.body), FORWARD);
  }
});

test("giving up a call", () => {
  const { client, servant, run } = pair();
  const call = new TestCall("wait");
  client.send(call);
  run();
  client.cancel(call.requestId);
  run();
  assert.deepEqual(servant.heard, ["wait key", "cancelled 2"]);
  servant.kept[0]!.sendReply(servant.kept[0]!.beginReply("NO_EXCEPTION", false));
  run();
  assert.deepEqual(call.outcomes, []);
});

test("a server that closes answers what it has, and gives back what it has not", () => {
  const { client, server, servant, run, clientOutput, serverOutput } = pair();
  const running = new TestCall("wait");
  client.send(running);
  run();
  server.close();
  const late = new TestCall("wait");
  client.send(late);
  run();
  assert.deepEqual(late.outcomes, []);
  servant.kept[0]!.sendReply(servant.kept[0]!.beginReply("NO_EXCEPTION", false));
  run();
  assert.equal(replyOf(running).status, "NO_EXCEPTION");
  assert.deepEqual(late.outcomes, [{ kind: "unprocessed" }]);
  assert.deepEqual(clientOutput.ends, [null]);
  assert.deepEqual(serverOutput.ends, [null]);

  // The same call object goes out again on the next connection.
  const next = pair();
  next.client.send(late);
  next.run();
  next.servant.kept[0]!.sendReply(next.servant.kept[0]!.beginReply("NO_EXCEPTION", false));
  next.run();
  assert.deepEqual(
    late.outcomes.map(({ kind }) => kind),
    ["unprocessed", "reply"],
  );
});

test("a peer that cannot be understood hears a MessageError, and both ends are closed", () => {
  const { client, server, run, clientOutput, serverOutput } = pair();
  const call = new TestCall("wait");
  client.send(call);
  run();
  server.receive(Buffer.from("not GIOP at all"));
  run();
  assert.equal(call.outcomes[0]?.kind, "failure");
  assert.equal(clientOutput.ends.length, 1);
  assert.equal(serverOutput.ends.length, 1);
});
