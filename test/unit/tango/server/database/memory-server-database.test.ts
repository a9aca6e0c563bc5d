import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";

describe("a server database in memory", () => {
  it("knows what it was given, whatever the case of names", async () => {
    const database = memory();
    assert.deepEqual(await database.classNames(), ["Motor", "Pump"]);
    assert.deepEqual(await database.deviceNames("MOTOR"), ["lab/motor/1", "lab/motor/2"]);
    assert.deepEqual(await database.deviceProperties("LAB/motor/1", ["HOST", "none"]), {
      HOST: ["here"],
      none: [],
    });
    assert.deepEqual(await database.deviceAttributeProperties("lab/motor/1", ["Position", "speed"]), {
      Position: { __value: ["1.5"], max_value: ["10"] },
      speed: {},
    });
    assert.deepEqual(await database.devicePipeProperties("lab/motor/1", ["trace"]), {
      trace: { label: ["The trace"] },
    });
    assert.deepEqual(await database.classProperties("motor", ["doc_url"]), { doc_url: ["somewhere"] });
    assert.deepEqual(await database.classAttributeProperties("motor", ["position"]), {
      position: { unit: ["mm"] },
    });
    assert.deepEqual(await database.classPipeProperties("motor", ["trace"]), { trace: {} });
    assert.deepEqual(await database.freeProperties("ctrlsystem", ["on"]), { on: ["true"] });
    assert.deepEqual(await database.deviceProperties("not/known/here", ["x"]), { x: [] });
  });

  it("keeps what is put, over restarts", async () => {
    const database = memory();
    await database.putDeviceProperties("lab/motor/2", { list: [1, 2n, true] });
    await database.putDeviceAttributeProperties("lab/motor/1", { POSITION: { __VALUE: 2 } });
    await database.putDevicePipeProperties("lab/motor/1", { other: { label: "x" } });
    await database.putClassProperties("Pump", { doc_url: "y" });
    database.endStartup();
    await database.open({ executable: "Fake", instance: "test" });
    assert.deepEqual(await database.deviceProperties("lab/motor/2", ["list"]), { list: ["1", "2", "true"] });
    assert.deepEqual(await database.deviceAttributeProperties("lab/motor/1", ["position"]), {
      position: { __value: ["2"], max_value: ["10"] },
    });
    assert.deepEqual(await database.devicePipeProperties("lab/motor/1", ["other"]), {
      other: { label: ["x"] },
    });
    assert.deepEqual(await database.classProperties("Pump", ["doc_url"]), { doc_url: ["y"] });
  });

  it("deletes", async () => {
    const database = memory();
    await database.deleteDeviceProperties("lab/motor/1", ["HOST", "none"]);
    await database.deleteDeviceAttributeProperties("lab/motor/1", "position", ["__value"]);
    await database.deleteDeviceAttributeProperties("lab/motor/1", "none", ["__value"]);
    await database.deleteDevicePipeProperties("lab/motor/1", "trace", ["label"]);
    assert.deepEqual(await database.deviceProperties("lab/motor/1", ["host"]), { host: [] });
    assert.deepEqual(await database.deviceAttributeProperties("lab/motor/1", ["position"]), {
      position: { max_value: ["10"] },
    });
    assert.deepEqual(await database.devicePipeProperties("lab/motor/1", ["trace"]), { trace: {} });
  });

  it("adds devices and removes them with their properties", async () => {
    const database = memory();
    await database.addDevice("lab/motor/3", "motor");
    assert.deepEqual(await database.deviceNames("Motor"), ["lab/motor/1", "lab/motor/2", "lab/motor/3"]);
    await database.deleteDevice("LAB/motor/1");
    assert.deepEqual(await database.deviceNames("Motor"), ["lab/motor/2", "lab/motor/3"]);
    await database.addDevice("lab/motor/1", "Motor");
    assert.deepEqual(await database.deviceProperties("lab/motor/1", ["host"]), { host: [] });
  });

  it("shares nothing with who asks", async () => {
    const database = memory();
    const { host } = await database.deviceProperties("lab/motor/1", ["host"]);
    host!.push("changed");
    assert.deepEqual(await database.deviceProperties("lab/motor/1", ["host"]), { host: ["here"] });
  });

  it("refuses what is no property", async () => {
    assert.throws(
      () => new MemoryServerDatabase({ classes: { A: { devices: {}, properties: { x: Number.NaN } } } }),
      { reason: "API_InvalidArgs" },
    );
    const database = memory();
    await assert.rejects(database.putDeviceProperties("lab/motor/1", { host: "there", x: Number.NaN }), {
      reason: "API_InvalidArgs",
    });
    assert.deepEqual(await database.deviceProperties("lab/motor/1", ["host"]), { host: ["here"] });
  });
});

function memory(): MemoryServerDatabase {
  return new MemoryServerDatabase({
    classes: {
      Motor: {
        properties: { doc_url: "somewhere" },
        attributeProperties: { Position: { unit: "mm" } },
        devices: {
          "lab/motor/1": {
            properties: { host: "here" },
            attributeProperties: { position: { __value: 1.5, max_value: 10 } },
            pipeProperties: { trace: { label: "The trace" } },
          },
          "lab/motor/2": {},
        },
      },
      Pump: { devices: {} },
    },
    freeProperties: { CtrlSystem: { on: true } },
  });
}
