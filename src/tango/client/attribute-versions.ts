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
  isOpen1,
  isOpen3,
  isOpen5,
  type KnownAttribute,
} from "../value/read-attribute.ts";
import type { ConnectedDevice, IdlVersion } from "./connected-device.ts";

/** An attribute's value in the form of any IDL generation. */
export type AnyWireValue = AttributeValue | AttributeValue_3 | AttributeValue_4 | AttributeValue_5;

/** How one generation of devices gives values: the operation, and what its answer means. */
export interface AttributeReader<W extends AnyWireValue = AnyWireValue> {
  read(
    device: ConnectedDevice,
    names: readonly string[],
    source: DevSource,
    options: CallOptions,
  ): Promise<W[]>;
  /** Whether the configuration of the attribute says more of a value than the answer does: labels, or the format. */
  isOpen(wire: W): boolean;
  decode(wire: W, known?: KnownAttribute): DeviceAttribute;
}

/** The reader for devices of a generation. */
export function attributeReader(idl: IdlVersion): AttributeReader {
  return READERS[idl];
}

/** The error stack that came with a value; devices before IDL 3 fail as a whole instead. */
export function errorsOf(wire: AnyWireValue): readonly DevError[] {
  return "err_list" in wire ? wire.err_list : [];
}

/** The same answer with another level behind its error stack. */
export function withError(wire: AnyWireValue, level: DevError): AnyWireValue {
  return "err_list" in wire ? { ...wire, err_list: [...wire.err_list, level] } : wire;
}

const READER_1: AttributeReader<AttributeValue> = {
  read: (device, names, _source, options) => device.invoke("read_attributes", [names], options),
  isOpen: isOpen1,
  decode: deviceAttributeFrom1,
};
const READER_2: AttributeReader<AttributeValue> = {
  read: (device, names, source, options) => device.invoke("read_attributes_2", [names, source], options),
  isOpen: isOpen1,
  decode: deviceAttributeFrom1,
};
const READER_3: AttributeReader<AttributeValue_3> = {
  read: (device, names, source, options) => device.invoke("read_attributes_3", [names, source], options),
  isOpen: isOpen3,
  decode: deviceAttributeFrom3,
};
const READER_4: AttributeReader<AttributeValue_4> = {
  read: (device, names, source, options) =>
    device.invoke("read_attributes_4", [names, source, device.clientIdent], options),
  isOpen: () => false,
  decode: deviceAttributeFrom4,
};
const READER_5: AttributeReader<AttributeValue_5> = {
  read: (device, names, source, options) =>
    device.invoke("read_attributes_5", [names, source, device.clientIdent], options),
  isOpen: isOpen5,
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
