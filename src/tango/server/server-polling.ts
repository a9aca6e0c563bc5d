import type { PropertyValues } from "../database/property-value.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import type { ServerDatabase } from "./database/server-database.ts";
import type { DeviceDirectory } from "./device-directory.ts";
import type { Logger } from "./logging/logger.ts";
import type { PolledObject } from "./polling/polled-object.ts";
import { PollingPool } from "./polling/polling-pool.ts";
import type { ServedDevice } from "./served-device.ts";

/** The polling of all devices of a server. */
export class ServerPolling {
  readonly #devices: DeviceDirectory;
  readonly #database: ServerDatabase;
  readonly #adminDevice: string;
  readonly #pool: PollingPool;
  readonly #logger: Logger;
  #isOn = true;
  #isPoolSaved = true;

  /** `properties` are those of the admin device, whose name is `adminDevice`, and `logger` its own. */
  constructor(
    devices: DeviceDirectory,
    database: ServerDatabase,
    adminDevice: string,
    properties: PropertyValues,
    logger: Logger,
  ) {
    this.#devices = devices;
    this.#database = database;
    this.#adminDevice = adminDevice;
    this.#logger = logger;
    this.#pool = new PollingPool(properties.polling_threads_pool_size, properties.polling_threads_pool_conf);
  }

  /** Whether devices are polled: commands StartPolling and StopPolling. */
  get isOn(): boolean {
    return this.#isOn;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    for (const { polling } of this.#devices) isOn ? polling.start() : polling.stop();
  }

  /**
   * Begins to poll what the properties and the code of a device say, and what was polled of the one before it. What cannot be polled, or be saved of
   * that, is logged: the next start looks at it again.
   */
  async begin(served: ServedDevice, before?: ServedDevice): Promise<void> {
    const { polling, logger } = served;
    try {
      for (const failure of await polling.configure()) logger.warn(failure.message);
    } catch (error) {
      logger.warn(`what is polled cannot be saved: ${toDevFailed(error).message}`);
    }
    for (const object of before?.polling.objects ?? []) resume(served, object);
    if (this.#isOn) polling.start();
  }

  /**
   * Keeps which devices are polled, in the property `polling_threads_pool_conf` of the admin device. Here that is only to be looked at: where it
   * cannot be saved that is logged, and it is saved with the next change.
   */
  async savePool(): Promise<void> {
    const polled = [...this.#devices].filter(({ polling }) => polling.isPolled).map(({ name }) => name);
    if (!this.#pool.update(polled) && this.#isPoolSaved) return;
    this.#isPoolSaved = true;
    try {
      await this.#database.putDeviceProperties(this.#adminDevice, {
        polling_threads_pool_conf: this.#pool.lines(),
      });
    } catch (error) {
      this.#isPoolSaved = false;
      this.#logger.warn(`polling_threads_pool_conf cannot be saved: ${toDevFailed(error).message}`);
    }
  }
}

function resume({ polling, logger }: ServedDevice, object: PolledObject): void {
  try {
    polling.resume(object);
  } catch (error) {
    logger.warn(`${object.kind} ${object.spelling} is polled no more: ${(error as Error).message}`);
  }
}
