import { randomBytes } from "node:crypto";

/**
 * Who a context is for its peers: what Tango's device locks tell clients apart by. A process id would be the same in every thread of
 * a process, so each context has an identity of its own, in the form that Java clients use (JavaClntIdent).
 */
export interface ClientIdentity {
  readonly mainClass: string;
  /** A random 128-bit number in two halves. */
  readonly uuid: readonly [bigint, bigint];
}

/** A new identity, unlike any other. */
export function createClientIdentity(): ClientIdentity {
  const random = randomBytes(16);
  return { mainClass: "bandoneon", uuid: [random.readBigUInt64BE(0), random.readBigUInt64BE(8)] };
}
