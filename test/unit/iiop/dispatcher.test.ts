import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type TestContext, test } from "node:test";
import { MarshalError } from "../../../src/giop/cdr/marshal-error.ts";
import { MINOR_CODE } from "../../../src/giop/exception/minor-code.ts";
import { decodeSystemException, SystemException } from "../../../src/giop/exception/system-exception.ts";
import { UserException } from "../../../src/giop/exception/user-exception.ts";
import { decodeIor } from "../../../src/giop/ior/ior.ts";
import { messageFormat } from "../../../src/giop/message/giop-version.ts";
import { decodeLocateReplyHeader, encodeLocateRequest } from "../../../src/giop/message/locate.ts";
import { beginMessage, finishMessage } from "../../../src/giop/message/message-encoder.ts";
import type { TargetAddress } from "../../../src/giop/message/target-address.ts";
import { ForwardRequest } from "../../../src/iiop/servant.ts";
import { fakeServer, settle } from "../../support/fake-server.ts";
import { readerOf, replyOf, request } from "../../support/raw-peer.ts";

const GARBAGE_PROFILE: TargetAddress = {
  kind: "profile",
  profile: { tag: 0, data: Uint8Array.of(1, 2, 3) },
};

/** A server whose `ping` does what the test says, and the exception that a caller gets. */
async function thrower(t: TestContext, ping: () => unknown) {
  const server = await fakeServer(t);
  Object.assign(server.servant.methods, { ping });
  const stream = server.connect();
  stream.events.onData(request(2, "ping"));
  await settle();
  assert.equal(stream.written.length, 1);
  const { header, body } = replyOf(stream.written[0]!);
  assert.equal(header.requestId, 2);
  return { status: header.status, body };
}

test("tells what a servant throws that is no exception of CORBA as UNKNOWN, and publishes it", async (t) => {
  const seen: { error?: unknown; operation?: string }[] = [];
  const listener = (message: unknown) => seen.push(message as object);
  subscribe("bandoneon:iiop:dispatch:error", listener);
  t.after(() => unsubscribe("bandoneon:iiop:dispatch:error", listener));
  const bug = new RangeError("a bug");
  for (const ping of [
    () => {
      throw bug;
    },
    () => Promise.reject(bug),
  ]) {
    const { status, body } = await thrower(t, ping);
    assert.equal(status, "SYSTEM_EXCEPTION");
    const exception = decodeSystemException(body);
    assert.equal(exception.kind, "UNKNOWN");
    assert.equal(exception.completed, "MAYBE");
    t.mock.timers.reset();
  }
  assert.equal(seen.length, 2);
  assert.equal(seen[0]!.error, bug);
  assert.equal(seen[0]!.operation, "ping");
});

test("tells a SystemException as it is", async (t) => {
  const { body } = await thrower(t, () => {
    throw new SystemException("NO_RESOURCES", 17, { completed: "YES" });
  });
  const exception = decodeSystemException(body);
  assert.deepEqual([exception.kind, exception.minor, exception.completed], ["NO_RESOURCES", 17, "YES"]);
});

test("survives exceptions that do not encode", async (t) => {
  for (const error of [
    new SystemException("TRANSIENT", -1),
    new ForwardRequest({ typeId: 5 as unknown as string, profiles: [] }),
    new UserException("IDL:Test/Refused:1.0", { why: 17 }),
    undefined,
  ]) {
    const { status } = await thrower(t, () => {
      throw error;
    });
    assert.equal(status, "SYSTEM_EXCEPTION");
    t.mock.timers.reset();
  }
});

test("tells a declared exception whose members do not encode as MARSHAL", async (t) => {
  const server = await fakeServer(t);
  const stream = server.connect();
  Object.assign(server.servant.methods, {
    refuse: () => {
      throw new UserException("IDL:Test/Refused:1.0", { why: 17, code: "x" });
    },
  });
  stream.events.onData(request(2, "refuse", { body: (writer) => writer.string("") }));
  const { header, body } = replyOf(stream.written[0]!);
  assert.equal(header.status, "SYSTEM_EXCEPTION");
  assert.equal(decodeSystemException(body).kind, "MARSHAL");
});

test("tells a result that does not encode as MARSHAL", async (t) => {
  const server = await fakeServer(t);
  Object.assign(server.servant.methods, { echo: async () => 17 });
  const stream = server.connect();
  stream.events.onData(request(2, "echo", { body: (writer) => writer.string("x") }));
  await settle();
  const exception = decodeSystemException(replyOf(stream.written[0]!).body);
  assert.deepEqual([exception.kind, exception.completed], ["MARSHAL", "YES"]);
});

test("tells arguments that do not decode as MARSHAL, without calling the servant", async (t) => {
  const server = await fakeServer(t);
  let called = false;
  Object.assign(server.servant.methods, {
    echo: () => {
      called = true;
    },
  });
  const stream = server.connect();
  stream.events.onData(request(2, "echo", { body: (writer) => writer.ulong(1000) }));
  const exception = decodeSystemException(replyOf(stream.written[0]!).body);
  assert.deepEqual([exception.kind, exception.completed, called], ["MARSHAL", "NO", false]);
});

test("refuses operations that the interface or the servant does not have", async (t) => {
  const server = await fakeServer(t);
  Object.assign(server.servant.methods, { outsOnly: undefined });
  const stream = server.connect();
  for (const [operation, kind] of [
    ["nothing", "BAD_OPERATION"],
    ["constructor", "BAD_OPERATION"],
    ["__proto__", "BAD_OPERATION"],
    ["toString", "BAD_OPERATION"],
    ["outsOnly", "NO_IMPLEMENT"],
  ] as const) {
    stream.events.onData(request(2, operation));
    assert.equal(decodeSystemException(replyOf(stream.written.at(-1)!).body).kind, kind, operation);
  }
});

test("answers a request that is addressed by something that is no profile of ours", async (t) => {
  const server = await fakeServer(t);
  const stream = server.connect();
  stream.events.onData(request(2, "ping", { target: GARBAGE_PROFILE }));
  assert.equal(decodeSystemException(replyOf(stream.written[0]!).body).kind, "OBJECT_NOT_EXIST");
  const writer = beginMessage("LocateRequest", messageFormat(2));
  encodeLocateRequest(writer, { requestId: 4, target: GARBAGE_PROFILE });
  stream.events.onData(finishMessage(writer));
  const body = readerOf(stream.written[1]!);
  assert.deepEqual([body.ulong(), body.ulong()], [4, 0]);
  stream.events.onData(request(6, "ping"));
  assert.equal(server.servant.pings, 1);
});

test("answers where a default servant fails to be made", async (t) => {
  const server = await fakeServer(t);
  server.orb.setDefaultServant(() => {
    throw new Error("no idea");
  });
  const stream = server.connect();
  stream.events.onData(request(2, "ping", { key: "other" }));
  assert.equal(decodeSystemException(replyOf(stream.written[0]!).body).kind, "UNKNOWN");
});

test("answers what CORBA asks of every object", async (t) => {
  const server = await fakeServer(t);
  const stream = server.connect();
  const ask = (operation: string, key: string, id?: string): boolean => {
    const body = id === undefined ? {} : { body: (w: { string(text: string): void }) => w.string(id) };
    stream.events.onData(request(2, operation, { key, ...body }));
    return replyOf(stream.written.at(-1)!).body.boolean();
  };
  assert.equal(ask("_non_existent", "echo"), false);
  assert.equal(ask("_non_existent", "other"), true);
  assert.equal(ask("_not_existent", "other"), true);
  assert.equal(ask("_is_a", "echo", "IDL:Test/Echo:1.0"), true);
  assert.equal(ask("_is_a", "echo", "IDL:Test/Named:1.0"), true);
  assert.equal(ask("_is_a", "echo", "IDL:omg.org/CORBA/Object:1.0"), true);
  assert.equal(ask("_is_a", "echo", "IDL:Test/Other:1.0"), false);
  stream.events.onData(request(2, "_is_a", { key: "other", body: (writer) => writer.string("IDL:X:1.0") }));
  const exception = decodeSystemException(replyOf(stream.written.at(-1)!).body);
  assert.equal(exception.minor, MINOR_CODE.OBJECT_NOT_EXIST_NoMatch);
});

test("sends nothing for a oneway request, whatever it throws", async (t) => {
  const server = await fakeServer(t);
  const stream = server.connect();
  Object.assign(server.servant.methods, {
    note: async () => {
      throw new Error("nobody hears it");
    },
  });
  stream.events.onData(request(2, "note", { responseFlags: 0, body: (writer) => writer.string("x") }));
  stream.events.onData(request(4, "nothing", { responseFlags: 0 }));
  await settle();
  assert.equal(stream.written.length, 0);
});

test("takes what a servant gives later, a promise or any thenable", async (t) => {
  const { status } = await thrower(t, () => ({
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tried
    then: (resolve: (value: unknown) => void) => resolve(undefined),
  }));
  assert.equal(status, "NO_EXCEPTION");
});

test("answers a LocateRequest as it would a request", async (t) => {
  const server = await fakeServer(t);
  const ior = server.orb.reference("IDL:X:1.0", "elsewhere");
  const outcomes: Record<string, () => undefined> = {
    here: () => {
      throw new ForwardRequest(ior);
    },
    forGood: () => {
      throw new ForwardRequest(ior, { permanent: true });
    },
    nobody: () => undefined,
    gone: () => {
      throw new SystemException("OBJECT_NOT_EXIST");
    },
    busy: () => {
      throw new SystemException("TRANSIENT", 17);
    },
    bug: () => {
      throw new Error("no idea");
    },
    unspeakable: () => {
      throw new ForwardRequest({ typeId: 5 as unknown as string, profiles: [] });
    },
  };
  server.orb.setDefaultServant((key) => outcomes[Buffer.from(key).toString()]!());
  const stream = server.connect();
  const ask = (key: string, minor: 0 | 2) => {
    const writer = beginMessage("LocateRequest", messageFormat(minor));
    encodeLocateRequest(writer, { requestId: 4, target: { kind: "key", objectKey: Buffer.from(key) } });
    stream.events.onData(finishMessage(writer));
    const body = readerOf(stream.written.at(-1)!);
    const { status } = decodeLocateReplyHeader(body);
    return { status, body };
  };
  assert.equal(ask("echo", 2).status, "OBJECT_HERE");
  assert.equal(ask("nobody", 2).status, "UNKNOWN_OBJECT");
  assert.equal(ask("gone", 2).status, "UNKNOWN_OBJECT");
  for (const [key, minor, status] of [
    ["here", 0, "OBJECT_FORWARD"],
    ["here", 2, "OBJECT_FORWARD"],
    ["forGood", 0, "OBJECT_FORWARD"],
    ["forGood", 2, "OBJECT_FORWARD_PERM"],
  ] as const) {
    const answer = ask(key, minor);
    assert.equal(answer.status, status);
    assert.deepEqual(decodeIor(answer.body)?.typeId, ior.typeId);
  }
  for (const [key, kind] of [
    ["busy", "TRANSIENT"],
    ["bug", "UNKNOWN"],
    ["unspeakable", "MARSHAL"],
  ] as const) {
    const answer = ask(key, 2);
    assert.equal(answer.status, "LOC_SYSTEM_EXCEPTION");
    assert.equal(decodeSystemException(answer.body).kind, kind);
    assert.equal(ask(key, 0).status, "UNKNOWN_OBJECT", "1.0 has no other word for it");
  }
});

test("tells an _is_a that does not decode as MARSHAL, not run", async (t) => {
  const server = await fakeServer(t);
  const stream = server.connect();
  stream.events.onData(request(2, "_is_a", { body: (writer) => writer.ulong(1000) }));
  const exception = decodeSystemException(replyOf(stream.written[0]!).body);
  assert.deepEqual([exception.kind, exception.completed], ["MARSHAL", "NO"]);
});

test("tells a MarshalError of the servant's own calls as UNKNOWN, not as a result that does not encode", async (t) => {
  const { body } = await thrower(t, () => {
    throw new MarshalError("of a call that it made");
  });
  const exception = decodeSystemException(body);
  assert.deepEqual([exception.kind, exception.completed], ["UNKNOWN", "MAYBE"]);
});

test("tells a result without the out parameters as MARSHAL", async (t) => {
  const server = await fakeServer(t);
  Object.assign(server.servant.methods, { outsOnly: () => undefined });
  const stream = server.connect();
  stream.events.onData(request(2, "outsOnly"));
  const exception = decodeSystemException(replyOf(stream.written[0]!).body);
  assert.deepEqual([exception.kind, exception.completed], ["MARSHAL", "YES"]);
});
