import type { DeviceProxy } from "../../client/device-proxy.ts";
import type { PropertyInputs } from "../../database/property-value.ts";
import type { DeviceConstructor } from "../device-constructor.ts";
import { TestContext, type TestContextOptions } from "./test-context.ts";
import { classNameOf, type TestedDeviceProperties } from "./tested-devices.ts";

/** How the device of a test and its server are started. */
export interface DeviceTestContextOptions extends TestContextOptions, TestedDeviceProperties {
  /** `test/nodb/` and the name of the server in lower case unless given. */
  readonly deviceName?: string;
  /** The properties of its class. */
  readonly classProperties?: PropertyInputs;
}

/**
 * One device for a test, with a server of its own in this process: see MultiDeviceTestContext.
 *
 * ```ts
 * await using context = await DeviceTestContext.start(PowerSupply, { properties: { host: "localhost" } });
 * await context.device.writeAttribute("current", 3);
 * ```
 */
export class DeviceTestContext extends TestContext {
  readonly deviceName: string;

  /** Throws WrongData for what cannot be a property, DevFailed API_WrongCmdLineArgs for a malformed name. */
  constructor(deviceClass: DeviceConstructor, options: DeviceTestContextOptions = {}) {
    const { deviceName, classProperties = {}, ...rest } = options;
    const name = deviceName ?? `test/nodb/${(options.serverName ?? classNameOf(deviceClass)).toLowerCase()}`;
    super([{ class: deviceClass, devices: [{ ...rest, name }], classProperties }], rest);
    this.deviceName = name;
  }

  /** A context that has started: see the constructor and `start` of the object. */
  static async start(
    deviceClass: DeviceConstructor,
    options?: DeviceTestContextOptions,
  ): Promise<DeviceTestContext> {
    const context = new DeviceTestContext(deviceClass, options);
    await context.start();
    return context;
  }

  /** A proxy of the device. Throws API_StartupSequence where the server does not run. */
  get device(): DeviceProxy {
    return this.getDevice(this.deviceName);
  }

  /** The full name of the device, or of another of the server, for a DeviceProxy of any program on this machine. */
  override getDeviceAccess(name: string = this.deviceName): string {
    return super.getDeviceAccess(name);
  }
}
