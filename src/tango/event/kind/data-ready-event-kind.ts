import { AttDataReady } from "../../idl/device-change.ts";
import { cmdArgTypeName } from "../../value/cmd-arg-type.ts";
import { dataReadyEvent } from "../data/data-ready-event.ts";
import { decodeContent } from "../message/event-message.ts";
import type { EventKind } from "./event-kind.ts";

/** Events that say that there is something to read. There is never anything to read first. */
export const DATA_READY_EVENT_KIND: EventKind = {
  read: () => Promise.reject(new TypeError("there is no first data ready event")),
  decode(message) {
    const { data_type, ctr } = decodeContent(message, AttDataReady);
    return (address) => dataReadyEvent(address, cmdArgTypeName(data_type), ctr, []);
  },
  failed: (errors) => (address) => dataReadyEvent(address, null, null, errors),
};
