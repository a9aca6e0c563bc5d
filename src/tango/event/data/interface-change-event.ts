import type { DevError } from "../../error/dev-error.ts";
import type { AttributeInfoEx } from "../../value/attribute-info.ts";
import type { CommandInfo } from "../../value/command-info.ts";
import { type EventAddress, type EventHead, eventHead } from "./event-head.ts";

/** An event that carries the commands and attributes that a device has, some of them since a moment ago. */
export interface InterfaceChangeEvent<D = unknown> extends EventHead<"intr_change", D> {
  /** `tango://host:port/d/f/m[#dbase=no]`, in lower case. */
  readonly deviceName: string;
  /** The commands; empty where the event tells of errors instead. */
  readonly cmdList: readonly CommandInfo[];
  /** The attributes; empty where the event tells of errors instead. */
  readonly attList: readonly AttributeInfoEx[];
  /** Whether the device has just been started. */
  readonly devStarted: boolean;
}

/** What a device has. */
export interface DeviceInterface {
  readonly cmdList: readonly CommandInfo[];
  readonly attList: readonly AttributeInfoEx[];
  readonly devStarted: boolean;
}

/** The event for one subscriber. */
export function interfaceChangeEvent(
  address: EventAddress,
  { cmdList, attList, devStarted }: DeviceInterface,
  errors: readonly DevError[],
): InterfaceChangeEvent {
  return {
    ...eventHead("intr_change", address, errors),
    deviceName: address.name,
    cmdList,
    attList,
    devStarted,
  };
}

/** What stands in an event that tells of errors. */
export const NO_INTERFACE: DeviceInterface = { cmdList: [], attList: [], devStarted: false };
