import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { decodeOctets, encodeOctets, newEncapsulation, openEncapsulation } from "./encapsulation.ts";

/** A component of a profile: a fact about the object or its server, by tag (CORBA 3.4 Part 2 §7.6.6). */
export interface TaggedComponent {
  readonly tag: number;
  /** An encapsulation for the components the OMG defines; opaque for the others. */
  readonly data: Uint8Array;
}

/** A host and a TCP port. */
export interface IiopAddress {
  /** A name, or a numeric address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The code sets a server takes for one kind of character, as OSF registry ids. */
export interface CodeSetComponent {
  /** 0 where the server has none. */
  readonly native: number;
  readonly conversions: readonly number[];
}

/** The TAG_CODE_SETS component (CORBA 3.4 Part 2 §7.10.2.4). */
export interface CodeSetComponentInfo {
  readonly char: CodeSetComponent;
  readonly wchar: CodeSetComponent;
}

/** Writes a `sequence<TaggedComponent>`. */
export function encodeTaggedComponents(writer: CdrWriter, components: readonly TaggedComponent[]): void {
  writer.ulong(components.length);
  for (const component of components) {
    writer.ulong(component.tag);
    encodeOctets(writer, component.data);
  }
}

/** Reads a `sequence<TaggedComponent>`; the data are views of what is read. */
export function decodeTaggedComponents(reader: CdrReader): TaggedComponent[] {
  const count = reader.sequenceLength(MINIMUM_COMPONENT);
  const components: TaggedComponent[] = [];
  for (let i = 0; i < count; i++) components.push({ tag: reader.ulong(), data: decodeOctets(reader) });
  return components;
}

/** The first component with this tag. */
export function findComponent(
  components: readonly TaggedComponent[],
  tag: number,
): TaggedComponent | undefined {
  return components.find((component) => component.tag === tag);
}

/** A component that names the ORB by its registered number, such as ORB_TYPE_OMNIORB. */
export function orbTypeComponent(orbType: number): TaggedComponent {
  const writer = newEncapsulation();
  writer.ulong(orbType);
  return { tag: TAG_ORB_TYPE, data: writer.bytes() };
}

/** The number of the ORB that made the reference, or undefined where it does not say. */
export function orbTypeOf(components: readonly TaggedComponent[]): number | undefined {
  const component = findComponent(components, TAG_ORB_TYPE);
  return component && openEncapsulation(component.data).ulong();
}

/** A component that tells clients which code sets the server takes. */
export function codeSetsComponent(info: CodeSetComponentInfo): TaggedComponent {
  const writer = newEncapsulation();
  for (const { native, conversions } of [info.char, info.wchar]) {
    writer.ulong(native);
    writer.ulong(conversions.length);
    for (const id of conversions) writer.ulong(id);
  }
  return { tag: TAG_CODE_SETS, data: writer.bytes() };
}

/** The code sets the server takes, or undefined where it does not say. */
export function codeSetsOf(components: readonly TaggedComponent[]): CodeSetComponentInfo | undefined {
  const component = findComponent(components, TAG_CODE_SETS);
  if (component === undefined) return undefined;
  const reader = openEncapsulation(component.data);
  return { char: decodeCodeSetComponent(reader), wchar: decodeCodeSetComponent(reader) };
}

/** A component that names another address of the same server (CORBA 3.4 Part 2 §9.7.2). */
export function alternateAddressComponent(address: IiopAddress): TaggedComponent {
  const writer = newEncapsulation();
  writer.string(address.host);
  writer.ushort(address.port);
  return { tag: TAG_ALTERNATE_IIOP_ADDRESS, data: writer.bytes() };
}

/** The further addresses of the server, in order. */
export function alternateAddressesOf(components: readonly TaggedComponent[]): IiopAddress[] {
  const addresses: IiopAddress[] = [];
  for (const component of components) {
    if (component.tag !== TAG_ALTERNATE_IIOP_ADDRESS) continue;
    const reader = openEncapsulation(component.data);
    addresses.push({ host: reader.string(), port: reader.ushort() });
  }
  return addresses;
}

function decodeCodeSetComponent(reader: CdrReader): CodeSetComponent {
  const native = reader.ulong();
  const count = reader.sequenceLength(4);
  const conversions: number[] = [];
  for (let i = 0; i < count; i++) conversions.push(reader.ulong());
  return { native, conversions };
}

/** Which ORB made the reference. */
export const TAG_ORB_TYPE = 0;
/** Which code sets the server takes. */
export const TAG_CODE_SETS = 1;
/** A further host and port of the same object. */
export const TAG_ALTERNATE_IIOP_ADDRESS = 3;
/** omniORB's UNIX socket (host name and path); of no use from another machine. */
export const TAG_OMNIORB_UNIX_TRANS = 0x41545402;
/** The ORB type of omniORB, "ATT\0", which every cppTango server publishes. */
export const ORB_TYPE_OMNIORB = 0x41545400;

const MINIMUM_COMPONENT = 8;
