import assert from "node:assert/strict";
import { test } from "node:test";
import type { CdrWriter } from "../../../src/giop/cdr/cdr-writer.ts";
import { encodeSystemException, SystemException } from "../../../src/giop/exception/system-exception.ts";
import { encodeIor } from "../../../src/giop/ior/ior.ts";
import { messageFormat } from "../../../src/giop/message/giop-version.ts";
import {
  decodeLocateRequest,
  encodeLocateReplyHeader,
  type LocateStatus,
} from "../../../src/giop/message/locate.ts";
import { beginMessage, finishMessage } from "../../../src/giop/message/message-encoder.ts";
import { messageTypeOf } from "../../../src/giop/message/message-header.ts";
import { referenceOf } from "../../../src/iiop/proxy.ts";
import { ForwardRequest } from "../../../src/iiop/servant.ts";
import { fakeClient, lastRequestId, THERE } from "../../support/fake-client.ts";
import type { FakeStream } from "../../support/fake-transport.ts";
import { readerOf, reply } from "../../support/raw-peer.ts";
import { serveEcho } from "../../support/served-echo.ts";

/** What was asked last on this stream. */
function asked(stream: FakeStream) {
  const message = stream.written.at(-1)!;
  assert.equal(messageTypeOf(message), "LocateRequest");
  return decodeLocateRequest(readerOf(message));
}

function answer(stream: FakeStream, status: LocateStatus, body?: (writer: CdrWriter) => void): void {
  const writer = beginMessage("LocateReply", messageFormat(2));
  encodeLocateReplyHeader(writer, { requestId: asked(stream).requestId, status });
  body?.(writer);
  stream.events.onData(finishMessage(writer));
}

for (const version of ["1.0", "1.1", "1.2"]) {
  test(`asks an Orb by GIOP ${version} whether an object is there`, async (t) => {
    const { server, client, listener, ior } = await serveEcho(t);
    const at = (key: string) => client.object(`corbaloc:iiop:${version}@127.0.0.1:${listener.port}/${key}`);
    assert.equal(await at("echo").locate(), true);
    assert.equal(await at("other").locate(), false);
    server.setDefaultServant(() => {
      throw new ForwardRequest(ior);
    });
    assert.equal(await at("moved").locate(), true);
  });
}

test("follows a forward, and later calls go there too", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const located = referenceOf(proxy).locate();
  transport.last.events.onOpen();
  answer(transport.last, "OBJECT_FORWARD", (writer) => encodeIor(writer, THERE));
  assert.equal(transport.last.peer, "b:2");
  transport.last.events.onOpen();
  answer(transport.last, "OBJECT_HERE");
  assert.equal(await located, true);
  const call = proxy.ping();
  assert.equal(transport.last.peer, "b:2");
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await call;
});

test("asks the original once more where the object of a forward is gone", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const located = referenceOf(proxy).locate();
  const [original] = transport.streams;
  original!.events.onOpen();
  answer(original!, "OBJECT_FORWARD", (writer) => encodeIor(writer, THERE));
  transport.last.events.onOpen();
  answer(transport.last, "UNKNOWN_OBJECT");
  answer(original!, "UNKNOWN_OBJECT");
  assert.equal(await located, false);
});

test("names the object as the server asks for, and fails with the exception that it sends", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const located = referenceOf(proxy).locate();
  transport.last.events.onOpen();
  answer(transport.last, "LOC_NEEDS_ADDRESSING_MODE", (writer) => writer.short(1));
  assert.equal(asked(transport.last).target.kind, "profile");
  answer(transport.last, "LOC_SYSTEM_EXCEPTION", (writer) =>
    encodeSystemException(writer, new SystemException("NO_PERMISSION", 3)),
  );
  await assert.rejects(located, { kind: "NO_PERMISSION", minor: 3, message: /LocateRequest at a:1/ });
});

test("times out", async (t) => {
  const { transport, proxy, tick } = fakeClient(t);
  const located = referenceOf(proxy).locate({ timeoutMs: 100 });
  transport.last.events.onOpen();
  tick(100);
  await assert.rejects(located, { minorName: "TRANSIENT_CallTimedout" });
});
