import type { DevError } from "../../error/dev-error.ts";
import type { AttributeInfoEx } from "../../value/attribute-info.ts";
import { type EventAddress, type EventHead, eventHead } from "./event-head.ts";

/** An event that carries the configuration of an attribute, which somebody changed. */
export interface AttrConfEvent<D = unknown> extends EventHead<"attr_conf", D> {
  /** `tango://host:port/d/f/m/attribute[#dbase=no]`, in lower case. */
  readonly attrName: string;
  /** The configuration; null where the event tells of errors instead, and in the first event of a subscription in mode Async. */
  readonly attrConf: AttributeInfoEx | null;
}

/** The event for one subscriber. */
export function attrConfEvent(
  address: EventAddress,
  attrConf: AttributeInfoEx | null,
  errors: readonly DevError[],
): AttrConfEvent {
  return { ...eventHead("attr_conf", address, errors), attrName: address.name, attrConf };
}
