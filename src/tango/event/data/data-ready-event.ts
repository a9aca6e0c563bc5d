import type { DevError } from "../../error/dev-error.ts";
import type { CmdArgType } from "../../value/cmd-arg-type.ts";
import { type EventAddress, type EventHead, eventHead } from "./event-head.ts";

/** An event by which a device says that an attribute has new data, which can be read now. */
export interface DataReadyEvent<D = unknown> extends EventHead<"data_ready", D> {
  /** `tango://host:port/d/f/m/attribute[#dbase=no]`, in lower case. */
  readonly attrName: string;
  /** The type of the attribute; null where the event tells of errors instead (PyTango: -1). */
  readonly attrDataType: CmdArgType | null;
  /** What the device counts by; null where the event tells of errors instead (PyTango: -1). */
  readonly ctr: number | null;
}

/** The event for one subscriber. */
export function dataReadyEvent(
  address: EventAddress,
  attrDataType: CmdArgType | null,
  ctr: number | null,
  errors: readonly DevError[],
): DataReadyEvent {
  return { ...eventHead("data_ready", address, errors), attrName: address.name, attrDataType, ctr };
}
