import { Buffer } from "node:buffer";
import { NO_CONTEXTS, type ServiceContext } from "../giop/message/service-context.ts";

/**
 * The service context in which a request carries its call flow. The id is ours ("BDN" and 0, in the manner of vendors' ids); whoever
 * does not know it ignores it (CORBA 3.4 Part 2 §9.7.1).
 *
 * Its data are tokens, oldest first, of 16 octets each: of the flows that wait for this request, one of each process. They are
 * random: only who was sent one can name the flow.
 */
export const CALL_FLOW_CONTEXT = 0x42444e00;

/** The context of a request that is made in these flows; the oldest are left out of too many. */
export function encodeCallFlow(tokens: readonly string[]): ServiceContext {
  return { id: CALL_FLOW_CONTEXT, data: Buffer.from(tokens.slice(-MAX_TOKENS).join(""), "latin1") };
}

/** The tokens of a request, oldest first: none where it has no such context, or one that is not well formed. */
export function decodeCallFlow(contexts: readonly ServiceContext[]): readonly string[] {
  if (contexts === NO_CONTEXTS) return NO_TOKENS;
  for (let i = 0; i < contexts.length; i++) {
    if (contexts[i]!.id === CALL_FLOW_CONTEXT) return decodeTokens(contexts[i]!.data);
  }
  return NO_TOKENS;
}

function decodeTokens(data: Uint8Array): readonly string[] {
  const count = data.length / TOKEN_SIZE;
  if (!Number.isInteger(count) || count > MAX_TOKENS) return NO_TOKENS;
  const text = Buffer.from(data.buffer, data.byteOffset, data.length).toString("latin1");
  return Array.from({ length: count }, (_, i) => text.slice(i * TOKEN_SIZE, (i + 1) * TOKEN_SIZE));
}

/** The octets of a token. */
export const TOKEN_SIZE = 16;
/** The tokens of a flow that has been in no other process. */
export const NO_TOKENS: readonly string[] = [];
// More processes than this do not call each other in a ring.
const MAX_TOKENS = 16;
