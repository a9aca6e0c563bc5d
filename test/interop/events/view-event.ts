import {
  type CmdArgType,
  type DevError,
  type DeviceAttribute,
  DeviceProxy,
  type PipeBlob,
} from "../../../src/index.ts";
import type { TangoEvent } from "../../../src/tango/event/data/tango-event.ts";
import type { Json } from "../tango/scenario.ts";
import { viewedInfo, viewedReading, viewedValue } from "../tango/view-value.ts";
import type { ViewedEvent } from "./event-viewer.ts";

/** One of our events as event_view.py shows those of PyTango. */
export function viewedEvent(event: TangoEvent): ViewedEvent {
  const { device, err, errors, receptionDate } = event;
  if (!(device instanceof DeviceProxy)) throw new TypeError("an event names no proxy");
  return {
    ...content(event),
    device: device.devName(),
    event: event.event,
    err,
    errors: viewedErrors(errors),
    reception_date: {
      tv_sec: receptionDate.tvSec,
      tv_usec: receptionDate.tvUsec,
      tv_nsec: receptionDate.tvNsec,
    },
  };
}

function content(event: TangoEvent): Readonly<Record<string, Json>> {
  switch (event.event) {
    case "attr_conf": {
      const { attrName, attrConf } = event;
      const attr_conf = attrConf === null ? null : viewedInfo(attrConf);
      return { kind: "AttrConfEventData", attr_name: attrName, attr_conf };
    }
    case "data_ready": {
      const { attrName, attrDataType, ctr } = event;
      return { kind: "DataReadyEventData", attr_name: attrName, attr_data_type: attrDataType, ctr };
    }
    case "intr_change":
      return {
        kind: "DevIntrChangeEventData",
        device_name: event.deviceName,
        dev_started: event.devStarted,
        cmd_list: event.cmdList.map(viewedInfo),
        att_list: event.attList.map(viewedInfo),
      };
    case "pipe": {
      const { pipeName, pipeValue } = event;
      const pipe_value = pipeValue === null ? null : viewedBlob(pipeValue.blob);
      return { kind: "PipeEventData", pipe_name: pipeName, pipe_value };
    }
    default: {
      const { attrName, attrValue } = event;
      const attr_value = attrValue === null ? null : viewedReading(attrValue as DeviceAttribute);
      return { kind: "EventData", attr_name: attrName, attr_value };
    }
  }
}

function viewedBlob({ name, elements }: PipeBlob): Json {
  return {
    name,
    elements: elements.map(({ name, type, value }): Json => {
      if (type === "DevPipeBlob") return { name, type, value: viewedBlob(value as PipeBlob) };
      return { name, type, value: viewedValue(type as CmdArgType, value) };
    }),
  };
}

function viewedErrors(errors: readonly DevError[]): Json {
  return errors.map(({ reason, severity, desc, origin }) => ({ reason, severity, desc, origin }));
}
