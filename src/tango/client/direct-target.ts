import type { SystemException } from "../../giop/exception/system-exception.ts";
import { formatAddress } from "../../giop/ior/format-address.ts";
import { formatObjectKey, objectKeyFromText } from "../../giop/ior/object-key.ts";
import type { Reason } from "../error/reason.ts";
import type { HostPort } from "../naming/tango-host.ts";
import { FULL_ACCESS } from "./access-grant.ts";
import type { ConnectionTarget, ResolvedTarget } from "./connection-target.ts";

/** A device of a server that runs without a database (`tango://host:port/d/f/m#dbase=no`): its object key is its name. */
export class DirectTarget implements ConnectionTarget {
  readonly name: string;
  readonly #reference: string;

  constructor(name: string, server: HostPort) {
    this.name = name;
    // No version means IIOP 1.0, which is what cppTango speaks there too.
    this.#reference = `corbaloc:iiop:${formatAddress(server)}/${formatObjectKey(objectKeyFromText(name))}`;
  }

  resolve(): Promise<ResolvedTarget> {
    return Promise.resolve({ reference: this.#reference, access: FULL_ACCESS });
  }

  failure(error: SystemException): { reason: Reason; desc: string } {
    const reason = connectionFailureReason(this.#reference, error);
    return { reason, desc: `Failed to connect to device ${this.name}` };
  }
}

/**
 * The reason for a device that did not answer. Of one behind a corbaloc, cppTango tells whether the server or only the device is
 * missing; of one behind an IOR it does not.
 */
export function connectionFailureReason(reference: string, error: SystemException): Reason {
  if (!reference.startsWith("corbaloc:")) return "API_CantConnectToDevice";
  if (error.kind === "OBJECT_NOT_EXIST") return "API_DeviceNotDefined";
  if (error.kind === "TRANSIENT") return "API_ServerNotRunning";
  return "API_CantConnectToDevice";
}
