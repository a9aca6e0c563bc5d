import type { ConnectionOutput } from "./connection-output.ts";
import type { IncomingLocateRequest, IncomingRequest } from "./incoming-request.ts";

/** Where a server connection delivers what it receives: the object adapter's side. None of these may throw. */
export interface RequestSink {
  /** A request to be executed; it counts as in progress until it is ended. */
  onRequest(request: IncomingRequest): void;
  /** A question whether an object is here. */
  onLocateRequest(request: IncomingLocateRequest): void;
  /** Nobody waits for the answer to this request any more; it must still be ended. */
  onCancel(request: IncomingRequest): void;
}

/** Where the octets of a server connection go, and how it keeps the client from sending faster than it can serve. */
export interface ServerOutput extends ConnectionOutput {
  /** As many requests run as may, or answers are not taken: nothing should be read from the socket. */
  pauseReading(): void;
  /** There is room again. */
  resumeReading(): void;
}
