import type { SystemException } from "../../giop/exception/system-exception.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import { type AccessGrant, FULL_ACCESS } from "../client/access-grant.ts";
import type { ConnectedDevice } from "../client/connected-device.ts";
import type { ConnectionTarget, ResolvedTarget } from "../client/connection-target.ts";
import type { Reason } from "../error/reason.ts";
import { databaseCorbaloc, type HostPort } from "../naming/tango-host.ts";

/** The database device: its key is always `database`, and its name is what it says itself. */
export class DatabaseTarget implements ConnectionTarget {
  name = "database";
  /** What its user may do with it. */
  access: AccessGrant = FULL_ACCESS;
  readonly #hosts: readonly HostPort[];

  constructor(hosts: readonly HostPort[]) {
    this.#hosts = hosts;
  }

  resolve(): Promise<ResolvedTarget> {
    return Promise.resolve({ reference: databaseCorbaloc(this.#hosts), access: this.access });
  }

  failure(_error: SystemException): { reason: Reason; desc: string } {
    const hosts = this.#hosts.map(({ host }) => host).join(",");
    const ports = this.#hosts.map(({ port }) => port).join(",");
    const desc = `Failed to connect to database on host ${hosts} with port ${ports}`;
    return { reason: "API_CantConnectToDatabase", desc };
  }

  async onConnected(device: ConnectedDevice, options: CallOptions): Promise<void> {
    this.name = (await device.invoke("_get_name", [], options)).toLowerCase();
  }
}
