import { MarshalError } from "../cdr/marshal-error.ts";
import { type GiopMinor, NATIVE_LITTLE_ENDIAN } from "../cdr/wire-format.ts";
import { decodeOctets, encodeOctets, newEncapsulation, openEncapsulation } from "./encapsulation.ts";
import { type Ior, TAG_INTERNET_IOP, type TaggedProfile } from "./ior.ts";
import {
  alternateAddressesOf,
  decodeTaggedComponents,
  encodeTaggedComponents,
  type IiopAddress,
  type TaggedComponent,
} from "./tagged-component.ts";

/**
 * The body of an IIOP profile (CORBA 3.4 Part 2 §9.7.2): where the server listens and which object it is there. IIOP 1.0
 * has no components. A later minor version than 2 is read as 1.2, which it must be compatible with.
 */
export interface IiopProfile extends IiopAddress {
  readonly giopMinor: GiopMinor;
  readonly objectKey: Uint8Array;
  readonly components: readonly TaggedComponent[];
  /** The byte order of the encapsulation; native unless given. */
  readonly littleEndian?: boolean;
}

/** Makes the tagged profile of an IIOP address. */
export function encodeIiopProfile(profile: IiopProfile): TaggedProfile {
  const writer = newEncapsulation(profile.littleEndian ?? NATIVE_LITTLE_ENDIAN);
  writer.octet(1);
  writer.octet(profile.giopMinor);
  writer.string(profile.host);
  writer.ushort(profile.port);
  encodeOctets(writer, profile.objectKey);
  if (profile.giopMinor > 0) encodeTaggedComponents(writer, profile.components);
  return { tag: TAG_INTERNET_IOP, data: new Uint8Array(writer.bytes()) };
}

/** Reads an IIOP profile; key and components are views of its data. A MarshalError where it is none, or is IIOP 2. */
export function decodeIiopProfile(profile: TaggedProfile): IiopProfile {
  if (profile.tag !== TAG_INTERNET_IOP)
    throw new MarshalError(`a profile with tag ${profile.tag} is not an IIOP profile`);
  const reader = openEncapsulation(profile.data);
  const major = reader.octet();
  const minor = reader.octet();
  if (major !== 1) throw new MarshalError(`IIOP ${major}.${minor} is not known (1.0 to 1.2 are)`, 1);
  const host = reader.string();
  const port = reader.ushort();
  const objectKey = decodeOctets(reader);
  const components = minor === 0 ? [] : decodeTaggedComponents(reader);
  return {
    giopMinor: Math.min(minor, 2) as GiopMinor,
    host,
    port,
    objectKey,
    components,
    littleEndian: reader.format.littleEndian,
  };
}

/** What a client needs of a profile that TCP can reach. */
export interface ReachableProfile {
  /** Its place in the reference. */
  readonly profileIndex: number;
  readonly giopMinor: GiopMinor;
  readonly objectKey: Uint8Array;
  /** At least one; the profile's own address comes first. */
  readonly addresses: readonly IiopAddress[];
  readonly components: readonly TaggedComponent[];
}

/**
 * The profiles of a reference that TCP can reach, in their order. Profiles of other protocols, UNIX sockets,
 * what does not decode, and addresses without a port (a server that only listens elsewhere) are passed over.
 */
export function iiopProfiles(ior: Ior): ReachableProfile[] {
  const reachable: ReachableProfile[] = [];
  for (const [profileIndex, tagged] of ior.profiles.entries()) {
    if (tagged.tag !== TAG_INTERNET_IOP) continue;
    const profile = reachableProfile(profileIndex, tagged);
    if (profile !== undefined) reachable.push(profile);
  }
  return reachable;
}

function reachableProfile(profileIndex: number, tagged: TaggedProfile): ReachableProfile | undefined {
  try {
    const { giopMinor, host, port, objectKey, components } = decodeIiopProfile(tagged);
    const addresses = [{ host, port }, ...alternateAddressesOf(components)]
      .filter((address) => address.port !== 0 && address.host !== "")
      .slice(0, MAX_ADDRESSES);
    return addresses.length > 0 ? { profileIndex, giopMinor, objectKey, addresses, components } : undefined;
  } catch (error) {
    // One of a later IIOP, or a damaged one: the others of the reference may still do.
    if (error instanceof MarshalError) return undefined;
    throw error;
  }
}

// A reference may come from anyone, and each address costs an attempt to connect.
const MAX_ADDRESSES = 32;
