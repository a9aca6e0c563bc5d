import type { ArgumentsOf, ResultOf } from "../../giop/idl/operation.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import type { ObjectReference } from "../../iiop/object-reference.ts";
import type { ClntIdent } from "../idl/client-identity.ts";
import { Device_6 } from "../idl/device.ts";
import type { AttributeInfoEx } from "../value/attribute-info.ts";
import type { CommandInfo } from "../value/command-info.ts";
import type { AccessGrant } from "./access-grant.ts";
import type { ContextIdent } from "./context-ident.ts";

/** The generations of the device interface. */
export type IdlVersion = 1 | 2 | 3 | 4 | 5 | 6;

/** A device at the other end of an established connection: its reference and what was found out about it. */
export class ConnectedDevice {
  readonly reference: ObjectReference;
  readonly idl: IdlVersion;
  readonly access: AccessGrant;
  /** What this device told of its commands, by the name as it was asked for. */
  readonly commands = new Map<string, CommandInfo>();
  /** What this device told of its attributes, by the name as it was asked for. */
  readonly attributes = new Map<string, AttributeInfoEx>();
  readonly #ident: ContextIdent;

  constructor(reference: ObjectReference, idl: IdlVersion, access: AccessGrant, ident: ContextIdent) {
    this.reference = reference;
    this.idl = idl;
    this.access = access;
    this.#ident = ident;
  }

  /** Who calls, for the call that is made now. */
  get clientIdent(): ClntIdent {
    return this.#ident.forCall(this.idl);
  }

  /** Calls one operation of the device's interface. */
  invoke<N extends DeviceOperation>(
    name: N,
    args: ArgumentsOf<DeviceOperations[N]>,
    options: CallOptions,
  ): Promise<ResultOf<DeviceOperations[N]>> {
    return this.reference.invoke(name, OPERATIONS[name], args, options) as Promise<
      ResultOf<DeviceOperations[N]>
    >;
  }
}

type DeclaredOperations = (typeof Device_6)["operations"];
type DeviceOperations = {
  [N in keyof DeclaredOperations as string extends N
    ? never
    : number extends N
      ? never
      : N]: DeclaredOperations[N];
};
/** The operations of Device to Device_6 by their names on the wire. */
export type DeviceOperation = keyof DeviceOperations & string;

const OPERATIONS: DeviceOperations = Device_6.operations;
