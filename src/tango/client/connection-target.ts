import type { SystemException } from "../../giop/exception/system-exception.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import type { Reason } from "../error/reason.ts";
import type { AccessGrant } from "./access-grant.ts";
import type { ConnectedDevice } from "./connected-device.ts";

/** Where a connection leads: how its device is found, again at every re-connection, and how that is told when it fails. */
export interface ConnectionTarget {
  /** The name of the device in the texts of errors. It may change when the device has been asked: an alias becomes the name. */
  readonly name: string;

  /** Finds the device. Throws a DevFailed when there is none to be found. */
  resolve(options: CallOptions): Promise<ResolvedTarget>;

  /** The reason and text for a device that was found but did not answer. */
  failure(error: SystemException): { readonly reason: Reason; readonly desc: string };

  /** Called with each new connection before anybody uses it. */
  onConnected?(device: ConnectedDevice, options: CallOptions): Promise<void>;
}

/** A device that was found: its reference as text (`IOR:` or `corbaloc:`) and what may be done with it. */
export interface ResolvedTarget {
  readonly reference: string;
  readonly access: AccessGrant;
}
