import type { SerialModel } from "../../../threading/serial-model.ts";
import type { ServerIdentity } from "../../naming/server-identity.ts";
import type { DeviceDirectory } from "../device-directory.ts";
import type { ServedClass } from "../served-class.ts";
import type { ServedDevice } from "../served-device.ts";
import type { ServerEnvironment } from "../server-environment.ts";
import type { ServerPolling } from "../server-polling.ts";

/** What the admin device administers, and a Util shows: their server. */
export interface AdministeredServer {
  readonly identity: ServerIdentity;
  readonly environment: ServerEnvironment;
  readonly serialModel: SerialModel;
  readonly classes: readonly ServedClass[];
  /** All devices, the admin device among them. */
  readonly devices: DeviceDirectory;
  readonly adminDevice: ServedDevice;
  /** Whether its end has begun. */
  readonly isStopping: boolean;
  readonly polling: ServerPolling;
  /** Its class of that name. Throws API_ClassNotFound. */
  classNamed(name: string): ServedClass;
  /** The reference of a device, as text. */
  referenceOf(device: ServedDevice): string;
  /** Makes a device at run time. */
  createDevice(className: string, name: string): Promise<void>;
  /** Ends a device at run time for good. */
  deleteDevice(name: string): Promise<void>;
  /** Makes a device anew. */
  restartDevice(name: string): Promise<void>;
  /** Makes all devices anew. */
  restart(): Promise<void>;
  /** Ends the server. */
  kill(): void;
}
