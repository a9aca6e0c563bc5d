import assert from "node:assert/strict";
import { test } from "node:test";
import { SystemException } from "../../../src/giop/exception/system-exception.ts";
import { op } from "../../../src/giop/idl/operation.ts";
import { string } from "../../../src/giop/idl/string.ts";
import { referenceOf } from "../../../src/iiop/proxy.ts";
import { exceptionReply, fakeClient, lastRequestId } from "../../support/fake-client.ts";
import { serveEcho } from "../../support/served-echo.ts";

test("knows what it is, and asks where its reference does not say", async (t) => {
  const { client, ior, listener } = await serveEcho(t);
  const reference = client.object(ior);
  assert.equal(await reference.isA("IDL:Test/Echo:1.0"), true);
  assert.equal(await reference.isA("IDL:omg.org/CORBA/Object:1.0"), true);
  assert.equal(client.connectionCount, 0, "nothing was asked");
  assert.equal(await reference.isA("IDL:Test/Named:1.0"), true);
  assert.equal(await reference.isA("IDL:Test/Other:1.0"), false);
  assert.equal(client.connectionCount, 1);
  assert.equal(reference.address, `127.0.0.1:${listener.port}`);
});

test("knows whether it exists", async (t) => {
  const { client, listener } = await serveEcho(t);
  const url = `corbaloc:iiop:1.2@127.0.0.1:${listener.port}`;
  assert.equal(await client.object(`${url}/echo`).nonExistent(), false);
  assert.equal(await client.object(`${url}/other`).nonExistent(), true);
});

test("takes OBJECT_NOT_EXIST for an answer to whether it exists, and nothing else", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const gone = referenceOf(proxy).nonExistent();
  transport.last.events.onOpen();
  transport.last.events.onData(
    exceptionReply(lastRequestId(transport.last), new SystemException("OBJECT_NOT_EXIST")),
  );
  assert.equal(await gone, true);
  const broken = referenceOf(proxy).nonExistent();
  transport.last.events.onData(
    exceptionReply(lastRequestId(transport.last), new SystemException("NO_PERMISSION")),
  );
  await assert.rejects(broken, { kind: "NO_PERMISSION" });
});

test("calls an operation by its definition, for who has no interface", async (t) => {
  const { client, ior } = await serveEcho(t);
  const echo = op([["value", string]], string);
  assert.equal(await client.object(ior).invoke("echo", echo, ["hola"]), "hola");
});
