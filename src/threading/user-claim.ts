import { Buffer } from "node:buffer";
import type { ServiceContext } from "../giop/message/service-context.ts";

/**
 * The service context in which a request says whose it is. The id is ours, next to that of call flows; its data are a login name in UTF-8.
 * Whoever does not know it ignores it (CORBA 3.4 Part 2 §9.7.1).
 *
 * It is a claim and proves nothing: any client can write any name.
 */
export const USER_CLAIM_CONTEXT = 0x42444e01;

/** The context that says that a request is of this user. Throws a RangeError for a name that is empty or has more than 255 octets. */
export function encodeUserClaim(user: string): ServiceContext {
  const data = Buffer.from(user, "utf8");
  if (data.length > 0 && data.length <= MAX_NAME_LENGTH) return { id: USER_CLAIM_CONTEXT, data };
  throw new RangeError(`a user name has 1 to ${MAX_NAME_LENGTH} octets, not ${data.length}`);
}

/** Whose a request says that it is; null where it does not say, or says nothing that could be a name. */
export function decodeUserClaim(contexts: readonly ServiceContext[]): string | null {
  const claim = contexts.find(({ id }) => id === USER_CLAIM_CONTEXT);
  if (claim === undefined || claim.data.length === 0 || claim.data.length > MAX_NAME_LENGTH) return null;
  return Buffer.from(claim.data).toString("utf8");
}

/** As long as a user name in the tables of an access control. */
const MAX_NAME_LENGTH = 255;
