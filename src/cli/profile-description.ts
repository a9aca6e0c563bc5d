import {
  alternateAddressesOf,
  codeSetsOf,
  decodeIiopProfile,
  decodeTaggedComponents,
  formatObjectKey,
  openEncapsulation,
  orbTypeOf,
  TAG_INTERNET_IOP,
  TAG_MULTIPLE_COMPONENTS,
  type TaggedComponent,
  type TaggedProfile,
} from "../giop/index.ts";
import { hexOf } from "./exact-json.ts";

/** One profile of an object reference, taken apart. */
export interface ProfileDescription {
  readonly tag: number;
  readonly name: string;
  /** The version of IIOP. */
  readonly version?: string;
  readonly byteOrder?: "little endian" | "big endian";
  readonly address?: string;
  readonly host?: string;
  readonly port?: number;
  /** The octets that name the object at its server: as a URL writes them, and in hexadecimal digits. */
  readonly objectKey?: { readonly text: string; readonly hex: string };
  readonly components: readonly ComponentDescription[];
  /** The octets of a profile that is not known, or does not decode. */
  readonly data?: string;
  /** Why it does not decode. */
  readonly problem?: string;
}

/** One component of a profile. */
export interface ComponentDescription {
  readonly tag: number;
  readonly name: string;
  /** What it says, for people; hexadecimal digits where that is not known. */
  readonly text: string;
}

/** Takes a profile apart. One that does not decode is described by its octets and the problem. */
export function describeProfile(profile: TaggedProfile): ProfileDescription {
  const { tag, data } = profile;
  const name = PROFILE_NAMES.get(tag) ?? `profile ${tagText(tag)}`;
  try {
    if (tag === TAG_INTERNET_IOP) return { tag, name, ...describeIiop(profile) };
    if (tag === TAG_MULTIPLE_COMPONENTS) {
      const components = decodeTaggedComponents(openEncapsulation(data));
      return { tag, name, components: components.map(describeComponent) };
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { tag, name, components: [], data: hexOf(data), problem };
  }
  return { tag, name, components: [], data: hexOf(data) };
}

function describeIiop(profile: TaggedProfile): Omit<ProfileDescription, "tag" | "name"> {
  const { giopMinor, host, port, objectKey, components, littleEndian } = decodeIiopProfile(profile);
  return {
    version: `1.${giopMinor}`,
    byteOrder: littleEndian ? "little endian" : "big endian",
    address: addressText({ host, port }),
    host,
    port,
    objectKey: { text: formatObjectKey(objectKey), hex: hexOf(objectKey) },
    components: components.map(describeComponent),
  };
}

function describeComponent(component: TaggedComponent): ComponentDescription {
  const { tag, data } = component;
  const name = COMPONENT_NAMES.get(tag) ?? `component ${tagText(tag)}`;
  const read = COMPONENT_TEXTS.get(tag);
  let text: string;
  try {
    text = read === undefined ? hexOf(data) : read(component);
  } catch (error) {
    text = `${hexOf(data)} (${error instanceof Error ? error.message : String(error)})`;
  }
  return { tag, name, text };
}

function orbTypeText(component: TaggedComponent): string {
  const type = orbTypeOf([component]) ?? 0;
  return `${ORB_NAMES.get(type) ?? "an ORB that is not known here"} (0x${type.toString(16).padStart(8, "0")})`;
}

function codeSetsText(component: TaggedComponent): string {
  const info = codeSetsOf([component]);
  if (info === undefined) return "";
  return Object.entries(info)
    .map(([kind, { native, conversions }]) => {
      const others = conversions.length === 0 ? "" : ` (also ${conversions.map(codeSetName).join(", ")})`;
      return `${kind} ${codeSetName(native)}${others}`;
    })
    .join(", ");
}

function unixSocketText({ data }: TaggedComponent): string {
  const reader = openEncapsulation(data);
  const host = reader.string();
  return `${reader.string()} on ${host}`;
}

function addressText({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function codeSetName(id: number): string {
  if (id === 0) return "none";
  return CODE_SET_NAMES.get(id) ?? `0x${id.toString(16).padStart(8, "0")}`;
}

/** A tag that has no name: as a number, and as the letters that vendors like to make it of. */
function tagText(tag: number): string {
  const hex = tag.toString(16).padStart(8, "0");
  const letters = (hex.match(/../g) ?? [])
    .map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
    .join("");
  return /^[ -~]{3}/.test(letters) ? `0x${hex} ("${letters.replace(/[^ -~]/g, ".")}")` : String(tag);
}

// CORBA 3.4 Part 2 §7.6.4 and §7.6.6, with the numbers that omniORB registered (omniORB's constants.cc).
const PROFILE_NAMES: ReadonlyMap<number, string> = new Map([
  [0, "TAG_INTERNET_IOP"],
  [1, "TAG_MULTIPLE_COMPONENTS"],
  [2, "TAG_SCCP_IOP"],
]);
const COMPONENT_NAMES: ReadonlyMap<number, string> = new Map([
  [0, "TAG_ORB_TYPE"],
  [1, "TAG_CODE_SETS"],
  [2, "TAG_POLICIES"],
  [3, "TAG_ALTERNATE_IIOP_ADDRESS"],
  [13, "TAG_ASSOCIATION_OPTIONS"],
  [14, "TAG_SEC_NAME"],
  [20, "TAG_SSL_SEC_TRANS"],
  [25, "TAG_JAVA_CODEBASE"],
  [33, "TAG_CSI_SEC_MECH_LIST"],
  [34, "TAG_NULL_TAG"],
  [36, "TAG_TLS_SEC_TRANS"],
  [0x41545401, "TAG_OMNIORB_BIDIR"],
  [0x41545402, "TAG_OMNIORB_UNIX_TRANS"],
  [0x41545403, "TAG_OMNIORB_PERSISTENT_ID"],
  [0x41545404, "TAG_OMNIORB_RESTRICTED_CONNECTION"],
  [0x41545405, "TAG_OMNIORB_HTTP_TRANS"],
]);
const COMPONENT_TEXTS: ReadonlyMap<number, (component: TaggedComponent) => string> = new Map([
  [0, orbTypeText],
  [1, codeSetsText],
  [3, (component: TaggedComponent) => alternateAddressesOf([component]).map(addressText).join(", ")],
  [0x41545402, unixSocketText],
]);
const ORB_NAMES: ReadonlyMap<number, string> = new Map([
  [0x41545400, "omniORB"],
  [0x54414f00, "TAO"],
  [0x4a414300, "JacORB"],
]);
const CODE_SET_NAMES: ReadonlyMap<number, string> = new Map([
  [0x00010001, "ISO-8859-1"],
  [0x00010020, "ISO 646 (ASCII)"],
  [0x00010100, "UCS-2"],
  [0x00010109, "UTF-16"],
  [0x05010001, "UTF-8"],
]);
