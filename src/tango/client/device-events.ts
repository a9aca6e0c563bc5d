import type { AttrConfEvent } from "../event/data/attr-conf-event.ts";
import type { AttributeEvent } from "../event/data/attribute-event.ts";
import type { DataReadyEvent } from "../event/data/data-ready-event.ts";
import type { InterfaceChangeEvent } from "../event/data/interface-change-event.ts";
import type { PipeEvent } from "../event/data/pipe-event.ts";
import type { AnyAttributeValue } from "../value/cmd-arg-type.ts";
import type { DeviceProxy } from "./device-proxy.ts";

/** What a subscriber to change, alarm, archive, periodic or user events of an attribute is given. */
export type EventData<V = AnyAttributeValue> = AttributeEvent<V, DeviceProxy>;

/** What a subscriber to the configuration of an attribute is given. */
export type AttrConfEventData = AttrConfEvent<DeviceProxy>;

/** What a subscriber to data ready events is given. */
export type DataReadyEventData = DataReadyEvent<DeviceProxy>;

/** What a subscriber to the interface of a device is given. */
export type DevIntrChangeEventData = InterfaceChangeEvent<DeviceProxy>;

/** What a subscriber to a pipe is given. */
export type PipeEventData = PipeEvent<DeviceProxy>;

/** What any subscriber is given; its `event` tells what it is. */
export type AnyEventData =
  | EventData
  | AttrConfEventData
  | DataReadyEventData
  | DevIntrChangeEventData
  | PipeEventData;
