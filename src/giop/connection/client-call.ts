import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import type { SystemException } from "../exception/system-exception.ts";
import type { LocateReplyHeader } from "../message/locate.ts";
import type { ReplyHeader } from "../message/reply.ts";
import type { RequestHeader } from "../message/request.ts";
import type { TargetAddress } from "../message/target-address.ts";

/** How something that was sent can end without an answer. None of the callbacks may throw. */
interface Unanswered {
  /** Given by the connection as it sends; unique on it while pending. */
  requestId: number;
  /** The server closed the connection in order and says that this was not executed: it may be sent again, elsewhere. */
  onUnprocessed(): void;
  /** There will be no answer; `error.completed` tells whether the operation may have run. */
  onFailure(error: SystemException): void;
}

/**
 * One request, as who makes the call keeps it: what to send and what to do with the answer, in one object. Exactly one
 * of the callbacks is called, once; none where the call was cancelled, or wants no answer (RESPONSE_NONE).
 */
export interface ClientCall extends RequestHeader, Unanswered {
  requestId: number;
  /** Whether encodeArguments() writes anything: GIOP 1.2 aligns only a body that is there. */
  readonly hasArguments: boolean;
  /** Writes the arguments at the place of the body; may throw a MarshalError, then nothing is sent. */
  encodeArguments(writer: CdrWriter): void;
  /** The Reply; `body` stands at its body, which may be kept: the memory is its own. */
  onReply(reply: ReplyHeader, body: CdrReader): void;
}

/** One LocateRequest, with what to do with its answer; the same rules hold. */
export interface ClientLocate extends Unanswered {
  readonly target: TargetAddress;
  /** The LocateReply; `body` stands at its body. */
  onLocateReply(reply: LocateReplyHeader, body: CdrReader): void;
}
