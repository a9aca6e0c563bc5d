import type { CallOptions } from "../../iiop/call-options.ts";
import type {
  AttributeValue,
  AttributeValue_3,
  AttributeValue_4,
  AttributeValue_5,
} from "../idl/attribute-value.ts";
import type { DevError } from "../idl/dev-error.ts";
import type { DevSource } from "../idl/enums.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import {
  deviceAttributeFrom1,
  deviceAttributeFrom3,
  deviceAttributeFrom4,
  deviceAttributeFrom5,
} from "../value/read-attribute.ts";
import type { ConnectedDevice, IdlVersion } from "./connected-device.ts";

/** An attribute's value in the form of any IDL generation. */
export type AnyAttributeValue = AttributeValue | AttributeValue_3 | AttributeValue_4 | AttributeValue_5;

/** How one generation of devices gives values: the operation, and what its answer means. */
export interface AttributeReader<W extends AnyAttributeValue = AnyAttributeValue> {
  read(
    device: ConnectedDevice,
    names: readonly string[],
    source: DevSource,
    options: CallOptions,
  ): Promise<W[]>;
  decode(wire: W): DeviceAttribute;
}

/** The reader for devices of a generation. */
export function attributeReader(idl: IdlVersion): AttributeReader {
  return READERS[idl];
}

/** The error stack that came with a value; devices before IDL 3 fail as a whole instead. */
export function errorsOf(wire: AnyAttributeValue): readonly DevError[] {
  return "err_list" in wire ? wire.err_list : [];
}

/** The same answer with another level behind its error stack. */
export function withError(wire: AnyAttributeValue, level: DevError): AnyAttributeValue {
  return "err_list" in wire ? { ...wire, err_list: [...wire.err_list, level] } : wire;
}

const READER_1: AttributeReader<AttributeValue> = {
  read: (device, names, _source, options) => device.invoke("read_attributes", [names], options),
  decode: (wire) => deviceAttributeFrom1(wire),
};
const READER_2: AttributeReader<AttributeValue> = {
  read: (device, names, source, options) => device.invoke("read_attributes_2", [names, source], options),
  decode: (wire) => deviceAttributeFrom1(wire),
};
const READER_3: AttributeReader<AttributeValue_3> = {
  read: (device, names, source, options) => device.invoke("read_attributes_3", [names, source], options),
  decode: (wire) => deviceAttributeFrom3(wire),
};
const READER_4: AttributeReader<AttributeValue_4> = {
  read: (device, names, source, options) =>
    device.invoke("read_attributes_4", [names, source, device.clientIdent], options),
  decode: deviceAttributeFrom4,
};
const READER_5: AttributeReader<AttributeValue_5> = {
  read: (device, names, source, options) =>
    device.invoke("read_attributes_5", [names, source, device.clientIdent], options),
  decode: deviceAttributeFrom5,
};
const READERS: Readonly<Record<IdlVersion, AttributeReader>> = {
  1: READER_1,
  2: READER_2,
  3: READER_3,
  4: READER_4,
  5: READER_5,
  6: READER_5,
};
