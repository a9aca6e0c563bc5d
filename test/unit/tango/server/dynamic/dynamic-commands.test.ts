import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import { fakeEvents, subscribe } from "../../../../support/fake-events.ts";
import { serveDevice } from "../../../../support/served-device.ts";
import { VirtualClock } from "../../../../support/virtual-clock.ts";

class Crate extends Device {
  static commands = {
    Reset: { execute() {} },
  } as const;
}

describe("a command that is added", () => {
  it("is one of the device, behind those of its class", async () => {
    const { served, device } = await crate();
    await device.addCommand({
      name: "Beep",
      dtypeIn: "DevLong",
      dtypeOut: "DevString",
      execute: (times) => "!".repeat(times),
    });
    assert.deepEqual(names(served), ["Init", "Reset", "State", "Status", "Beep"]);
    assert.deepEqual([...served.deviceClass.commands.keys()].includes("beep"), false);
  });

  it("is one of all devices of the class, if asked for", async () => {
    const { served, device } = await crate();
    await device.addCommand({ name: "Beep", execute() {} }, { deviceLevel: false });
    assert.ok(served.deviceClass.commands.has("beep"));
    assert.ok(names(served).includes("Beep"));
  });

  it("may be there already, if it takes and gives the same", async () => {
    const { served, device } = await crate();
    await device.addCommand({ name: "reset", execute() {} });
    assert.deepEqual(names(served), ["Init", "Reset", "State", "Status"]);
    await assert.rejects(device.addCommand({ name: "reset", dtypeIn: "DevLong", execute() {} }), {
      reason: "API_CommandNotFound",
      message:
        /Device test\/crate\/1 -> Command reset already exists for your device but with other definition\n\(command input data type or command output data type\)/,
    });
  });

  it("is polled where its declaration says so", async () => {
    const { served, device } = await crate();
    await served.polling.configure();
    await device.addCommand({ name: "Beep", pollingPeriod: 3000, execute() {} });
    assert.equal(served.polling.command("Beep")?.periodMs, 3000);
    served.polling.close();
  });

  it("is told to clients, and so is one that is removed", async () => {
    const clock = new VirtualClock();
    const told = fakeEvents({ clock });
    const { served, device } = await crate(told.events);
    await subscribe(served, "intr_change");
    for (const change of [
      () => device.addCommand({ name: "Beep", execute() {} }),
      () => device.removeCommand("Beep"),
    ]) {
      await change();
      await clock.pass(50);
      assert.equal(told.socket.take().length, 1);
    }
    await told.events.close();
  });
});

describe("a command that is removed", () => {
  it("is gone with its polling", async () => {
    const { served, device, database } = await crate();
    await served.polling.configure();
    await device.addCommand({ name: "Beep", execute() {} });
    await device.pollCommand("Beep", 1000);
    await device.removeCommand("BEEP");
    assert.deepEqual(names(served), ["Init", "Reset", "State", "Status"]);
    assert.deepEqual(await database.deviceProperties(NAME, ["polled_cmd"]), { polled_cmd: [] });
    served.polling.close();
  });

  it("cannot be polled again while the database is told", async () => {
    const { served, device } = await crate();
    await served.polling.configure();
    await device.addCommand({ name: "Beep", execute() {} });
    await device.pollCommand("Beep", 1000);
    const removing = device.removeCommand("Beep");
    await assert.rejects(served.polling.add("command", "Beep", 1000), { reason: "API_CommandNotFound" });
    await removing;
    assert.deepEqual(served.polling.objects, []);
    served.polling.close();
  });

  it("may be one of the class", async () => {
    const { served, device } = await crate();
    await device.removeCommand("Reset");
    assert.deepEqual(names(served), ["Init", "State", "Status"]);
  });

  it("has to be there, and none that every device has", async () => {
    const { device } = await crate();
    for (const name of ["Nope", "Init", "State", "Status"]) {
      await assert.rejects(device.removeCommand(name), {
        reason: "API_CommandNotFound",
        message: new RegExp(
          `Command ${name} is not defined as a command for your device\\.\\nCan't remove it`,
        ),
      });
    }
  });
});

async function crate(events = fakeEvents().events) {
  const database = new MemoryServerDatabase({ classes: { Crate: { devices: { [NAME]: {} } } } });
  return { ...(await serveDevice(Crate, { database, events }, NAME)), database };
}

function names({ commands }: ServedDevice): string[] {
  return Array.from(commands, ({ name }) => name);
}

const NAME = "test/crate/1";
