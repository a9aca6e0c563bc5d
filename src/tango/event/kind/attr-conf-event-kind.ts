import { getAttributeConfigs } from "../../client/attribute-config-calls.ts";
import { AttributeConfig_2, AttributeConfig_3, AttributeConfig_5 } from "../../idl/attribute-config.ts";
import {
  type AttributeInfoEx,
  attributeInfoFrom2,
  attributeInfoFrom3,
  attributeInfoFrom5,
} from "../../value/attribute-info.ts";
import { attrConfEvent } from "../data/attr-conf-event.ts";
import { decodeContent, type EventMessage } from "../message/event-message.ts";
import type { EventContent, EventKind } from "./event-kind.ts";

/** Events that carry the configuration of an attribute. */
export const ATTR_CONF_EVENT_KIND: EventKind = {
  async read(connection, name, options) {
    const [config] = await getAttributeConfigs(connection, [name], options);
    return content(config!);
  },
  decode: (message, { idl }) => content(config(message, idl)),
  failed: (errors) => (address) => attrConfEvent(address, null, errors),
};

function content(attrConf: AttributeInfoEx): EventContent {
  return (address) => attrConfEvent(address, attrConf, []);
}

function config(message: EventMessage, idl: number): AttributeInfoEx {
  if (idl >= 5) return attributeInfoFrom5(decodeContent(message, AttributeConfig_5));
  if (idl >= 3) return attributeInfoFrom3(decodeContent(message, AttributeConfig_3));
  return attributeInfoFrom2(decodeContent(message, AttributeConfig_2));
}
