import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { SerializationMonitor } from "../../../../../src/threading/serialization-monitor.ts";
import { listenFor, serveDevice } from "../../../../support/served-device.ts";

/** A device whose methods do what the test says. */
class Culprit extends Device {
  does: () => unknown = () => 1;
  isHookToo = false;

  override alwaysExecutedHook() {
    return this.isHookToo ? (this.does() as never) : undefined;
  }

  static commands = {
    Do: {
      dtypeOut: "DevLong",
      execute(this: Culprit) {
        return this.does();
      },
    },
    Rest: { execute() {} },
  };
  static attributes = {
    text: {
      dtype: "DevString",
      read(this: Culprit) {
        return this.does();
      },
    },
    number: { dtype: "DevLong", read: () => 7, write(this: Culprit) {} },
  };
}

async function culprit(t: TestContext, monitorTimeoutMs?: number) {
  const { served, device } = await serveDevice(Culprit as never, {
    monitorFor: (_class, name) =>
      new SerializationMonitor(
        name,
        monitorTimeoutMs === undefined ? undefined : { timeoutMs: monitorTimeoutMs },
      ),
  });
  const { address, stop } = await listenFor(served);
  const context = new OrbContext();
  t.after(async () => {
    await context.close();
    await stop();
  });
  return { device: device as unknown as Culprit, proxy: new DeviceProxy(address, { context }) };
}

/** The text of the first error of what fails. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail("it does not fail"),
    (error: unknown) => error,
  );
  assert.ok(error instanceof DevFailed);
  return error.errors[0]!.desc;
}

const FAILURES: readonly (readonly [does: () => unknown, desc: string])[] = [
  [raise("a text"), "a text"],
  [raise(undefined), "undefined"],
  [raise(Object.create(null)), "[Object: null prototype] {}"],
  [raise(new RangeError("more than 5 €")), "RangeError: more than 5 €"],
  [raise(new Error("a\0b")), "Error: ab"],
  [() => Promise.reject("a text"), "a text"],
  // biome-ignore lint/suspicious/noThenProperty: it is what is tried
  [() => ({ then: raise(new Error("in then")) }), "Error: in then"],
];

function raise(thrown: unknown): () => never {
  return () => {
    throw thrown;
  };
}

test("tells clients whatever a device throws, wherever, and goes on", async (t) => {
  const { device, proxy } = await culprit(t);
  for (const [does, desc] of FAILURES) {
    device.does = does;
    assert.equal(await failureOf(proxy.commandInout("Do")), desc);
    assert.equal(await failureOf(proxy.readAttribute("text")), desc);
    device.isHookToo = true;
    assert.equal(await failureOf(proxy.readAttribute("number")), desc);
    assert.equal(await failureOf(proxy.writeAttribute("number", 1)), desc);
    assert.equal(await failureOf(proxy.commandInout("Rest")), desc);
    device.isHookToo = false;
  }
  device.does = () => 5;
  assert.equal(await proxy.commandInout("Do"), 5);
});

test("gives what it can where one of the values cannot be told to clients", async (t) => {
  const { device, proxy } = await culprit(t);
  for (const text of ["5 €", "a\0b", 5]) {
    device.does = () => text;
    const [wrong, right] = await proxy.readAttributes(["text", "number"]);
    assert.match(wrong!.errors[0]!.desc, /^Wrong value for attribute text: .* is not a string of ISO 8859-1/);
    assert.equal(right!.value, 7);
  }
  device.does = () => 1.5;
  assert.match(
    await failureOf(proxy.commandInout("Do")),
    /^Incompatible result for command Do, .* 1\.5 is not/,
  );
});

test("refuses the others while a method does not end, and says which", async (t) => {
  const { device, proxy } = await culprit(t, 1);
  let end!: (value: number) => void;
  const began = new Promise<void>((resolve) => {
    device.does = () => {
      resolve();
      return new Promise<number>((settle) => {
        end = settle;
      });
    };
  });
  const first = proxy.commandInout("Do");
  await began;
  assert.match(
    await failureOf(proxy.readAttribute("number")),
    /currently held by command Do of 127\.0\.0\.1/,
  );
  end(5);
  assert.equal(await first, 5);
  assert.equal((await proxy.readAttribute("number")).value, 7);
});

test("tells of a failure that does not say what failed", async (t) => {
  const { device, proxy } = await culprit(t);
  device.does = () => {
    throw new DevFailed([]);
  };
  const said = /An error that does not say what failed/;
  assert.match(await failureOf(proxy.commandInout("Do")), said);
  assert.match(await failureOf(proxy.readAttribute("text")), said);
});
