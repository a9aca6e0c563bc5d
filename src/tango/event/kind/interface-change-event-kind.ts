import { getAllAttributeConfigs } from "../../client/attribute-config-calls.ts";
import { commandListQuery } from "../../client/command-calls.ts";
import { DevIntrChange } from "../../idl/device-change.ts";
import { attributeInfoFrom5 } from "../../value/attribute-info.ts";
import { commandInfoFrom2 } from "../../value/command-info.ts";
import { type DeviceInterface, interfaceChangeEvent, NO_INTERFACE } from "../data/interface-change-event.ts";
import { decodeContent } from "../message/event-message.ts";
import type { EventContent, EventKind } from "./event-kind.ts";

/** Events that carry the commands and attributes of a device. */
export const INTERFACE_CHANGE_EVENT_KIND: EventKind = {
  async read(connection, _name, options) {
    const [cmdList, attList] = await Promise.all([
      commandListQuery(connection, options),
      getAllAttributeConfigs(connection, options),
    ]);
    return content({ cmdList, attList, devStarted: true });
  },
  decode(message) {
    const { cmds, atts, dev_started } = decodeContent(message, DevIntrChange);
    return content({
      cmdList: cmds.map(commandInfoFrom2),
      attList: atts.map(attributeInfoFrom5),
      devStarted: dev_started,
    });
  },
  failed: (errors) => (address) => interfaceChangeEvent(address, NO_INTERFACE, errors),
};

function content(found: DeviceInterface): EventContent {
  return (address) => interfaceChangeEvent(address, found, []);
}
