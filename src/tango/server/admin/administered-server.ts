import type { DeviceDirectory } from "../device-directory.ts";
import type { ServedClass } from "../served-class.ts";
import type { ServerEnvironment } from "../server-environment.ts";

/** What the admin device administers: its server. */
export interface AdministeredServer {
  readonly environment: ServerEnvironment;
  readonly classes: readonly ServedClass[];
  readonly devices: DeviceDirectory;
  /** Whether devices are polled. */
  isPolling: boolean;
  /** Keeps in the database which devices are polled (`polling_threads_pool_conf`). */
  savePollingPool(): Promise<void>;
  /** Makes a device anew. */
  restartDevice(name: string): Promise<void>;
  /** Makes all devices anew. */
  restart(): Promise<void>;
  /** Ends the server. */
  kill(): void;
}
