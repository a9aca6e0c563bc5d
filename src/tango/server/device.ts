import type { DevState } from "../idl/enums.ts";
import type { Awaitable } from "./awaitable.ts";
import { SERVED } from "./device/device-object.ts";
import { ThreadedDevice } from "./device/threaded-device.ts";
import type { DeviceHooks } from "./device-hooks.ts";
import { deviceState, deviceStatus } from "./state/device-state.ts";

/**
 * A device of a server: extend it, declare attributes, commands and properties by decorators or static tables, and run it.
 *
 * ```ts
 * class PowerSupply extends Device {
 *   @deviceProperty({ dtype: "DevString", mandatory: true }) accessor host = "";
 *   @attribute({ dtype: "DevDouble", unit: "A", minValue: 0, maxValue: 10, memorized: true }) accessor current = 0;
 *   @command({ dtypeIn: "DevDouble" }) async ramp(target: number) { ... }
 * }
 * await runServer([PowerSupply]);
 * ```
 * Its methods may be asynchronous. They are called one at a time for each device, as the serialisation model says. What a method throws goes to
 * the client: a DevFailed as it is, any other error as API_StdException.
 */
export class Device extends ThreadedDevice implements DeviceHooks {
  /** Makes the device ready: after its construction, and again by the command Init. */
  initDevice(): Awaitable<void> {}

  /** Undoes what `initDevice` did: before the command Init, and when the device ends. */
  deleteDevice(): Awaitable<void> {}

  /** Called before every command, and before every reading and writing of attributes. */
  alwaysExecutedHook(): Awaitable<void> {}

  /** Called before attributes are read one by one, with their names. */
  readAttrHardware(_names: readonly string[]): Awaitable<void> {}

  /** Called after attributes were written one by one, with their names. */
  writeAttrHardware(_names: readonly string[]): Awaitable<void> {}

  /** The state for clients: ALARM where an attribute is in alarm and the state that was set is ON. */
  devState(): Awaitable<DevState> {
    return deviceState(this[SERVED]);
  }

  /** The status for clients: as set, with the attributes that are in alarm. */
  devStatus(): Awaitable<string> {
    return deviceStatus(this[SERVED]);
  }

  /** Called when the server is about to serve: all its devices are there. */
  serverInitHook(): Awaitable<void> {}

  /** Adds attributes and commands that the class does not declare. */
  initializeDynamicAttributes(): Awaitable<void> {}
}
