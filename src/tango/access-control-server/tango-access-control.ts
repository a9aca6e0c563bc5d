import { SerializationMonitor } from "../../threading/serialization-monitor.ts";
import type { Store } from "../database-server/store/store.ts";
import { SERVED } from "../server/device/device-object.ts";
import { Device } from "../server/device.ts";
import type { DeviceConstructor } from "../server/device-constructor.ts";
import { ACCESS_COMMANDS, type AccessControlling } from "./access-commands.ts";
import { type AccessDatabase, RemoteAccessDatabase } from "./access-database.ts";
import { AccessRules } from "./access-rules.ts";

/** What an access control works on. */
export interface AccessControlOptions {
  /** Where its rules are, tables `access_address` and `access_device`: a store of its own, or that of a database in this process. */
  readonly store: Store;
  /** Opens the database that it guards, when it is first needed; that of TANGO_HOST unless given. */
  readonly openDatabase?: () => AccessDatabase;
}

/**
 * The device class TangoAccessControl, which works on a store: it keeps who may write to which devices from which hosts, tells clients, who heed
 * it, and servers that enforce it; and it can name itself as the access control of its system (command RegisterService). A device of it is
 * `sys/access_control/1`.
 */
export function accessControlClass({
  store,
  openDatabase = () => new RemoteAccessDatabase(),
}: AccessControlOptions): DeviceConstructor {
  // Of all devices, and where calls are not serialised: what one has put is not to be overwritten by one who did not see it.
  const services = new SerializationMonitor("the services of the control system");
  return class TangoAccessControl extends Device implements AccessControlling {
    static readonly TangoClassName = "TangoAccessControl";
    static readonly commands = ACCESS_COMMANDS;
    readonly rules = new AccessRules(store);
    #guarded: AccessDatabase | undefined;

    get guarded(): AccessDatabase {
      this.#guarded ??= openDatabase();
      return this.#guarded;
    }

    async changeServices(change: (services: readonly string[]) => readonly string[]): Promise<void> {
      await services.run(`change by ${this.getName()}`, async () => {
        const { guarded } = this;
        await guarded.putServices(change(await guarded.services()));
      });
    }

    override initDevice(): void {
      this.setState("ON");
      this.setStatus("Device is OK");
    }

    /** As every server that was made with Pogo, the C++ one says in the database what its class is. */
    override async serverInitHook(): Promise<void> {
      const { util, database } = this[SERVED].server;
      const isFirst = util.getDeviceListByClass(this.getDeviceClassName())[0] === this;
      if (isFirst) await database.putClassProperties(this.getDeviceClassName(), ABOUT_CLASS);
    }
  };
}

const ABOUT_CLASS = {
  ProjectTitle: "Tango Access Control Management",
  Description: [
    "Keeps who may write to which devices from which hosts: its commands change these rules,",
    "tell clients what they may do, and register it as the access control of its system.",
  ],
  InheritedFrom: ["TANGO_BASE_CLASS"],
};
