import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { decodeOctets, encodeOctets } from "./encapsulation.ts";

/** One way to reach an object: a protocol by its tag, and what that protocol needs, opaque here. */
export interface TaggedProfile {
  readonly tag: number;
  /** An encapsulation for the profiles the OMG defines. */
  readonly data: Uint8Array;
}

/**
 * An interoperable object reference (CORBA 3.4 Part 2 §7.6.2). The nil reference, an empty type id with no
 * profile, is `null` everywhere. `typeId` may be empty where the interface is not known.
 */
export interface Ior {
  /** The repository id of the most derived interface known to who made the reference. */
  readonly typeId: string;
  readonly profiles: readonly TaggedProfile[];
}

/** Writes an object reference; null is the nil reference. A MarshalError for what is no IOR, such as a proxy. */
export function encodeIor(writer: CdrWriter, ior: Ior | null): void {
  if (ior !== null && (typeof ior?.typeId !== "string" || !Array.isArray(ior.profiles))) {
    throw new MarshalError(
      "an object reference is given as its IOR, or null (of a proxy: referenceOf(proxy).ior)",
    );
  }
  writer.string(ior?.typeId ?? "");
  writer.ulong(ior?.profiles.length ?? 0);
  for (const profile of ior?.profiles ?? []) encodeTaggedProfile(writer, profile);
}

/**
 * Reads an object reference. The octets of its profiles are copied, since a reference outlives the message it came in.
 */
export function decodeIor(reader: CdrReader): Ior | null {
  const typeId = reader.string();
  const count = reader.sequenceLength(MINIMUM_PROFILE);
  if (count === 0 && typeId === "") return null;
  const profiles: TaggedProfile[] = [];
  for (let i = 0; i < count; i++) profiles.push(decodeTaggedProfile(reader));
  return { typeId, profiles };
}

/** Writes one tagged profile. */
export function encodeTaggedProfile(writer: CdrWriter, profile: TaggedProfile): void {
  writer.ulong(profile.tag);
  encodeOctets(writer, profile.data);
}

/** Reads one tagged profile; its data are copied. */
export function decodeTaggedProfile(reader: CdrReader): TaggedProfile {
  return { tag: reader.ulong(), data: new Uint8Array(decodeOctets(reader)) };
}

/** The profile tag of IIOP (CORBA 3.4 Part 2 §7.6.3). */
export const TAG_INTERNET_IOP = 0;
/** The profile tag of a profile that only holds components; kept as it is. */
export const TAG_MULTIPLE_COMPONENTS = 1;

const MINIMUM_PROFILE = 8;
