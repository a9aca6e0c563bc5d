import { MarshalError } from "../../src/giop/cdr/marshal-error.ts";
import type { Operation } from "../../src/giop/idl/operation.ts";
import { FragmentAssembler } from "../../src/giop/message/fragment-assembler.ts";
import { MessageDeframer } from "../../src/giop/message/message-deframer.ts";
import { ProtocolError } from "../../src/giop/message/protocol-error.ts";
import { decodeMessage } from "./message-content.ts";

/** Whole messages, their fragments joined, out of the chunks of a stream. */
export function receive(chunks: readonly Uint8Array[]): Uint8Array[] {
  const messages: Uint8Array[] = [];
  const assembler = new FragmentAssembler();
  const deframer = new MessageDeframer((part) => {
    const whole = assembler.add(part);
    if (whole !== null) messages.push(whole);
  });
  for (const chunk of chunks) deframer.push(chunk);
  return messages;
}

/** What became of octets that may be damaged. */
export type Outcome = "decodes" | "not yet" | "refused";

/** Receives and decodes octets. Any error but a MarshalError and a ProtocolError passes through, as the fault it is. */
export function outcomeOf(octets: Uint8Array, operation: Operation | undefined): Outcome {
  try {
    const messages = receive([octets]);
    for (const message of messages) decodeMessage(message, operation);
    return messages.length === 0 ? "not yet" : "decodes";
  } catch (error) {
    if (error instanceof MarshalError || error instanceof ProtocolError) return "refused";
    throw error;
  }
}
