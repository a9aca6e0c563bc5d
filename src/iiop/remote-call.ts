import type { CdrReader } from "../giop/cdr/cdr-reader.ts";
import type { ClientConnection } from "../giop/connection/client-connection.ts";
import { MINOR_CODE } from "../giop/exception/minor-code.ts";
import { type CompletionStatus, SystemException } from "../giop/exception/system-exception.ts";
import { decodeIor } from "../giop/ior/ior.ts";
import {
  type AddressingMode,
  decodeAddressingMode,
  type TargetAddress,
} from "../giop/message/target-address.ts";
import { listenForAbort } from "./abort-listener.ts";
import { CallAbortedError } from "./call-aborted-error.ts";
import type { CallOptions } from "./call-options.ts";
import { type CallTarget, nameBy } from "./call-target.ts";
import type { ChannelCall, ClientChannel } from "./client-channel.ts";
import { LONGEST_TIMER_MS } from "./longest-timer.ts";
import type { Route } from "./route.ts";

/**
 * Something asked of a remote object, from its first message to its outcome: it waits, follows forwards, tries the next address
 * where one cannot be reached, and sends again what an orderly closed connection left undone. It settles its promise
 * once, and then has neither timer nor listener. What is sent, and what an answer means, its two kinds say: Invocation and Location.
 */
export abstract class RemoteCall implements ChannelCall {
  requestId = 0;
  /** What is called, for messages to people. */
  abstract readonly operation: string;
  abstract readonly oneway: boolean;
  readonly #route: Route;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;
  #target!: CallTarget;
  #channel: ClientChannel | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastTurn: NodeJS.Immediate | undefined;
  #stopListening: (() => void) | undefined;
  #addressesTried = 1;
  #resends = 0;
  #forwards = 0;
  #returned = false;

  /** `resolve` and `reject` settle the promise of the caller. Throws a RangeError for a `timeoutMs` that is no time. */
  constructor(
    route: Route,
    options: CallOptions | undefined,
    resolve: (result: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.#route = route;
    this.#timeoutMs = options?.timeoutMs ?? route.environment.options.callTimeoutMs;
    if (!(this.#timeoutMs >= 0)) throw new RangeError(`timeoutMs must be 0 or more, not ${this.#timeoutMs}`);
    this.#signal = options?.signal;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  abstract sendOn(connection: ClientConnection): void;

  get target(): TargetAddress {
    return this.#target.target;
  }

  /** What is called and where, for messages to people. */
  get description(): string {
    return `${this.operation} at ${this.#channel?.peer ?? this.#route.description}`;
  }

  start(): void {
    const signal = this.#signal;
    if (signal !== undefined) {
      if (signal.aborted) return this.#reject(new CallAbortedError(this.description, signal.reason));
      this.#stopListening = listenForAbort(signal, () => this.#abort());
    }
    if (this.#timeoutMs > 0 && this.#timeoutMs <= LONGEST_TIMER_MS) {
      this.#timer = setTimeout(expire, this.#timeoutMs, this);
    }
    this.#attempt(this.#route.preferredTarget());
  }

  /** The peer closed the connection in order, so the request was not executed: it goes again on another connection. */
  onUnprocessed(): void {
    if (++this.#resends <= MAX_RESENDS) return this.#attempt(this.#target);
    const detail = `${this.description}: the peer closes every connection without an answer`;
    this.fail(new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_ConnectionClosed, { detail }));
  }

  onFailure(error: SystemException): void {
    if (this.#failsAsClosed(error.completed)) return;
    if (!isGone(error) || !this.returnToOriginal()) this.fail(this.#named(error));
  }

  onUnreachable(error: SystemException): void {
    if (this.#failsAsClosed("NO")) return;
    const next = this.#route.targetAfter(this.#target);
    if (this.#addressesTried < this.#route.targetCount && this.#route.includes(this.#target)) {
      this.#addressesTried++;
      return this.#attempt(next);
    }
    if (!this.returnToOriginal()) this.fail(this.#named(error));
  }

  onSent(): void {
    this.succeed(undefined);
  }

  onRejected(error: unknown): void {
    this.fail(error);
  }

  /** Its time is over. An answer that came while this thread was busy is read before the call is given up. */
  expire(): void {
    this.#lastTurn = setImmediate(giveUp, this);
  }

  giveUp(): void {
    const unsent = this.#withdraw();
    this.fail(
      new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_CallTimedout, {
        completed: unsent ? "NO" : "MAYBE",
        detail: `${this.description} took longer than ${this.#timeoutMs} ms`,
      }),
    );
  }

  #attempt(target: CallTarget): void {
    if (this.#failsAsClosed("NO")) return;
    this.#target = target;
    this.#channel = this.#route.environment.connections.channelTo(target);
    this.#channel.send(this);
  }

  /** The answer sends the call elsewhere; `body` stands at the reference. */
  protected forward(body: CdrReader, permanent: boolean): void {
    const ior = decodeIor(body);
    if (ior === null)
      throw new SystemException("INV_OBJREF", 0, { detail: "the peer forwards to a nil reference" });
    this.#countForward();
    this.#route.forward(ior, permanent);
    this.#addressesTried = 1;
    this.#attempt(this.#route.preferredTarget());
  }

  /** The answer asks for another way to name the object; `body` stands at it. */
  protected renamed(body: CdrReader): void {
    const mode: AddressingMode = decodeAddressingMode(body);
    this.#countForward();
    nameBy(this.#target, mode);
    this.#attempt(this.#target);
  }

  #countForward(): void {
    if (++this.#forwards <= MAX_FORWARDS) return;
    const detail = `the peer answers by a forward, or asks for another addressing mode, ${this.#forwards} times in a row`;
    throw new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_FailedOnForwarded, { detail });
  }

  /** A forward holds until the object it leads to is gone; the original reference knows better. Once for a call. */
  protected returnToOriginal(): boolean {
    // Another call may have gone back before this one.
    if (this.#returned || !(this.#route.dropForward() || !this.#route.includes(this.#target))) return false;
    this.#returned = true;
    this.#addressesTried = 1;
    this.#attempt(this.#route.preferredTarget());
    return true;
  }

  /** Leaves the connection; true where nothing was sent. */
  #withdraw(): boolean {
    const unsent = this.#channel?.withdraw(this) ?? true;
    if (unsent) this.#route.avoid(this.#target);
    return unsent;
  }

  #abort(): void {
    this.#withdraw();
    this.fail(new CallAbortedError(this.description, this.#signal?.reason));
  }

  /** Ends the call where the Orb is closed. */
  #failsAsClosed(completed: CompletionStatus): boolean {
    const { closedError } = this.#route.environment;
    if (closedError === undefined) return false;
    this.fail(closedError(this.description, completed));
    return true;
  }

  /** The same exception for this call alone: it says what was called, and where. */
  #named(cause: SystemException): SystemException {
    const { kind, minor, completed, detail = "failed" } = cause;
    return new SystemException(kind, minor, { completed, detail: `${this.description}: ${detail}`, cause });
  }

  /** The answer led to `cause`: where that is no exception of CORBA the answer was not understood. */
  protected failOnAnswer(cause: unknown): void {
    if (cause instanceof SystemException) return this.fail(this.#named(cause));
    const reason = cause instanceof Error ? cause.message : String(cause);
    const detail = `${this.description}: the reply cannot be decoded: ${reason}`;
    this.fail(new SystemException("MARSHAL", 0, { completed: "MAYBE", detail, cause }));
  }

  protected succeed(result: unknown): void {
    this.#release();
    this.#resolve(result);
  }

  protected fail(error: unknown): void {
    this.#release();
    this.#reject(error);
  }

  #release(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#lastTurn);
    this.#stopListening?.();
  }
}

/** Whether the object did nothing because it, or the way to it, is not there any more. */
function isGone({ kind, completed }: SystemException): boolean {
  return (
    completed === "NO" && (kind === "OBJECT_NOT_EXIST" || kind === "TRANSIENT" || kind === "COMM_FAILURE")
  );
}

// All calls share these functions, so that a deadline costs no closure.
function expire(call: RemoteCall): void {
  call.expire();
}
function giveUp(call: RemoteCall): void {
  call.giveUp();
}

const MAX_RESENDS = 3;
const MAX_FORWARDS = 10;
