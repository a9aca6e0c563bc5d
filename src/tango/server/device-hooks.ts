import type { DevState } from "../idl/enums.ts";
import type { Awaitable } from "./awaitable.ts";

/** What the server calls on a device. The class Device has them all; a device class overrides those that it needs. */
export interface DeviceHooks {
  /** Makes the device ready: after its construction, and again by the command Init. Its properties are there. */
  initDevice(): Awaitable<void>;
  /** Undoes what `initDevice` did: before the command Init, and when the device ends. */
  deleteDevice(): Awaitable<void>;
  /** Called before every command, and before every reading and writing of attributes. */
  alwaysExecutedHook(): Awaitable<void>;
  /** Called before attributes are read one by one, with their names: a place to read the hardware once for all. */
  readAttrHardware(names: readonly string[]): Awaitable<void>;
  /** Called after attributes were written one by one, with their names. */
  writeAttrHardware(names: readonly string[]): Awaitable<void>;
  /** The state for clients. */
  devState(): Awaitable<DevState>;
  /** The status for clients. */
  devStatus(): Awaitable<string>;
  /** Called when the server is about to serve: all its devices are there. */
  serverInitHook(): Awaitable<void>;
  /** Adds attributes and commands that the class does not declare: before `initDevice`, when the device is made. */
  initializeDynamicAttributes(): Awaitable<void>;
}
