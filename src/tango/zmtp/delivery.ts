import { listenForAbort } from "../../iiop/abort-listener.ts";
import { CallAbortedError } from "../../iiop/call-aborted-error.ts";
import type { Clock } from "../../threading/clock.ts";
import type { SendOptions } from "./send-options.ts";
import type { QueuedMessage } from "./send-queue.ts";
import { ZmtpError } from "./zmtp-error.ts";

/** A subscriber that has no room for a message. */
export interface DeliveryTarget {
  readonly peer: string;
  /** The message is no longer to be delivered. */
  giveUp(delivery: Delivery): void;
}

/** One send that waits until every subscriber that was full had room for its message, or is gone. */
export class Delivery {
  readonly message: QueuedMessage;
  /** Rejects with a ZmtpError (ZMTP_SEND_TIMEOUT) or a CallAbortedError. */
  readonly done: Promise<void>;
  readonly #targets: Set<DeliveryTarget>;
  #settle!: { resolve(): void; reject(reason: unknown): void };
  #stopTimer: (() => void) | undefined;
  #stopListening: (() => void) | undefined;

  /** Throws a TypeError for what is no AbortSignal. */
  constructor(
    message: QueuedMessage,
    targets: readonly DeliveryTarget[],
    { timeoutMs, signal }: SendOptions,
    clock: Clock,
  ) {
    this.message = message;
    this.#targets = new Set(targets);
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    if (signal !== undefined) {
      this.#stopListening = listenForAbort(signal, () => this.#abort(signal.reason));
    }
    if (timeoutMs !== undefined) {
      this.#stopTimer = clock.setTimer(timeoutMs, () => this.#expire(timeoutMs));
    }
  }

  /** This subscriber took the message, or is gone. */
  settle(target: DeliveryTarget): void {
    if (!this.#targets.delete(target) || this.#targets.size > 0) return;
    this.#end();
    this.#settle.resolve();
  }

  #abort(reason: unknown): void {
    this.fail(new CallAbortedError("a send of a ZeroMQ message", reason));
  }

  #expire(timeoutMs: number): void {
    const peers = [...this.#targets].map(({ peer }) => peer);
    const problem = `had no room for a message within ${timeoutMs} ms: the subscriber is slow`;
    this.fail(new ZmtpError("ZMTP_SEND_TIMEOUT", peers.join(", "), problem));
  }

  /** Ends it with an error. */
  fail(error: Error): void {
    if (this.#targets.size === 0) return;
    const targets = [...this.#targets];
    this.#targets.clear();
    this.#end();
    for (const target of targets) target.giveUp(this);
    this.#settle.reject(error);
  }

  #end(): void {
    this.#stopTimer?.();
    this.#stopListening?.();
  }
}
