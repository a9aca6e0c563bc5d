import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { attribute, command } from "../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import { OrbContext } from "../../../../src/threading/orb-context.ts";
import type { SerialModel } from "../../../../src/threading/serial-model.ts";
import { memoryServer } from "../../../support/memory-server.ts";

/** How many are at work at the moment, and at most: of a device, of a class, of the server. */
class AtWork {
  readonly #now = new Map<string, number>();
  readonly most = new Map<string, number>();

  async within(device: Device, work: () => Promise<void>): Promise<void> {
    const keys = [device.getName(), device.getDeviceClassName(), "server"];
    for (const key of keys) this.#add(key, 1);
    try {
      await work();
    } finally {
      for (const key of keys) this.#add(key, -1);
    }
  }

  #add(key: string, step: number): void {
    const now = (this.#now.get(key) ?? 0) + step;
    this.#now.set(key, now);
    this.most.set(key, Math.max(now, this.most.get(key) ?? 0));
  }
}

let atWork = new AtWork();

class Contended extends Device {
  #level = 0;

  @command() async step() {
    await atWork.within(this, async () => {
      await turn();
      await turn();
    });
  }

  @attribute({ dtype: "DevDouble", write: "setLevel" }) async level() {
    await this.step();
    return this.#level;
  }

  async setLevel(level: number) {
    await this.step();
    this.#level = level;
  }

  /** Calls itself over a socket, and through another device that calls back. */
  @command({ dtypeIn: "DevString", dtypeOut: "DevLong" }) async reenter(addresses: string) {
    const [own, other] = addresses.split(" ");
    if (other === undefined) return (await new DeviceProxy(own!).commandInout("depth", 1)) as number;
    const device = new DeviceProxy(other);
    return ((await device.commandInout("reenter", own!)) as number) + 1;
  }

  @command({ dtypeIn: "DevLong", dtypeOut: "DevLong" }) depth(depth: number) {
    return depth;
  }
}

class OtherClass extends Contended {}

const DEVICES = ["test/contended/1", "test/contended/2", "test/other/1"] as const;

async function contended(t: Parameters<typeof memoryServer>[0], serialModel: SerialModel) {
  atWork = new AtWork();
  const { server, proxy } = memoryServer(
    t,
    [
      [Contended, DEVICES[0], DEVICES[1]],
      [OtherClass, DEVICES[2]],
    ],
    { serialModel },
  );
  await server.start();
  const contexts = [new OrbContext(), new OrbContext()];
  t.after(() => Promise.all(contexts.map((context) => context.close())));
  const clients = contexts.map((context) =>
    DEVICES.map((name) => {
      const device = proxy(name, context);
      device.setTimeoutMillis(60_000);
      return device;
    }),
  );
  return { server, clients };
}

describe("two clients of the devices of a server", { timeout: 120_000 }, () => {
  for (const [model, most] of Object.entries({
    BY_DEVICE: { device: 1, class: 2, server: 3 },
    BY_CLASS: { device: 1, class: 1, server: 2 },
    BY_PROCESS: { device: 1, class: 1, server: 1 },
    NO_SYNC: { device: 6, class: 12, server: 18 },
  })) {
    it(`find at work at a time what ${model} allows, and lose nothing`, async (t) => {
      const { clients } = await contended(t, model as SerialModel);
      for (let i = 0; i < 20; i++) {
        const calls = clients.flatMap((devices) =>
          devices.flatMap((device) => [
            device.commandInout("step"),
            device.readAttribute("level"),
            device.writeAttribute("level", i),
          ]),
        );
        await Promise.all(calls);
      }
      const seen = {
        device: Math.max(...DEVICES.map((name) => atWork.most.get(name)!)),
        class: atWork.most.get("Contended")!,
        server: atWork.most.get("server")!,
      };
      if (model === "NO_SYNC") {
        for (const key of ["device", "class", "server"] as const) {
          assert.ok(seen[key] > 1 && seen[key] <= most[key], `${key}: ${seen[key]}`);
        }
      } else {
        assert.deepEqual(seen, most);
      }
      for (const devices of clients) {
        for (const device of devices) assert.equal((await device.readAttribute("level")).value, 19);
      }
    });

    it(`may be called back by their devices: ${model}`, async (t) => {
      const { server, clients } = await contended(t, model as SerialModel);
      const { host, port } = server.running;
      const address = (name: string) => `tango://${host}:${port}/${name}#dbase=no`;
      const calls = clients.flatMap((devices) => {
        const [one] = devices;
        return [
          one!.commandInout("reenter", address(DEVICES[0])),
          one!.commandInout("reenter", `${address(DEVICES[0])} ${address(DEVICES[2])}`),
        ];
      });
      assert.deepEqual(await Promise.all(calls), [1, 2, 1, 2]);
    });
  }
});
