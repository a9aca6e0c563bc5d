import type { Clock } from "../../../threading/clock.ts";
import { channelLost } from "./event-failure.ts";
import type { EventLimits } from "./event-limits.ts";
import type { EventSubscription } from "./event-subscription.ts";
import { isRefusal } from "./subscription-commands.ts";

/** What subscriptions that have lost their server need. */
export interface LostSubscriptionsOptions {
  readonly clock: Clock;
  readonly limits: EventLimits;
  /** Connects a subscription anew; rejects where that fails. */
  reconnect(subscription: EventSubscription): Promise<void>;
  /** The server is back, and does not want to send this event any more. */
  onRefused(subscription: EventSubscription, cause: unknown): void;
  /** None is left. */
  onDone(lost: LostSubscriptions): void;
}

/**
 * The subscriptions that have lost one server, until it is found again. Their subscribers are told at once, with the reason, and once more every
 * 10 s. The first of them tries, with pauses that grow; when it is through the others follow.
 */
export class LostSubscriptions {
  readonly #options: LostSubscriptionsOptions;
  readonly #lost: Set<EventSubscription>;
  #cause: unknown;
  #pauseMs: number;
  #stopPause: () => void = () => undefined;
  #stopTelling: () => void = () => undefined;

  constructor(options: LostSubscriptionsOptions, subscriptions: readonly EventSubscription[], cause: Error) {
    this.#options = options;
    this.#lost = new Set(subscriptions);
    this.#cause = cause;
    this.#pauseMs = options.limits.firstPauseMs;
  }

  start(): void {
    this.#tell();
    // Who is told may want none of them any more.
    if (this.#lost.size > 0) this.#pause();
  }

  /** One is not wanted any more. */
  remove(subscription: EventSubscription): void {
    if (this.#lost.delete(subscription) && this.#lost.size === 0) this.#end();
  }

  /** Gives up all of them, without a word. */
  stop(): void {
    this.#lost.clear();
    this.#stopPause();
    this.#stopTelling();
  }

  #end(): void {
    this.stop();
    this.#options.onDone(this);
  }

  #tell(): void {
    const errors = channelLost(this.#cause);
    this.#stopTelling = this.#options.clock.setTimer(this.#options.limits.retryPeriodMs, () => this.#tell());
    for (const subscription of [...this.#lost]) {
      // One that is connected again is about to be given a value instead.
      const { attachment, isAttaching } = subscription;
      if (attachment === null || isAttaching) subscription.deliverErrors(errors, "SubFail");
    }
  }

  #pause(): void {
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, this.#options.limits.longestPauseMs);
    this.#stopPause = this.#options.clock.setTimer(pauseMs, () => void this.#attempt());
  }

  async #attempt(): Promise<void> {
    let serverIsBack = false;
    while (!serverIsBack) {
      const [leader] = this.#lost;
      if (leader === undefined) return;
      const outcome = await this.#reconnect(leader);
      if (outcome === "unreached") {
        if (this.#lost.size > 0) this.#pause();
        return;
      }
      serverIsBack = outcome === "connected";
    }
    await this.#reconnectAll();
    if (this.#lost.size > 0) this.#pause();
  }

  /** The others, a few at a time: a server that has just started has much to do. */
  async #reconnectAll(): Promise<void> {
    const rest = [...this.#lost];
    const worker = async () => {
      for (let one = rest.shift(); one !== undefined; one = rest.shift()) await this.#reconnect(one);
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
  }

  async #reconnect(subscription: EventSubscription): Promise<"connected" | "refused" | "unreached"> {
    if (!this.#lost.has(subscription)) return "refused";
    try {
      await this.#options.reconnect(subscription);
      this.remove(subscription);
      return "connected";
    } catch (error) {
      // Nobody wants it any more.
      if (!this.#lost.has(subscription)) return "refused";
      this.#cause = error;
      if (!isRefusal(error)) return "unreached";
      this.remove(subscription);
      this.#options.onRefused(subscription, error);
      return "refused";
    }
  }
}

const WORKERS = 8;
