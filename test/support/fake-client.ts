import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { encodeSystemException, type SystemException } from "../../src/giop/exception/system-exception.ts";
import { corbalocToIor, parseCorbaloc } from "../../src/giop/ior/corbaloc.ts";
import { encodeIiopProfile } from "../../src/giop/ior/iiop-profile.ts";
import { encodeIor, type Ior } from "../../src/giop/ior/ior.ts";
import { orbTypeComponent } from "../../src/giop/ior/tagged-component.ts";
import { decodeRequestHeader } from "../../src/giop/message/request.ts";
import { Orb } from "../../src/iiop/orb.ts";
import type { OrbOptions } from "../../src/iiop/orb-options.ts";
import { Echo } from "./echo.ts";
import { type FakeStream, FakeTransport } from "./fake-transport.ts";
import { readerOf, reply } from "./raw-peer.ts";

/** A client over a transport without a network, on a clock that only the test moves. */
export function fakeClient(t: TestContext, addresses = "1.2@a:1", options: Partial<OrbOptions> = {}) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const transport = new FakeTransport();
  const orb = new Orb(options, transport);
  const url = addresses
    .split(" ")
    .map((address) => `iiop:${address}`)
    .join(",");
  return {
    transport,
    orb,
    proxy: orb.proxy(Echo, `corbaloc:${url}/key`),
    tick: t.mock.timers.tick.bind(t.mock.timers),
  };
}

/** A reference to an object at this address. */
export function reference(address: string): Ior {
  const url = parseCorbaloc(`corbaloc:iiop:1.2@${address}/there`);
  assert.ok(url.kind === "iiop");
  return corbalocToIor(url);
}

/** A reference to an object of an ORB that says which it is, by this ORB type. */
export function referenceBy(orbType: number, host: string, port: number): Ior {
  const components = [orbTypeComponent(orbType)];
  return {
    typeId: "",
    profiles: [
      encodeIiopProfile({ giopMinor: 2, host, port, objectKey: new Uint8Array([0x78]), components }),
    ],
  };
}

/** The ORB type of JacORB, of which JTango's servers are made. */
export const JACORB = 0x4a414300;

/** Where the tests forward calls to. */
export const THERE = reference("b:2");

/** The id of the request that was written last. */
export function lastRequestId(stream: FakeStream): number {
  return decodeRequestHeader(readerOf(stream.written.at(-1)!)).requestId;
}

/** What a connection is told when nobody listens. */
export function refuse(stream: FakeStream): void {
  stream.events.onClose(
    Object.assign(new Error(`connect ECONNREFUSED ${stream.peer}`), { code: "ECONNREFUSED" }),
  );
}

/** A Reply that is a system exception. */
export function exceptionReply(requestId: number, exception: SystemException): Uint8Array {
  return reply(requestId, {
    status: "SYSTEM_EXCEPTION",
    body: (writer) => encodeSystemException(writer, exception),
  });
}

/** A Reply that sends the caller elsewhere. */
export function forwardReply(requestId: number, ior: Ior | null, permanent = false): Uint8Array {
  return reply(requestId, {
    status: permanent ? "LOCATION_FORWARD_PERM" : "LOCATION_FORWARD",
    body: (writer) => encodeIor(writer, ior),
  });
}

/** Whether the promise has settled, after all that can run has run. */
export async function hasSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  for (let i = 0; i < 10; i++) await null;
  return settled;
}
