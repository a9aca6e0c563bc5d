import { listenForAbort } from "../../../iiop/abort-listener.ts";
import type { DevError } from "../../error/dev-error.ts";
import { formatTangoHost } from "../../naming/tango-host.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { EventReason } from "../data/event-reason.ts";
import type { EventSubMode } from "../data/event-sub-mode.ts";
import type { EventSink } from "../delivery/event-sink.ts";
import type { EventContent, EventKind } from "../kind/event-kind.ts";
import { eventKind } from "../kind/event-kinds.ts";
import type { EventType } from "../message/event-type.ts";
import { eventsMissed } from "./event-failure.ts";
import type { EventSource } from "./event-source.ts";
import type { NotConnectedSnapshot } from "./event-system-snapshot.ts";

/** What somebody wants events of. */
export interface EventRequest {
  readonly source: EventSource;
  /** The attribute or pipe, in lower case; empty for the device itself. */
  readonly name: string;
  readonly type: EventType;
  readonly mode: EventSubMode;
  readonly sink: EventSink;
  /** Aborting it ends the subscription, whenever that is. */
  readonly until?: AbortSignal | undefined;
}

/** The way from a server to a subscription. */
export interface Attachment {
  /** The topic of its events. */
  readonly topic: string;
  /** Ends it; nothing comes any more. Called once. */
  detach(): void;
}

/** One subscriber of one event: what it wants, and where its events go, in their order. */
export class EventSubscription {
  readonly source: EventSource;
  readonly name: string;
  readonly type: EventType;
  readonly mode: EventSubMode;
  readonly sink: EventSink;
  readonly kind: EventKind;
  /** By which its user knows it; 0 until the subscription is his. */
  id = 0;
  /** The attribute, pipe or device, as events name it. */
  fullName = "";
  /** By what its events come; null while it is not connected. */
  attachment: Attachment | null = null;
  /** Whether it has an attachment of which is not yet known whether anything comes by it. */
  isAttaching = false;
  /** Whether it was connected before: its subscriber has been told so. */
  wasConnected = false;
  /** When it was last tried to connect it. */
  lastAttempt: Date | null = null;
  #hasEnded = false;
  readonly #until: AbortSignal | undefined;
  #stopListening: (() => void) | null = null;
  readonly #maxHeld: number;
  /** What came while the first value is being read; null where nothing is held back. */
  #held: HeldEvent[] | null = null;
  #heldAndLost = 0;
  /** Of the values that were read before. */
  #lostBefore = 0;

  constructor({ source, name, type, mode, sink, until }: EventRequest, maxHeld: number) {
    this.source = source;
    this.name = name;
    this.type = type;
    this.mode = mode;
    this.sink = sink;
    this.kind = eventKind(type);
    this.#until = until;
    this.#maxHeld = maxHeld;
  }

  /** Whether nobody wants its events any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** How many events there was no room for. */
  get dropped(): number {
    return this.#heldAndLost + this.#lostBefore + this.sink.dropped;
  }

  /** One that is not connected, as it is at this moment. */
  snapshot(): NotConnectedSnapshot {
    const { connection, location } = this.source;
    return {
      device: connection.target.name,
      attribute: this.name,
      event_type: this.type,
      last_heartbeat: this.lastAttempt?.toISOString() ?? null,
      tango_host: location.database === null ? null : formatTangoHost(location.database),
      subscription_id: this.id,
    };
  }

  /** Gives an event to its subscriber, in its turn. */
  deliver(content: EventContent, reason: EventReason, receptionDate: TimeVal): void {
    if (this.#held === null) this.#put(content, reason, receptionDate);
    else {
      if (this.#held.length >= this.#maxHeld) {
        this.#held.shift();
        this.#heldAndLost++;
      }
      this.#held.push({ content, reason, receptionDate });
    }
  }

  /** Tells its subscriber of errors, in their turn: before what is held back of a connection that may not come about. */
  deliverErrors(errors: readonly DevError[], reason: EventReason): void {
    const content = this.kind.failed(errors);
    if (this.isAttaching) this.#put(content, reason, TimeVal.now());
    else this.deliver(content, reason, TimeVal.now());
  }

  /** Holds back what comes from now on. */
  hold(): void {
    this.#held ??= [];
  }

  /** Gives what was held back, behind `first` where there is one. */
  release(first?: EventContent, reason: EventReason = "SubSuccess"): void {
    const held = this.#held ?? [];
    const lost = this.#heldAndLost;
    this.#held = null;
    this.#heldAndLost = 0;
    this.#lostBefore += lost;
    if (first !== undefined) this.#put(first, reason, TimeVal.now());
    if (lost > 0) this.#put(this.kind.failed(eventsMissed(lost)), "Update", TimeVal.now());
    for (const event of held) this.#put(event.content, event.reason, event.receptionDate);
  }

  /** Gives nothing of what was held back: it came from a server that was not reached in full, and of what was lost nobody would be told. */
  discard(): void {
    this.#held = null;
    this.#lostBefore += this.#heldAndLost;
    this.#heldAndLost = 0;
  }

  /**
   * Ends its attachment, where it has one. Whoever does so takes it: an attachment that is ended twice could end what another subscription
   * has under the same topic by then.
   */
  detach(): void {
    const { attachment } = this;
    this.attachment = null;
    attachment?.detach();
  }

  /** Gives no event any more. */
  end(): void {
    this.#hasEnded = true;
    this.#held = null;
    this.#stopListening?.();
    this.#stopListening = null;
  }

  /** Calls when the signal is aborted that it was requested with, and it has not ended. */
  onAbort(call: () => void): void {
    const signal = this.#until;
    if (signal === undefined) return;
    if (signal.aborted) call();
    else this.#stopListening = listenForAbort(signal, call);
  }

  #put(content: EventContent, reason: EventReason, receptionDate: TimeVal): void {
    if (this.#hasEnded) return;
    this.sink.put(content({ device: this.source.device, name: this.fullName, receptionDate, reason }));
  }
}

interface HeldEvent {
  readonly content: EventContent;
  readonly reason: EventReason;
  readonly receptionDate: TimeVal;
}
