import assert from "node:assert/strict";
import { it } from "node:test";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import { SERVED } from "../../../../../src/tango/server/device/device-object.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { DeviceServer } from "../../../../../src/tango/server/device-server.ts";

for (const [property, isTogether] of [
  [undefined, true],
  ["false", true],
  ["True", false],
] as const) {
  it(`reads the attributes of a period ${isTogether ? "together" : "one by one"} where polling_before_9 is ${property}`, async (t) => {
    const database = new MemoryServerDatabase({
      classes: {
        Pump: { devices: { "a/b/c": {} } },
        DServer: {
          devices: {
            "dserver/Pump/1": property === undefined ? {} : { properties: { polling_before_9: property } },
          },
        },
      },
    });
    let pump: Pump | undefined;
    class Pump extends Device {
      override initDevice() {
        pump = this;
      }
    }
    const server = new DeviceServer([Pump], {
      server: { executable: "Pump", instance: "1" },
      database: async () => database,
      endPoint: { host: "127.0.0.1", port: 0 },
    });
    t.after(() => server.stop());
    await server.start();
    assert.equal(pump?.[SERVED].polling.readTogether, isTogether);
  });
}
