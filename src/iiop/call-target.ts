import type { GiopMinor } from "../giop/cdr/wire-format.ts";
import { negotiateCodeSets, type TransmissionCodeSets } from "../giop/connection/code-set-negotiation.ts";
import { formatAddress } from "../giop/ior/format-address.ts";
import { iiopProfiles } from "../giop/ior/iiop-profile.ts";
import type { Ior } from "../giop/ior/ior.ts";
import {
  codeSetsOf,
  ORB_TYPE_OMNIORB,
  orbTypeOf,
  type TaggedComponent,
} from "../giop/ior/tagged-component.ts";
import type { AddressingMode, TargetAddress } from "../giop/message/target-address.ts";
import type { Address } from "./transport.ts";

/** One way to reach an object: an address out of its reference, and how to name the object there. */
export interface CallTarget {
  readonly address: Address;
  readonly giopMinor: GiopMinor;
  readonly codeSets: TransmissionCodeSets;
  /** How the server wants the object to be named; see nameBy. */
  target: TargetAddress;
  readonly objectKey: Uint8Array;
  /** Whether the server may be told by a CancelRequest that nobody waits any more; see mayCancel. */
  readonly mayCancel: boolean;
  /** Targets with the same key share a connection. */
  readonly connectionKey: string;
  readonly ior: Ior;
  readonly profileIndex: number;
}

/** Every way to reach the object of a reference by TCP, in the order of its profiles. */
export function callTargets(ior: Ior): CallTarget[] {
  return iiopProfiles(ior).flatMap(({ profileIndex, giopMinor, objectKey, addresses, components }) => {
    const codeSets = negotiateCodeSets(codeSetsOf(components));
    return addresses.map((address) => ({
      address,
      giopMinor,
      codeSets,
      target: { kind: "key" as const, objectKey },
      objectKey,
      mayCancel: mayCancel(components),
      // Code sets are announced once for a connection: one where they never were, as for a corbaloc, is another.
      connectionKey: `${formatAddress(address)} 1.${giopMinor} ${codeSets.context === null ? "" : codeSets.char.name}`,
      ior,
      profileIndex,
    }));
  });
}

/** From now on the object is named in the way that the server asked for (GIOP 1.2 NEEDS_ADDRESSING_MODE). */
export function nameBy(target: CallTarget, mode: AddressingMode): void {
  const { ior, profileIndex, objectKey } = target;
  if (mode === "key") target.target = { kind: mode, objectKey };
  else if (mode === "profile") target.target = { kind: mode, profile: ior.profiles[profileIndex]! };
  else target.target = { kind: mode, profileIndex, ior };
}

/**
 * A server of omniORB that gets a CancelRequest answers nothing on that connection any more (4.2.5: within few calls in GIOP 1.2,
 * at once in 1.0, and it can crash at its end). It names itself in its references, but in those of IIOP 1.0; a corbaloc names nobody.
 * So one is sent only to who is known to be another.
 */
function mayCancel(components: readonly TaggedComponent[]): boolean {
  return components.length > 0 && orbTypeOf(components) !== ORB_TYPE_OMNIORB;
}
