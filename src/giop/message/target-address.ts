import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { decodeOctets, encodeOctets } from "../ior/encapsulation.ts";
import { decodeIiopProfile } from "../ior/iiop-profile.ts";
import {
  decodeIor,
  decodeTaggedProfile,
  encodeIor,
  encodeTaggedProfile,
  type Ior,
  type TaggedProfile,
} from "../ior/ior.ts";

/**
 * How a request names its object (CORBA 3.4 Part 2 §9.4.2.1): by its key (the only way before 1.2, and what everybody
 * sends), by a profile, or by a whole reference and the profile chosen from it.
 */
export type TargetAddress =
  | { readonly kind: "key"; readonly objectKey: Uint8Array }
  | { readonly kind: "profile"; readonly profile: TaggedProfile }
  | { readonly kind: "reference"; readonly profileIndex: number; readonly ior: Ior };

/** One of the three ways; what a NEEDS_ADDRESSING_MODE reply asks for. */
export type AddressingMode = TargetAddress["kind"];

/** Writes the TargetAddress union of GIOP 1.2. */
export function encodeTargetAddress(writer: CdrWriter, target: TargetAddress): void {
  switch (target.kind) {
    case "key":
      writer.short(0);
      encodeOctets(writer, target.objectKey);
      return;
    case "profile":
      writer.short(1);
      encodeTaggedProfile(writer, target.profile);
      return;
    case "reference":
      writer.short(2);
      writer.ulong(target.profileIndex);
      encodeIor(writer, target.ior);
  }
}

/** Reads the TargetAddress union of GIOP 1.2; an object key is a view of the message. */
export function decodeTargetAddress(reader: CdrReader): TargetAddress {
  const kind = decodeAddressingMode(reader);
  if (kind === "key") return { kind, objectKey: decodeOctets(reader) };
  if (kind === "profile") return { kind, profile: decodeTaggedProfile(reader) };
  const profileIndex = reader.ulong();
  const ior = decodeIor(reader);
  if (ior === null || profileIndex >= ior.profiles.length)
    throw reader.error(`a request is addressed to profile ${profileIndex} of a reference that lacks it`);
  return { kind, profileIndex, ior };
}

/** The key of the object that is meant; a MarshalError where the profile is not an IIOP one. */
export function targetObjectKey(target: TargetAddress): Uint8Array {
  if (target.kind === "key") return target.objectKey;
  if (target.kind === "profile") return decodeIiopProfile(target.profile).objectKey;
  const profile = target.ior.profiles[target.profileIndex];
  if (profile === undefined) throw new MarshalError(`the reference has no profile ${target.profileIndex}`);
  return decodeIiopProfile(profile).objectKey;
}

/** Writes the body of a NEEDS_ADDRESSING_MODE reply (CORBA 3.4 Part 2 §9.4.3.2). */
export function encodeAddressingMode(writer: CdrWriter, mode: AddressingMode): void {
  writer.short(ADDRESSING_MODES.indexOf(mode));
}

/** Reads the body of a NEEDS_ADDRESSING_MODE reply. */
export function decodeAddressingMode(reader: CdrReader): AddressingMode {
  const ordinal = reader.short();
  const mode = ADDRESSING_MODES[ordinal];
  if (mode === undefined) throw reader.error(`${ordinal} is not an addressing disposition (0, 1 or 2)`);
  return mode;
}

const ADDRESSING_MODES: readonly AddressingMode[] = ["key", "profile", "reference"];
