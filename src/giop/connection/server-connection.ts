import { CdrReader, type CdrReaderOptions } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { type CodeSet, charCodeSet, ISO_8859_1, UTF_16_ID } from "../cdr/code-set.ts";
import { DEFAULT_LIMITS, type DecodeLimits } from "../cdr/limits.ts";
import { Memo } from "../cdr/memo.ts";
import type { SpareMemory } from "../cdr/spare-memory.ts";
import type { GiopMinor, WireFormat } from "../cdr/wire-format.ts";
import { encodeSystemException, SystemException } from "../exception/system-exception.ts";
import { decodeCancelRequest } from "../message/cancel-request.ts";
import { FragmentAssembler } from "../message/fragment-assembler.ts";
import { messageFormat } from "../message/giop-version.ts";
import { decodeLocateRequest } from "../message/locate.ts";
import { MessageDeframer } from "../message/message-deframer.ts";
import { emptyMessage, finishMessage, fragmentMessage } from "../message/message-encoder.ts";
import { giopMinorOf, HEADER_SIZE, isLittleEndian, messageTypeOf } from "../message/message-header.ts";
import { ProtocolError } from "../message/protocol-error.ts";
import { decodeRequestHeader, type RequestHeader } from "../message/request.ts";
import { codeSetsInContexts } from "../message/service-context.ts";
import { writeAll } from "./connection-output.ts";
import { IncomingLocateRequest, IncomingRequest, type ReplyPort } from "./incoming-request.ts";
import { RequestQueue } from "./request-queue.ts";
import type { RequestSink, ServerOutput } from "./request-sink.ts";

/** How a server connection is set up. */
export interface ServerConnectionOptions {
  /** How many requests may run at once; the others wait, and reading pauses. 128 unless given. */
  readonly maxRequestsInProgress?: number;
  /** How many octets the requests that run may have before the others wait. Unlimited unless given. */
  readonly maxBytesInProgress?: number;
  /** The byte order to answer in; native unless given. */
  readonly littleEndian?: boolean;
  /** Replies of more bytes are sent in fragments (only in GIOP 1.2); none are unless given. */
  readonly fragmentSize?: number;
  readonly limits?: DecodeLimits;
  /** Where the memory of large replies comes from, and goes when they are sent; each has its own unless given. */
  readonly memory?: SpareMemory;
}

/**
 * The server's side of one GIOP connection, without its socket: received octets and answers go in, requests and octets to
 * send come out. A request is answered in its own GIOP version, in any order.
 *
 *      ┌──────┐ close() ┌──────────┐ last answer sent: CloseConnection, end(null)  ┌────────┐
 *      │ open ├────────▶│ draining ├──────────────────────────────────────────────▶│ closed │
 *      └──┬───┘         └────┬─────┘                                               └────────┘
 *         │ bad octets, or what a client cannot send: MessageError, end(error)         ▲
 *         │ CloseConnection of the client: end(null);  socketClosed()                  │
 *         └────────────────────────────────────────────────────────────────────────────┘
 *
 * While draining nothing more is taken: a client knows by CloseConnection that what was not answered was not executed.
 */
export class ServerConnection {
  readonly #output: ServerOutput;
  readonly #littleEndian: boolean | undefined;
  readonly #fragmentSize: number;
  readonly #deframer: MessageDeframer;
  readonly #fragments: FragmentAssembler;
  readonly #requests: RequestQueue;
  readonly #sink: RequestSink;
  readonly #port: ReplyPort;
  readonly #readerOptions: {
    readonly start: number;
    readonly maxDepth: number;
    readonly maxElements: number;
    readonly memo: Memo;
  };
  #state: "open" | "draining" | "closed" = "open";
  #charCodeSet: CodeSet = ISO_8859_1;
  /** The version of what the client sent last: 1.0, which everybody understands, until it has. */
  #peerMinor: GiopMinor = 0;
  #messages = 0;

  constructor(output: ServerOutput, sink: RequestSink, options: ServerConnectionOptions = {}) {
    const { limits = DEFAULT_LIMITS, maxRequestsInProgress = 128 } = options;
    const { maxBytesInProgress = Number.POSITIVE_INFINITY } = options;
    this.#output = output;
    this.#sink = sink;
    this.#littleEndian = options.littleEndian;
    this.#fragmentSize = options.fragmentSize ?? Number.POSITIVE_INFINITY;
    this.#deframer = new MessageDeframer((message) => this.#accept(message), limits.maxMessageSize);
    this.#fragments = new FragmentAssembler(limits);
    this.#requests = new RequestQueue(output, sink, maxRequestsInProgress, maxBytesInProgress);
    this.#readerOptions = {
      start: HEADER_SIZE,
      maxDepth: limits.maxDepth,
      maxElements: limits.maxElements,
      memo: new Memo(),
    };
    this.#port = { memory: options.memory, finish: (incoming, answer) => this.#finish(incoming, answer) };
  }

  /** Whether requests are taken. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** Whether the client has begun something that it has not completed: a message, or one in fragments. */
  get isReceiving(): boolean {
    return this.#deframer.buffered > 0 || this.#fragments.open > 0;
  }

  /**
   * Stands for what the client has begun longest ago and not completed: a message, or one in fragments; a new connection has to
   * send its first. Undefined where there is nothing. As long as the value stays the same the client got nowhere.
   */
  get unfinished(): unknown {
    if (this.#fragments.oldest !== undefined) return this.#fragments.oldest;
    return this.#deframer.buffered > 0 || this.#messages === 0 ? this.#messages : undefined;
  }

  /** How many requests were delivered and have not ended. */
  get inProgress(): number {
    return this.#requests.inProgress;
  }

  /** Takes octets from the client, and delivers what they complete. Their memory may be used again afterwards. */
  receive(chunk: Uint8Array): void {
    try {
      this.#deframer.push(chunk);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // An answer to a MessageError would be answered by another.
      if (error.bytes.length > 0) this.#output.write(emptyMessage("MessageError", this.#peerMinor));
      this.#endWith(error);
    }
  }

  /** Nobody waits for the rest of what the client began: a MessageError says so. A CloseConnection would make it begin again. */
  giveUp(problem: string): void {
    if (this.#state === "closed") return;
    this.#output.write(emptyMessage("MessageError", this.#peerMinor));
    this.#endWith(new ProtocolError(problem));
  }

  /** Closes in order: takes nothing more, answers what runs, says CloseConnection, and ends. */
  close(): void {
    if (this.#state !== "open") return;
    this.#state = "draining";
    this.#deframer.stop();
    this.#requests.dropWaiting();
    this.#endIfDrained();
  }

  /** The client is slow to take what is sent: no more requests are begun, and none read, until release(). */
  hold(): void {
    this.#requests.hold();
  }

  /** The client took everything. */
  release(): void {
    if (this.#state !== "closed") this.#requests.release();
  }

  /** The socket is gone: what runs is told that nobody waits for it. Does not call end(). */
  socketClosed(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#deframer.stop();
    this.#requests.cancelAll();
  }

  #accept(message: Uint8Array): void {
    this.#messages++;
    this.#peerMinor = giopMinorOf(message);
    const whole = this.#fragments.add(message);
    if (whole === null) return;
    const type = messageTypeOf(whole);
    switch (type) {
      case "Request":
        this.#acceptRequest(whole);
        return;
      case "LocateRequest":
        this.#acceptLocateRequest(whole);
        return;
      case "CancelRequest":
        this.#acceptCancelRequest(whole);
        return;
      case "CloseConnection":
        this.#endWith(null);
        return;
      case "MessageError":
        throw new ProtocolError("the client did not understand what was sent (MessageError)");
      default:
        throw new ProtocolError(`a client cannot send a ${type} message`, whole);
    }
  }

  #acceptRequest(message: Uint8Array): void {
    let body = this.#readerOf(message);
    let header: RequestHeader;
    let incompatible: SystemException | undefined;
    try {
      header = decodeRequestHeader(body);
      incompatible = this.#chooseCodeSets(header);
    } catch (error) {
      throw new ProtocolError("the header of a Request does not decode", message, { cause: error });
    }
    if (body.format.charCodeSet !== this.#charCodeSet) {
      body = new CdrReader(message, this.#formatOf(message), this.#optionsFrom(body.position));
    }
    const format = messageFormat(body.format.giopMinor, this.#littleEndian, this.#charCodeSet);
    const request = new IncomingRequest(header, body, message.length, format, this.#port);
    if (incompatible === undefined) this.#requests.deliver(request);
    else this.#reject(request, incompatible);
  }

  #acceptLocateRequest(message: Uint8Array): void {
    const format = messageFormat(giopMinorOf(message), this.#littleEndian, this.#charCodeSet);
    let request: IncomingLocateRequest;
    try {
      const header = decodeLocateRequest(this.#readerOf(message));
      request = new IncomingLocateRequest(header, format, this.#port);
    } catch (error) {
      throw new ProtocolError("a LocateRequest does not decode", message, { cause: error });
    }
    this.#requests.count(request);
    this.#sink.onLocateRequest(request);
  }

  #acceptCancelRequest(message: Uint8Array): void {
    let requestId: number;
    try {
      requestId = decodeCancelRequest(this.#readerOf(message));
    } catch (error) {
      throw new ProtocolError("a CancelRequest does not decode", message, { cause: error });
    }
    // It may come between the fragments of the request it is about.
    this.#fragments.drop(requestId);
    this.#requests.cancel(requestId);
  }

  /** The client says once which code sets it sends; what we cannot read is refused, not guessed. */
  #chooseCodeSets(header: RequestHeader): SystemException | undefined {
    const named = codeSetsInContexts(header.serviceContexts);
    if (named === undefined) return undefined;
    const char = charCodeSet(named.charId);
    if (char === undefined || (named.wcharId !== 0 && named.wcharId !== UTF_16_ID))
      return new SystemException("CODESET_INCOMPATIBLE", OMG_CODE_SET_UNKNOWN);
    this.#charCodeSet = char;
    return undefined;
  }

  #reject(request: IncomingRequest, exception: SystemException): void {
    this.#requests.count(request);
    const writer = request.beginReply("SYSTEM_EXCEPTION", true);
    encodeSystemException(writer, exception);
    request.sendReply(writer);
  }

  #finish(incoming: IncomingRequest | IncomingLocateRequest, answer: CdrWriter | null): void {
    if (answer !== null && this.#state !== "closed") {
      const message = finishMessage(answer);
      // Not in 1.1: see ClientConnection.
      if (message.length <= this.#fragmentSize || incoming.giopMinor !== 2)
        this.#output.write(message, answer.hasSpareMemory ? () => answer.release() : undefined);
      else writeAll(this.#output, fragmentMessage(message, this.#fragmentSize));
    }
    this.#requests.done(incoming);
    this.#endIfDrained();
  }

  #endIfDrained(): void {
    if (this.#state !== "draining" || this.#requests.inProgress > 0) return;
    this.#output.write(emptyMessage("CloseConnection", this.#peerMinor));
    this.#endWith(null);
  }

  #endWith(cause: Error | null): void {
    if (this.#state === "closed") return;
    this.socketClosed();
    this.#output.end(cause);
  }

  #readerOf(message: Uint8Array): CdrReader {
    return new CdrReader(message, this.#formatOf(message), this.#optionsFrom(HEADER_SIZE));
  }

  #optionsFrom(start: number): CdrReaderOptions {
    const { joints } = this.#fragments;
    const options = this.#readerOptions;
    return start === options.start && joints.length === 0 ? options : { ...options, start, joints };
  }

  #formatOf(message: Uint8Array): WireFormat {
    return messageFormat(giopMinorOf(message), isLittleEndian(message), this.#charCodeSet);
  }
}

// CODESET_INCOMPATIBLE minor 1 of the OMG, which omniORB has no name for: a code set that is not supported.
const OMG_CODE_SET_UNKNOWN = 0x4f4d0001;
