import type { WireFormat } from "../cdr/wire-format.ts";

/**
 * Moves a reader or writer from the header of a Request or Reply to its body: to a multiple of 8 in GIOP 1.2, nowhere
 * before (CORBA 3.4 Part 2 §9.4.2.2). Only for a body that is not empty: an empty one ends with the header.
 */
export function alignBody(stream: { readonly format: WireFormat; align(size: number): void }): void {
  if (stream.format.giopMinor === 2) stream.align(8);
}
