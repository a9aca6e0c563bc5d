import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { SpareMemory } from "../../src/giop/cdr/spare-memory.ts";
import { HEADER_SIZE, messageTypeOf, patchMessageSize } from "../../src/giop/message/message-header.ts";
import { DISPATCH_ERROR } from "../../src/iiop/diagnostics.ts";
import { ObjectAdapter } from "../../src/iiop/object-adapter.ts";
import { DEFAULT_ORB_OPTIONS } from "../../src/iiop/orb-options.ts";
import { ServerChannel } from "../../src/iiop/server-channel.ts";
import { Device_6 } from "../../src/tango/idl/device.ts";
import { DeviceServant } from "../../src/tango/server/servant/device-servant.ts";
import { TangoTest } from "../../src/tango/tg-test/tango-test.ts";
import { FakeStream } from "../support/fake-transport.ts";
import { collectGarbage } from "../support/garbage.ts";
import { goldenFiles } from "../support/golden-corpus.ts";
import { serveDevice } from "../support/served-device.ts";
import { mutate } from "./mutation.ts";
import { Random } from "./random.ts";
import { chunksOf } from "./targets.ts";

/*
 * Feeds a TangoTest with damaged calls, each on a connection of its own: nothing may be thrown where nobody catches it (node:test fails the
 * test then), or be an answer that cannot be told to the client; memory may not grow, and the device answers whole calls as before.
 *
 *   FUZZ_INPUTS=100000 npm test   how many; 4000 unless given
 *   SEED=123 npm test             the same inputs again in the same order
 */

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 4000);
/** In bytes: far more than the black box and the set values of the device take, far less than what the inputs take together. */
const MOST_GROWTH = 24 * 1024 * 1024;

/** What clients of C++, Java and Python were captured to call of devices. */
const calls = goldenFiles()
  .flatMap(({ messages }) => messages)
  .filter(({ direction, operationName }) => direction === "OUT" && isOfDevice(operationName))
  .map(({ bytes }) => bytes);

function isOfDevice(operation: string | undefined): boolean {
  return operation !== undefined && Object.hasOwn(Device_6.operations, operation);
}

test("a device and its memory stay as they should, whatever is called", async (context) => {
  const seed = Number(process.env.SEED?.split(":")[0] ?? randomInt(2 ** 31));
  context.diagnostic(`SEED=${seed}, ${calls.length} calls to damage`);
  const { served } = await serveDevice(TangoTest, {}, "sys/tg_test/1");
  const servant = new DeviceServant(served);
  const adapter = new ObjectAdapter();
  // Whatever object is called: the captured calls are for devices of several servers.
  adapter.setFallback(() => ({ definition: Device_6, servant: servant as never }));

  /** Feeds a connection, and gives the messages that came back until nothing was left to do. */
  const send = async (chunks: readonly Uint8Array[]): Promise<readonly Uint8Array[]> => {
    const stream = new FakeStream("127.0.0.1:1");
    const channel = new ServerChannel(stream, adapter, DEFAULT_ORB_OPTIONS, new SpareMemory(), () => {});
    for (const chunk of chunks) channel.onData(chunk);
    for (let i = 0; i < 10; i++) await turn();
    await channel.destroy();
    return stream.written;
  };
  const answersAll = async () => {
    for (const call of calls) {
      const [reply] = await send([call]);
      assert.equal(messageTypeOf(reply!), "Reply");
    }
  };

  const faults: unknown[] = [];
  const onFault = (fault: unknown) => void faults.push(fault);
  DISPATCH_ERROR.subscribe(onFault);
  context.after(() => DISPATCH_ERROR.unsubscribe(onFault));
  await answersAll();
  const before = heapUsed();
  for (let i = 0; i < INPUTS; i++) {
    const random = Random.ofInput(seed, i);
    const input = damaged(random.pick(calls), random);
    await send(chunksOf(input, random));
    assert.deepEqual(faults, [], `input ${i}`);
  }
  await answersAll();
  const growth = heapUsed() - before;
  assert.ok(growth < MOST_GROWTH, `memory grew by ${growth} bytes`);
});

/** Damaged behind some place only, so that most calls get as far as to the device. */
function damaged(call: Uint8Array, random: Random): Uint8Array {
  const intact = random.below(call.length);
  const rest = mutate(call.subarray(intact), calls, random);
  const input = new Uint8Array(Buffer.concat([call.subarray(0, intact), rest]));
  if (input.length >= HEADER_SIZE && !random.oneIn(10)) patchMessageSize(input);
  return input;
}

function heapUsed(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
