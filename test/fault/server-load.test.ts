import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { attribute, command } from "../../src/tango/server/definition/decorators.ts";
import { Device } from "../../src/tango/server/device.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { memoryServer } from "../support/memory-server.ts";
import { connectRaw, request } from "../support/raw-peer.ts";
import { serverProgram } from "../support/server-program.ts";

// A device server under load, and with clients that behave badly.

const LIMITED = { timeout: 120_000 };

class Counter extends Device {
  /** How many calls are in it, and whether there was ever more than one. */
  inside = 0;
  wasDisturbed = false;
  calls = 0;
  @attribute({ dtype: "DevDouble" }) accessor level = 0;

  @command({ dtypeIn: "DevDouble", dtypeOut: "DevDouble" }) async half(value: number): Promise<number> {
    this.#enter();
    await new Promise(setImmediate);
    this.inside--;
    return value / 2;
  }

  @command({ dtypeIn: "DevString", dtypeOut: "DevString" }) echo(text: string): string {
    this.#enter();
    this.inside--;
    return text;
  }

  #enter(): void {
    this.calls++;
    this.inside++;
    if (this.inside > 1) this.wasDisturbed = true;
  }
}

test("answers 20000 requests of 200 clients, each with its own answer", LIMITED, async (t) => {
  const devices = ["load/test/1", "load/test/2", "load/test/3", "load/test/4"];
  const { server } = memoryServer(t, [[Counter, ...devices]]);
  await server.start();
  const { port } = server.running;
  // All that is to be seen is that they get their answers, however long the machine takes.
  const patience = { connectTimeoutMs: LIMITED.timeout };
  const clients = Array.from({ length: 200 }, () => new OrbContext(patience));
  t.after(() => Promise.all(clients.map((client) => client.close())));
  await Promise.all(
    clients.map(async (context, i) => {
      const device = new DeviceProxy(`tango://127.0.0.1:${port}/${devices[i % 4]}#dbase=no`, {
        context,
        timeoutMs: LIMITED.timeout,
      });
      for (let round = 0; round < 25; round++) {
        const value = i * 1000 + round;
        const answers = await Promise.all([
          device.commandInout("half", value),
          device.commandInout("echo", `${value}`),
          device.readAttribute("level"),
          device.state(),
        ]);
        assert.equal(answers[0], value / 2);
        assert.equal(answers[1], `${value}`);
        assert.equal(answers[2].value, 0);
      }
    }),
  );
  for (const device of server.util.getDeviceList() as Counter[]) {
    assert.equal(device.calls, 2500);
    assert.equal(device.wasDisturbed, false);
  }
});

test("goes on for others while a client takes no answers", LIMITED, async (t) => {
  const { server, proxy } = memoryServer(t, [[Counter, "load/test/1"]]);
  await server.start();
  const deaf = await connectRaw(t, server.running.port);
  deaf.socket.pause();
  const many = 20_000;
  for (let id = 0; id < many; id++) deaf.send(request(id, "command_list_query", { key: "load/test/1" }));
  const device = proxy("load/test/1");
  for (let i = 0; i < 500; i++) assert.equal(await device.commandInout("echo", `${i}`), `${i}`);
  assert.equal(deaf.isClosed, false);
  // When it listens again, nothing was lost.
  deaf.socket.resume();
  for (let id = 0; id < many; id++) await deaf.nextOf("Reply");
});

test("answers for one device while another is busy for ever", LIMITED, async (t) => {
  const server = serverProgram(t, ["load", "-nodb", "-dlist", "load/test/1,load/test/2"]);
  const port = await server.port();
  const context = new OrbContext();
  t.after(() => context.close());
  const [held, free] = ["load/test/1", "load/test/2"].map(
    (name) => new DeviceProxy(`tango://127.0.0.1:${port}/${name}#dbase=no`, { context }),
  );
  const holding = assert.rejects(held!.commandInout("busy"));
  await server.says("it is busy");
  for (let i = 0; i < 20; i++) assert.equal(await free!.commandInout("echo", `${i}`), `${i}`);
  await context.close();
  await holding;
});
