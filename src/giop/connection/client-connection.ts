import { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { DEFAULT_LIMITS } from "../cdr/limits.ts";
import { Memo } from "../cdr/memo.ts";
import type { GiopMinor, WireFormat } from "../cdr/wire-format.ts";
import { MINOR_CODE } from "../exception/minor-code.ts";
import { SystemException } from "../exception/system-exception.ts";
import { alignBody } from "../message/body-alignment.ts";
import { encodeCancelRequest } from "../message/cancel-request.ts";
import { FragmentAssembler } from "../message/fragment-assembler.ts";
import { messageFormat } from "../message/giop-version.ts";
import { decodeLocateReplyHeader, encodeLocateRequest } from "../message/locate.ts";
import { MessageDeframer } from "../message/message-deframer.ts";
import { beginMessage, emptyMessage, finishMessage, fragmentMessage } from "../message/message-encoder.ts";
import { giopMinorOf, HEADER_SIZE, isLittleEndian, messageTypeOf } from "../message/message-header.ts";
import { ProtocolError } from "../message/protocol-error.ts";
import { decodeReplyHeader } from "../message/reply.ts";
import { encodeRequestHeader, RESPONSE_NONE } from "../message/request.ts";
import type { ClientCall, ClientLocate } from "./client-call.ts";
import type { ClientConnectionOptions } from "./client-connection-options.ts";
import { DEFAULT_CODE_SETS, type TransmissionCodeSets } from "./code-set-negotiation.ts";
import { type ConnectionOutput, writeAll } from "./connection-output.ts";
import { PendingCalls } from "./pending-calls.ts";

/**
 * The client's side of one GIOP connection, without its socket: calls and received octets go in, octets to send and
 * answers come out. Requests are multiplexed, answers may come in any order.
 *
 *      ┌──────┐ CloseConnection           onUnprocessed of all, end(null)    ┌────────┐
 *      │      ├───────────────────────────────────────────────────────────▶│        │
 *      │ open │ MessageError, bad octets  onFailure of all, end(error)       │ closed │
 *      │      ├───────────────────────────────────────────────────────────▶│        │
 *      │      │ fail(), socketClosed()    onFailure of all                   │        │
 *      │      ├───────────────────────────────────────────────────────────▶│        │
 *      └──────┘                                                              └────────┘
 *
 * There is no clock here: who made a call decides when to give it up, and calls cancel(). The answer of a call that was
 * given up is dropped when it comes.
 */
export class ClientConnection {
  readonly giopMinor: GiopMinor;
  readonly #output: ConnectionOutput;
  readonly #format: WireFormat;
  readonly #codeSets: TransmissionCodeSets;
  readonly #fragmentSize: number;
  readonly #deframer: MessageDeframer;
  readonly #fragments: FragmentAssembler;
  readonly #calls: PendingCalls;
  readonly #readerOptions: {
    readonly start: number;
    readonly maxDepth: number;
    readonly maxElements: number;
    readonly memo: Memo;
  };
  #state: "open" | "closed" = "open";
  #codeSetsSent: boolean;

  constructor(output: ConnectionOutput, options: ClientConnectionOptions) {
    const { giopMinor, codeSets = DEFAULT_CODE_SETS, limits = DEFAULT_LIMITS } = options;
    this.giopMinor = giopMinor;
    this.#output = output;
    this.#codeSets = codeSets;
    this.#format = messageFormat(giopMinor, options.littleEndian, codeSets.char);
    // Not in 1.1: omniORB reads no fragment there that begins with the second half of what must be aligned to 8.
    this.#fragmentSize = (giopMinor === 2 ? options.fragmentSize : undefined) ?? Number.POSITIVE_INFINITY;
    this.#deframer = new MessageDeframer((message) => this.#accept(message), limits.maxMessageSize);
    this.#fragments = new FragmentAssembler(limits);
    this.#calls = new PendingCalls(options.onUnexpectedReply);
    this.#readerOptions = {
      start: HEADER_SIZE,
      maxDepth: limits.maxDepth,
      maxElements: limits.maxElements,
      memo: new Memo(),
    };
    // GIOP 1.0 knows no code sets, so there is nothing to announce.
    this.#codeSetsSent = giopMinor === 0 || codeSets.context === null;
  }

  /** Whether calls can be sent. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** How many calls wait for their answer. */
  get pending(): number {
    return this.#calls.size;
  }

  /** How many answers came for calls that had been given up. */
  get lateReplies(): number {
    return this.#calls.lateReplies;
  }

  /** How many answers came for calls that were never made. */
  get unknownReplies(): number {
    return this.#calls.unknownReplies;
  }

  /**
   * Sends a request and keeps the call until its answer comes. Throws what encodeArguments() throws, and then nothing was
   * sent; or a TRANSIENT_ConnectionClosed where the connection is not open.
   */
  send(call: ClientCall): void {
    this.#assertOpen();
    call.requestId = this.#calls.nextId();
    const writer = beginMessage("Request", this.#format);
    if (this.#codeSetsSent) encodeRequestHeader(writer, call);
    else encodeRequestHeader(writer, call, [this.#codeSets.context!, ...call.serviceContexts]);
    if (call.hasArguments) {
      alignBody(writer);
      call.encodeArguments(writer);
    }
    this.#codeSetsSent = true;
    if (call.responseFlags !== RESPONSE_NONE) this.#calls.add(call);
    this.#write(writer);
  }

  /** Asks whether an object is there, and keeps the question until its answer comes. Throws as send() does. */
  locate(request: ClientLocate): void {
    this.#assertOpen();
    request.requestId = this.#calls.nextId();
    const writer = beginMessage("LocateRequest", this.#format);
    encodeLocateRequest(writer, request);
    this.#calls.add(request);
    this.#write(writer);
  }

  /**
   * Gives up a call: none of its callbacks will be called. The server is told by a CancelRequest, unless `notifyPeer` is
   * false. Returns false where the call is not pending.
   */
  cancel(requestId: number, options: { readonly notifyPeer?: boolean } = {}): boolean {
    if (!this.#calls.delete(requestId)) return false;
    if (options.notifyPeer !== false) this.#output.write(encodeCancelRequest(this.#format, requestId));
    return true;
  }

  /** Takes octets from the peer, and calls back for what they complete. Their memory may be used again afterwards. */
  receive(chunk: Uint8Array): void {
    try {
      this.#deframer.push(chunk);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#breakOff(error);
    }
  }

  /** Ends it from outside (socket error, time-out, shutdown): every pending call gets `error`. Does not call end(). */
  fail(error: SystemException): void {
    for (const call of this.#close()) call.onFailure(error);
  }

  /** The peer or the network closed the socket without a word: calls in progress may or may not have run. */
  socketClosed(cause?: Error): void {
    this.fail(
      new SystemException("COMM_FAILURE", MINOR_CODE.COMM_FAILURE_WaitingForReply, {
        completed: "MAYBE",
        detail: "the connection was closed while waiting for the reply",
        ...(cause === undefined ? {} : { cause }),
      }),
    );
  }

  #accept(message: Uint8Array): void {
    const whole = this.#fragments.add(message);
    if (whole === null) return;
    const type = messageTypeOf(whole);
    switch (type) {
      case "Reply":
        this.#acceptReply(whole);
        return;
      case "LocateReply":
        this.#acceptLocateReply(whole);
        return;
      case "CloseConnection":
        // Before its owner, at its end, sends elsewhere what came after them and waits.
        for (const call of this.#close()) call.onUnprocessed();
        this.#output.end(null);
        return;
      case "MessageError":
        this.#breakOff(new ProtocolError("the peer did not understand what was sent (MessageError)"));
        return;
      default:
        throw new ProtocolError(`a server cannot send a ${type} message`, whole);
    }
  }

  #acceptReply(message: Uint8Array): void {
    const body = this.#readerOf(message);
    let reply: ReturnType<typeof decodeReplyHeader>;
    try {
      reply = decodeReplyHeader(body);
    } catch (error) {
      throw new ProtocolError("the header of a Reply does not decode", message, { cause: error });
    }
    const call = this.#calls.take(reply.requestId);
    if (call === undefined) return;
    if ("onReply" in call) call.onReply(reply, body);
    else this.#refuse(call, message);
  }

  #acceptLocateReply(message: Uint8Array): void {
    const body = this.#readerOf(message);
    let reply: ReturnType<typeof decodeLocateReplyHeader>;
    try {
      reply = decodeLocateReplyHeader(body);
    } catch (error) {
      throw new ProtocolError("the header of a LocateReply does not decode", message, { cause: error });
    }
    const call = this.#calls.take(reply.requestId);
    if (call === undefined) return;
    if ("onLocateReply" in call) call.onLocateReply(reply, body);
    else this.#refuse(call, message);
  }

  /** The answer is of the other kind: the call fails with all others. */
  #refuse(call: ClientCall | ClientLocate, message: Uint8Array): never {
    this.#calls.add(call);
    throw new ProtocolError("a Request was answered by a LocateReply, or the reverse", message);
  }

  /** Nothing more can be understood: tells the peer, fails all calls, and ends the connection. */
  #breakOff(cause: ProtocolError): void {
    if (this.#state === "closed") return;
    // An answer to a MessageError would be answered by another.
    if (cause.bytes.length > 0) this.#output.write(emptyMessage("MessageError", this.giopMinor));
    const error = new SystemException("COMM_FAILURE", MINOR_CODE.COMM_FAILURE_UnMarshalResults, {
      completed: "MAYBE",
      detail: cause.message,
      cause,
    });
    const calls = this.#close();
    this.#output.end(cause);
    for (const call of calls) call.onFailure(error);
  }

  #close(): readonly (ClientCall | ClientLocate)[] {
    this.#state = "closed";
    this.#deframer.stop();
    return this.#calls.takeAll();
  }

  #assertOpen(): void {
    if (this.#state === "open") return;
    throw new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_ConnectionClosed, {
      detail: "the connection is closed; a new one is needed",
    });
  }

  #readerOf(message: Uint8Array): CdrReader {
    const format = messageFormat(giopMinorOf(message), isLittleEndian(message), this.#codeSets.char);
    const { joints } = this.#fragments;
    const options = joints.length === 0 ? this.#readerOptions : { ...this.#readerOptions, joints };
    return new CdrReader(message, format, options);
  }

  #write(writer: CdrWriter): void {
    const message = finishMessage(writer);
    if (message.length <= this.#fragmentSize) this.#output.write(message);
    else writeAll(this.#output, fragmentMessage(message, this.#fragmentSize));
  }
}
