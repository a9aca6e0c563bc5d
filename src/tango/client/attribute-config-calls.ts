import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import {
  type AttributeInfoEx,
  attributeConfig1,
  attributeConfig3,
  attributeConfig5,
  attributeInfoFrom1,
  attributeInfoFrom2,
  attributeInfoFrom3,
  attributeInfoFrom5,
} from "../value/attribute-info.ts";
import { type CallText, plainCall } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceCall } from "./device-call.ts";
import type { DeviceConnection } from "./device-connection.ts";

/**
 * What a device tells of some of its attributes: as many as there are names, in their order. `text` is how errors name it where it is
 * only a part of another call.
 */
export function getAttributeConfigs(
  connection: DeviceConnection,
  names: readonly string[],
  options: CallOptions | undefined,
  text: () => CallText = getText,
): Promise<AttributeInfoEx[]> {
  // A device refuses an empty list as a CORBA exception.
  if (names.length === 0) return Promise.resolve([]);
  const call: DeviceCall<AttributeInfoEx[], AttributeInfoEx[]> = {
    send: (device, callOptions) => query(device, names, callOptions),
    receive(infos, device) {
      if (infos.length !== names.length) {
        const desc = `Device ${connection.target.name} told of ${infos.length} attributes where ${names.length} were asked for`;
        throw new DevFailed([devError("API_IncoherentDevData", desc, text().origin)]);
      }
      for (const [i, info] of infos.entries()) device.attributes.set(names[i]!, info);
      return infos;
    },
    text,
  };
  return connection.call(call, options);
}

/** What a device tells of all its attributes. */
export function getAllAttributeConfigs(
  connection: DeviceConnection,
  options: CallOptions | undefined,
): Promise<AttributeInfoEx[]> {
  return connection.call(ALL_CONFIGS, options);
}

/** One configuration or several as a list of its own. Throws WrongData for what is none. */
export function configList(config: AttributeInfoEx | readonly AttributeInfoEx[]): readonly AttributeInfoEx[] {
  const configs: readonly AttributeInfoEx[] = Array.isArray(config) ? [...config] : [config];
  for (const one of configs) {
    if (typeof one === "object" && one !== null && typeof one.name === "string") continue;
    const given = describeArgument(one as unknown);
    throw wrongArgument(`a configuration is what getAttributeConfig gives, not ${given}`);
  }
  return configs;
}

/** Changes what can be changed of attributes: texts, limits, event criteria. */
export function setAttributeConfigs(
  connection: DeviceConnection,
  infos: readonly AttributeInfoEx[],
  options: CallOptions | undefined,
): Promise<void> {
  if (infos.length === 0) return Promise.resolve();
  const call: DeviceCall<void, void> = {
    send: (device, callOptions) => set(device, infos, callOptions),
    // The names may have been asked for in another case.
    receive: (_, device) => device.attributes.clear(),
    text: () => plainCall("setAttributeConfig", "set_attribute_config"),
  };
  return connection.call(call, options);
}

function getText(): CallText {
  return plainCall("getAttributeConfig", "get_attribute_config");
}

const ALL_CONFIGS: DeviceCall<AttributeInfoEx[], AttributeInfoEx[]> = {
  send: (device, options) =>
    query(device, [device.idl >= 3 ? "All attributes_3" : "All attributes"], options),
  receive(infos, device) {
    for (const info of infos) device.attributes.set(info.name, info);
    return infos;
  },
  text: getText,
};

async function query(
  device: ConnectedDevice,
  names: readonly string[],
  options: CallOptions,
): Promise<AttributeInfoEx[]> {
  switch (device.idl) {
    case 1:
      return (await device.invoke("get_attribute_config", [names], options)).map(attributeInfoFrom1);
    case 2:
      return (await device.invoke("get_attribute_config_2", [names], options)).map(attributeInfoFrom2);
    case 3:
    case 4:
      return (await device.invoke("get_attribute_config_3", [names], options)).map(attributeInfoFrom3);
    default:
      return (await device.invoke("get_attribute_config_5", [names], options)).map(attributeInfoFrom5);
  }
}

function set(
  device: ConnectedDevice,
  infos: readonly AttributeInfoEx[],
  options: CallOptions,
): Promise<void> {
  switch (device.idl) {
    case 1:
    case 2:
      return device.invoke("set_attribute_config", [infos.map(attributeConfig1)], options);
    case 3:
      return device.invoke("set_attribute_config_3", [infos.map(attributeConfig3)], options);
    case 4: {
      const configs = infos.map(attributeConfig3);
      return device.invoke("set_attribute_config_4", [configs, device.clientIdent], options);
    }
    default: {
      const configs = infos.map(attributeConfig5);
      return device.invoke("set_attribute_config_5", [configs, device.clientIdent], options);
    }
  }
}
