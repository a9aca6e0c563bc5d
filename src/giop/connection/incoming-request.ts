import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import type { SpareMemory } from "../cdr/spare-memory.ts";
import type { GiopMinor, WireFormat } from "../cdr/wire-format.ts";
import { alignBody } from "../message/body-alignment.ts";
import {
  encodeLocateReplyHeader,
  type LocateReplyHeader,
  type LocateRequestHeader,
  type LocateStatus,
} from "../message/locate.ts";
import { beginMessage } from "../message/message-encoder.ts";
import { encodeReplyHeader, type ReplyStatus } from "../message/reply.ts";
import { RESPONSE_NONE, type RequestHeader } from "../message/request.ts";
import { NO_CONTEXTS, type ServiceContext } from "../message/service-context.ts";

/** Where the answer to something received goes: the connection it came from. */
export interface ReplyPort {
  /** Where the memory of large answers comes from. */
  readonly memory: SpareMemory | undefined;
  /** Sends the answer (null: there is none to send) and counts `incoming` as done. */
  finish(incoming: IncomingRequest | IncomingLocateRequest, answer: CdrWriter | null): void;
}

/**
 * A Request as a server receives it, and the way to answer it, once: beginReply(), write the body, sendReply(). Where
 * writing fails half-way the writer is simply left, and another begun. A request that wants no answer, or is
 * given up by the client, must be ended too, by finish() or by a sendReply(), which then sends nothing.
 */
export class IncomingRequest {
  readonly header: RequestHeader;
  /** Stands at the arguments; the memory is the message's own and may be kept. */
  readonly body: CdrReader;
  /** The octets of the whole message. */
  readonly size: number;
  readonly #replyFormat: WireFormat;
  readonly #port: ReplyPort;
  #cancelled = false;
  #finished = false;

  constructor(
    header: RequestHeader,
    body: CdrReader,
    size: number,
    replyFormat: WireFormat,
    port: ReplyPort,
  ) {
    this.header = header;
    this.body = body;
    this.size = size;
    this.#replyFormat = replyFormat;
    this.#port = port;
  }

  /** The GIOP version of the request, in which it is answered. */
  get giopMinor(): GiopMinor {
    return this.#replyFormat.giopMinor;
  }

  /** Whether the client waits for an answer (it may have given up since: see `cancelled`). */
  get responseExpected(): boolean {
    return this.header.responseFlags !== RESPONSE_NONE;
  }

  /** Whether the client gave the request up, or its connection is gone. */
  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Whether the request was ended. */
  get finished(): boolean {
    return this.#finished;
  }

  /** A writer that stands at the body of the Reply. `hasBody` says whether anything will be written. */
  beginReply(
    status: ReplyStatus,
    hasBody: boolean,
    serviceContexts: readonly ServiceContext[] = NO_CONTEXTS,
  ): CdrWriter {
    const writer = beginMessage("Reply", this.#replyFormat, undefined, this.#port.memory);
    encodeReplyHeader(writer, { requestId: this.header.requestId, status, serviceContexts });
    if (hasBody) alignBody(writer);
    return writer;
  }

  /** Ends the request with this Reply. */
  sendReply(writer: CdrWriter): void {
    if (this.#finished) throw new Error(`the request ${this.header.requestId} was answered before`);
    this.#finished = true;
    this.#port.finish(this, this.responseExpected && !this.#cancelled ? writer : null);
  }

  /** Ends the request without a Reply. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#port.finish(this, null);
  }

  /** Notes that nobody waits for the answer any more; called by the connection. */
  cancel(): void {
    this.#cancelled = true;
  }
}

/** A LocateRequest as a server receives it, to be answered once. */
export class IncomingLocateRequest {
  readonly header: LocateRequestHeader;
  readonly #replyFormat: WireFormat;
  readonly #port: ReplyPort;
  #finished = false;

  constructor(header: LocateRequestHeader, replyFormat: WireFormat, port: ReplyPort) {
    this.header = header;
    this.#replyFormat = replyFormat;
    this.#port = port;
  }

  /** The GIOP version of the request, in which it is answered. */
  get giopMinor(): GiopMinor {
    return this.#replyFormat.giopMinor;
  }

  /** A writer that stands behind the header of the LocateReply: at its body, where the status has one. */
  beginReply(status: LocateStatus): CdrWriter {
    const writer = beginMessage("LocateReply", this.#replyFormat);
    const header: LocateReplyHeader = { requestId: this.header.requestId, status };
    encodeLocateReplyHeader(writer, header);
    return writer;
  }

  /** Ends the request with this LocateReply. */
  sendReply(writer: CdrWriter): void {
    if (this.#finished) throw new Error(`the locate request ${this.header.requestId} was answered before`);
    this.#finished = true;
    this.#port.finish(this, writer);
  }
}
