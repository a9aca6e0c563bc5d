import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { decodeOctets, encodeOctets, newEncapsulation, openEncapsulation } from "../ior/encapsulation.ts";

/** Something a request or reply carries beside its arguments (CORBA 3.4 Part 2 §9.7.1 and Part 1 §13). */
export interface ServiceContext {
  readonly id: number;
  /** An encapsulation for the contexts the OMG defines. */
  readonly data: Uint8Array;
}

/** The list of a message without service contexts. */
export const NO_CONTEXTS: readonly ServiceContext[] = [];

/** The service context by which a client says which code sets it sends (CORBA 3.4 Part 2 §7.10.2.5). */
export const CODE_SETS_CONTEXT = 1;

/** Writes a `sequence<ServiceContext>`. */
export function encodeServiceContexts(writer: CdrWriter, contexts: readonly ServiceContext[]): void {
  writer.ulong(contexts.length);
  for (let i = 0; i < contexts.length; i++) {
    const context = contexts[i]!;
    writer.ulong(context.id);
    encodeOctets(writer, context.data);
  }
}

/** Reads a `sequence<ServiceContext>`; the data are views of the message. */
export function decodeServiceContexts(reader: CdrReader): readonly ServiceContext[] {
  const count = reader.sequenceLength(MINIMUM_CONTEXT);
  if (count === 0) return NO_CONTEXTS;
  const contexts: ServiceContext[] = [];
  for (let i = 0; i < count; i++) contexts.push({ id: reader.ulong(), data: decodeOctets(reader) });
  return contexts;
}

/** A context that says which code sets (OSF ids) char and wchar data are sent in; a wchar id of 0 means none. */
export function codeSetsContext(charId: number, wcharId: number): ServiceContext {
  const writer = newEncapsulation();
  writer.ulong(charId);
  writer.ulong(wcharId);
  return { id: CODE_SETS_CONTEXT, data: writer.bytes() };
}

/** The code sets that a CodeSets context names, or undefined where the list has no such context. */
export function codeSetsInContexts(
  contexts: readonly ServiceContext[],
): { readonly charId: number; readonly wcharId: number } | undefined {
  if (contexts.length === 0) return undefined;
  const context = contexts.find(({ id }) => id === CODE_SETS_CONTEXT);
  if (context === undefined) return undefined;
  const reader = openEncapsulation(context.data);
  return { charId: reader.ulong(), wcharId: reader.ulong() };
}

const MINIMUM_CONTEXT = 8;
