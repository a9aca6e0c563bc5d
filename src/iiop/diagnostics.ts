import { channel } from "node:diagnostics_channel";

/*
 * What happens inside, for whoever subscribes with node:diagnostics_channel; nothing is computed for no one.
 * Payloads are live objects of this library.
 */

/** `{ error, operation, objectKey, peer }`: a servant failed with something its interface does not declare. */
export const DISPATCH_ERROR = channel("bandoneon:iiop:dispatch:error");

/** `{ state: "open" | "closed" | "refused", role: "client" | "server", peer, error }`; refused are clients beyond a limit. */
export const CONNECTION_STATE = channel("bandoneon:iiop:connection:state");

/** `{ requestId, peer }`: a reply to a request that was never sent. */
export const UNEXPECTED_REPLY = channel("bandoneon:iiop:reply:unexpected");
