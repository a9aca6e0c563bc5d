// A device server with 20 attributes in each device, for the memory that devices take: as many_devices.py, with Bandoneon as built in dist/.
import { Device, runServer } from "../../dist/index.js";

class ManyDevices extends Device {
  static TangoClassName = "ManyDevices";
  static attributes = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `value_${i}`,
      {
        dtype: "DevDouble",
        access: "READ_WRITE",
        read: () => i,
        write: () => {},
        unit: "V",
        minValue: -1000,
        maxValue: 1000,
        maxAlarm: 900,
      },
    ]),
  );
}

await runServer([ManyDevices]);
process.exit();
