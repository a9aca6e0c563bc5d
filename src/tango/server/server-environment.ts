import type { OrbContext } from "../../threading/orb-context.ts";
import type { OrbScope } from "../../threading/orb-registry.ts";
import type { Monitor } from "../../threading/serialization-monitor.ts";
import type { HostNames } from "../naming/host-names.ts";
import type { ServerIdentity } from "../naming/server-identity.ts";
import type { AccessEnforcement } from "./call/access-enforcement.ts";
import type { ServerDatabase } from "./database/server-database.ts";
import type { ServerEvents } from "./event/server-events.ts";
import type { ServerLogging } from "./logging/server-logging.ts";
import type { Opening } from "./opening.ts";
import type { Util } from "./server-util.ts";
import type { SubDevices } from "./sub-devices.ts";
import type { ServerWorkers } from "./worker/server-workers.ts";

/** What the devices of one server have in common, and know of it. */
export interface ServerEnvironment {
  readonly identity: ServerIdentity;
  readonly context: OrbContext;
  /** In which the code of its devices runs: what that opens, as proxies of other devices, ends with the server. */
  readonly scope: OrbScope;
  /** Which devices its devices have opened. */
  readonly subDevices: SubDevices;
  readonly database: ServerDatabase;
  readonly logging: ServerLogging;
  readonly events: ServerEvents;
  /** What refuses calls that the access control does not allow; null where the server leaves that to its clients. */
  readonly access: AccessEnforcement | null;
  /** In which its devices have calculations done. */
  readonly workers: ServerWorkers;
  /** Finds the names of clients' hosts for texts. */
  readonly hosts: HostNames;
  /** The name of this host, as `info` and the database have it: in lower case, with its domain where it has one. */
  readonly hostName: string;
  /** Whether NaN may be written to attributes with limits (property WAttrNaNAllowed of CtrlSystem). */
  readonly isNanAllowed: boolean;
  /** Whether polling reads the attributes of one period in one call; not with the property polling_before_9 of the admin device. */
  readonly pollsTogether: boolean;
  /** While the server starts, or makes all devices anew: what calls from outside wait for; null while it serves. */
  readonly opening: Opening | null;
  /** What devices can know and do of their server. */
  readonly util: Util;
  /** Milliseconds since 1970; tests have clocks of their own. */
  now(): number;
  /** The monitor under which a device of this class and name is called. */
  monitorFor(className: string, device: string): Monitor;
}
