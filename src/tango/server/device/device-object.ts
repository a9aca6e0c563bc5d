import { inspect } from "node:util";
import type { DevState } from "../../idl/enums.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import { IDL_VERSION } from "../library-versions.ts";
import { commandToPoll } from "../polling/pollable-device.ts";
import { applyProperties } from "../property/apply-properties.ts";
import { propertyNamesOf } from "../property/library-properties.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Util } from "../server-util.ts";

/** Where a device has what the library keeps of it: for the library, not for device classes. */
export const SERVED: unique symbol = Symbol("bandoneon.served-device");

/** What a device knows and says of itself: its name and class, state and status, versions, properties. */
export abstract class DeviceObject {
  /** For the library. */
  readonly [SERVED]: ServedDevice;
  #previousState: DevState;

  /** Called by the server. A subclass with a constructor of its own hands `served` on. */
  constructor(served: ServedDevice) {
    if (served === undefined) {
      const { name } = new.target;
      throw new TypeError(
        `${name} is made by its server, and a constructor hands its argument on: constructor(...args) { super(...args); }`,
      );
    }
    this[SERVED] = served;
    this.#previousState = served.state;
  }

  /** Its name, in the spelling of the database. */
  getName(): string {
    return this[SERVED].name;
  }

  /** The name of its class, as Tango has it. */
  getDeviceClassName(): string {
    return this[SERVED].deviceClass.name;
  }

  /** The state as it was set last; UNKNOWN before. */
  getState(): DevState {
    return this[SERVED].state;
  }

  /** The state that it had before the last `setState`. */
  getPrevState(): DevState {
    return this.#previousState;
  }

  /** Sets the state. Throws a TypeError for what is none. */
  setState(state: DevState): void {
    if (ELEMENT_TYPES.DevState.toWire(state) === undefined) {
      throw misuse(this.setState, `setState(): ${inspect(state)} is not ${ELEMENT_TYPES.DevState.wanted}`);
    }
    this.#previousState = this[SERVED].state;
    this[SERVED].state = state;
  }

  /** The status as it was set last; a sentence with the state where it never was. */
  getStatus(): string {
    return this[SERVED].status ?? `The device is in ${this[SERVED].state} state.`;
  }

  /** Sets the status. Throws a TypeError for what is no string. */
  setStatus(status: string): void {
    if (typeof status !== "string") {
      throw misuse(this.setStatus, `setStatus(): ${inspect(status)} is no string`);
    }
    this[SERVED].status = status;
  }

  /** Adds a text to the status, in a new line where `newLine` says so. */
  appendStatus(text: string, newLine = false): void {
    this.setStatus(this.getStatus() + (newLine ? "\n" : "") + text);
  }

  /** The interface that it has for clients: that of Tango 10. */
  getDevIdlVersion(): number {
    return IDL_VERSION;
  }

  /** The versions that clients are told of, by what they are of: those of the library, and those that were added. */
  getVersionInfo(): Record<string, string> {
    return Object.fromEntries(this[SERVED].versionInfo);
  }

  /** Tells clients of the version of something more, as of the device class or of a firmware; what was said of `key` before is replaced. */
  addVersionInfo(key: string, version: string): void {
    this[SERVED].versionInfo.set(key, version);
  }

  /** What it can know and do of its server: the other devices there, their monitors, the end of the server. */
  getUtil(): Util {
    return this[SERVED].server.util;
  }

  /** Whether a client has locked it. */
  isDeviceLocked(): boolean {
    return this[SERVED].lock.owner !== null;
  }

  /** Whether clients are answered: not while its server starts. */
  getExportedFlag(): boolean {
    return this[SERVED].server.opening === null;
  }

  /**
   * Throws where it has no command of this name (API_CommandNotFound), or the command takes an argument and so cannot be polled
   * (API_IncompatibleCmdArgumentType).
   */
  checkCommandExists(name: string): void {
    commandToPoll(this[SERVED].polling.device, name);
  }

  /**
   * Reads the properties of the device from the database again, into the members that hold them. The server does it before every
   * `initDevice`. Rejects with a DevFailed that names what is mandatory and missing, or malformed.
   */
  async getDeviceProperties(): Promise<void> {
    const served = this[SERVED];
    const { deviceClass, name, propertyDefaults, server } = served;
    served.properties = await server.database.deviceProperties(name, propertyNamesOf(deviceClass));
    applyProperties(this, name, deviceClass.deviceProperties, served.properties, propertyDefaults);
  }
}

/** An error that has the line where `method` is called as its first. */
function misuse(method: unknown, message: string): TypeError {
  const error = new TypeError(message);
  Error.captureStackTrace(error, method as () => void);
  return error;
}
