import { MonitoredDevice } from "../../../../src/cli/monitor/monitored-device.ts";
import type { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { DeviceAttribute, type Reading } from "../../../../src/tango/value/device-attribute.ts";
import { TimeVal } from "../../../../src/tango/value/time-val.ts";

/** A device with these attributes, whose proxy has only the methods given. */
export function deviceWith(names: readonly string[], methods: object): MonitoredDevice {
  const device = new MonitoredDevice(methods as DeviceProxy);
  for (const [index, name] of names.entries()) device.targets.push({ index, name });
  return device;
}

/** A reading of a number. */
export function readingOf(name: string, value: number, more: Partial<Reading<number>> = {}): DeviceAttribute {
  return new DeviceAttribute<number>({
    name,
    type: "DevDouble",
    dataFormat: "SCALAR",
    quality: "ATTR_VALID",
    time: new TimeVal(1),
    dimX: 1,
    dimY: 0,
    wDimX: 0,
    wDimY: 0,
    value,
    writeValue: null,
    errors: [],
    ...more,
  }) as DeviceAttribute;
}
