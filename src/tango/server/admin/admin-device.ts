import { Device } from "../device.ts";
import { pollingStatusOfServer } from "../polling/polling-commands.ts";
import type { ServedDevice } from "../served-device.ts";
import type { AdministeredServer } from "./administered-server.ts";
import { EVENT_COMMANDS } from "./event-commands.ts";
import { LOCK_COMMANDS } from "./lock-commands.ts";
import { LOGGING_COMMANDS } from "./logging-commands.ts";
import { POLLING_COMMANDS } from "./polling-commands.ts";
import { SERVER_COMMANDS } from "./server-commands.ts";

/** The device `dserver/<executable>/<instance>` by which a server is administered (class DServer of cppTango). */
export class AdminDevice extends Device {
  static readonly TangoClassName = "DServer";
  static readonly deviceDescription = "A device server device !!";
  static readonly commands = {
    ...SERVER_COMMANDS,
    ...POLLING_COMMANDS,
    ...LOCK_COMMANDS,
    ...LOGGING_COMMANDS,
    ...EVENT_COMMANDS,
  };

  readonly server: AdministeredServer;
  #isInitialised = false;

  constructor(served: ServedDevice, server: AdministeredServer) {
    super(served);
    this.server = server;
  }

  /** The first time it only says that it is there; its command Init makes all devices anew. */
  override async initDevice(): Promise<void> {
    if (this.#isInitialised) await this.server.restart();
    this.#isInitialised = true;
    this.setState("ON");
  }

  override devStatus(): string {
    return pollingStatusOfServer(this.server.polling.isOn);
  }
}
