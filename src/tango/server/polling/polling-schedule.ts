import type { Clock } from "../../../threading/clock.ts";
import { type DevError, devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { LATE_MS, missedPolls } from "./late-polls.ts";
import type { RingEntry } from "./poll-ring.ts";
import { type PollTarget, pollObjects } from "./poll-target.ts";
import type { CommandRecord, PolledObject } from "./polled-object.ts";

/** Who wants to know what polling does: events are made of it. What it throws is lost. */
export interface PollListener {
  /** `object` has a new record, from polling or filled in (`neededMs` null). */
  recorded?(object: PolledObject, entry: RingEntry<AttributeSnapshot | CommandRecord>): void;
  /** A poll of `object` was left out, since the one before took too long or the process was busy (API_PollThreadOutOfSync). */
  discarded?(object: PolledObject, error: DevError): void;
  /** `object` is polled no more, at the wish of a client or the device. */
  stopped?(object: PolledObject): void;
}

/** How a schedule works. */
export interface PollingScheduleOptions {
  readonly target: PollTarget;
  readonly clock: Clock;
  readonly listener?: PollListener;
  /** Whether attributes of one period are read in one call, as by cppTango since 9.0; else each on its own (`polling_before_9`). True unless given. */
  readonly readTogether?: boolean;
}

/** What is polled at once: a command, or the attributes of one period. */
interface PollGroup {
  readonly objects: PolledObject[];
  readonly periodMs: number;
  /** When it is to be polled next. */
  due: number;
  /** When its last poll ended. */
  endedAt: number;
  /** The poll that a trigger waits for while another goes on. */
  next: Promise<void> | null;
}

/**
 * Polls what is polled of one device, each object at multiples of its period from when it was added. cppTango has a thread for several
 * devices; here devices wait for nothing but themselves, and a device whose serialisation allows it may have several polls at once.
 *
 * A poll that could not begin within 20 ms of its time since the one before still went on is left out, and the listener told. One that
 * comes late since the process was busy is made up for; of several in a row, the last.
 *
 * It begins stopped. While it is stopped, and where nothing is due, it has no timer.
 */
export class PollingSchedule {
  readonly #target: PollTarget;
  readonly #clock: Clock;
  readonly #listener: PollListener;
  readonly #readTogether: boolean;
  readonly #groups = new Set<PollGroup>();
  readonly #groupOf = new Map<PolledObject, PollGroup>();
  /** What is being read, and when that has ended. */
  readonly #running = new Map<PolledObject, Promise<void>>();
  #isStarted = false;
  #isClosed = false;
  #cancelTimer: (() => void) | null = null;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor({ target, clock, listener = {}, readTogether = true }: PollingScheduleOptions) {
    this.#target = target;
    this.#clock = clock;
    this.#listener = listener;
    this.#readTogether = readTogether;
  }

  /** Begins to poll, or goes on: times that have passed meanwhile are left out silently. After its end it does nothing. */
  start(): void {
    if (this.#isClosed) return;
    this.#isStarted = true;
    const now = this.#clock.now();
    for (const group of this.#groups) {
      if (group.due < now) group.due += Math.ceil((now - group.due) / group.periodMs) * group.periodMs;
    }
    this.#arm();
  }

  /** Polls no more; what goes on ends and is recorded. */
  stop(): void {
    this.#isStarted = false;
    this.#arm();
  }

  /** Polls `object` from now on: at once, or with the others that are read with it. One that is triggered waits for `trigger`. */
  add(object: PolledObject): void {
    this.#insert(object, 0);
  }

  /** Polls `object`, which was added, with another period, the first time after it. 0 has it wait for `trigger`. */
  update(object: PolledObject, periodMs: number): void {
    const wasTriggered = object.isTriggered;
    this.remove(object);
    object.periodMs = periodMs;
    this.#insert(object, wasTriggered ? 0 : periodMs);
  }

  /** Polls `object` no more: what is being read of it is not recorded. */
  remove(object: PolledObject): void {
    const group = this.#groupOf.get(object);
    if (group === undefined) return;
    this.#groupOf.delete(object);
    group.objects.splice(group.objects.indexOf(object), 1);
    if (group.objects.length === 0) this.#groups.delete(group);
    this.#arm();
  }

  /**
   * Polls a triggered object now, after the poll of it that goes on; nothing happens while the schedule is stopped. Rejects with
   * API_CommandTimedOut where it does not end within 3.2 s; the poll goes on.
   */
  async trigger(object: PolledObject): Promise<void> {
    const group = this.#groupOf.get(object);
    if (group === undefined || !this.#isStarted) return;
    const isRunning = this.#pollOf(group) !== undefined;
    if (isRunning) group.next ??= this.#pollNext(object, group);
    await this.#within(TRIGGER_TIMEOUT_MS, group.next ?? this.#poll(group));
  }

  /** Adds records that the device made itself, the oldest first. How old they are in the cache is seen from their times. */
  fill(object: PolledObject, records: readonly (AttributeSnapshot | CommandRecord)[]): void {
    const origin = this.#clock.now() - this.#clock.date().getTime();
    for (const record of records) this.#record(object, record, origin + record.time.toMilliseconds(), null);
  }

  /** Ends it for good: no timer is left, and what goes on is not recorded. */
  close(): void {
    this.#isClosed = true;
    this.#groups.clear();
    this.#groupOf.clear();
    this.stop();
  }

  #insert(object: PolledObject, delayMs: number): void {
    const { periodMs } = object;
    const others =
      this.#readTogether && object.kind === "attribute" && periodMs > 0
        ? this.#attributesOf(periodMs)
        : undefined;
    if (others !== undefined) {
      others.objects.push(object);
      this.#groupOf.set(object, others);
      return;
    }
    const due = periodMs === 0 ? Number.POSITIVE_INFINITY : this.#clock.now() + delayMs;
    const group = { objects: [object], periodMs, due, endedAt: Number.NEGATIVE_INFINITY, next: null };
    this.#groups.add(group);
    this.#groupOf.set(object, group);
    this.#arm();
  }

  #attributesOf(periodMs: number): PollGroup | undefined {
    return [...this.#groups].find(
      (group) => group.periodMs === periodMs && group.objects[0]?.kind === "attribute",
    );
  }

  /** Sets the one timer for what comes next. */
  #arm(): void {
    let wakeAt = Number.POSITIVE_INFINITY;
    if (this.#isStarted) for (const group of this.#groups) wakeAt = Math.min(wakeAt, this.#wakingTime(group));
    if (wakeAt === this.#wakeAt) return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#wakeAt = wakeAt;
    if (wakeAt === Number.POSITIVE_INFINITY) return;
    const ms = Math.ceil(wakeAt - this.#clock.now());
    // Longer is waited for in several goes.
    this.#cancelTimer = this.#clock.setTimer(Math.max(0, ms), () => {
      this.#cancelTimer = null;
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#pollDue();
    });
  }

  #pollDue(): void {
    const now = this.#clock.now();
    const groups = [...this.#groups].filter((group) => this.#wakingTime(group) <= now);
    for (const group of groups.sort((a, b) => a.due - b.due)) {
      this.#discardLate(group, now);
      if (this.#pollOf(group) !== undefined || group.due > now) continue;
      group.due += group.periodMs;
      void this.#poll(group);
    }
    this.#arm();
  }

  /** When a group has to be looked at: to poll it, or to leave out a poll since the one before goes on. */
  #wakingTime(group: PollGroup): number {
    return this.#pollOf(group) === undefined ? group.due : group.due + LATE_MS;
  }

  /** The poll that goes on of something in a group. */
  #pollOf({ objects }: PollGroup): Promise<void> | undefined {
    for (const object of objects) {
      const poll = this.#running.get(object);
      if (poll !== undefined) return poll;
    }
    return undefined;
  }

  /** Leaves out the polls of a group for which it is too late. */
  #discardLate(group: PollGroup, now: number): void {
    const endedAt = this.#pollOf(group) === undefined ? group.endedAt : null;
    const missed = missedPolls({ ...group, endedAt }, now);
    if (missed === 0) return;
    group.due += missed * group.periodMs;
    for (const object of group.objects) {
      object.discarded += missed;
      this.#tell((listener) => listener.discarded?.(object, outOfSync()));
    }
  }

  /** Polls an object once nothing is being polled of its group: by then another than that in which it was triggered, where its period was set. */
  async #pollNext(object: PolledObject, triggered: PollGroup): Promise<void> {
    for (;;) {
      const group = this.#groupOf.get(object) ?? triggered;
      const poll = this.#pollOf(group);
      if (poll === undefined) {
        triggered.next = null;
        return this.#poll(group);
      }
      await poll;
    }
  }

  /** Polls a group now. Never rejects. */
  #poll(group: PollGroup): Promise<void> {
    // What was polled just before may have stopped or changed the polling.
    if (!this.#isStarted || !this.#groups.has(group)) return Promise.resolve();
    const objects = [...group.objects];
    const poll = this.#read(objects).then(() => {
      for (const object of objects) this.#running.delete(object);
      group.endedAt = this.#clock.now();
      this.#arm();
    });
    for (const object of objects) this.#running.set(object, poll);
    return poll;
  }

  async #read(objects: readonly PolledObject[]): Promise<void> {
    const began = this.#clock.now();
    const records = await pollObjects(this.#target, objects, () => this.#clock.date());
    const neededMs = this.#clock.now() - began;
    objects.forEach((object, i) => {
      const record = records[i];
      // By now it may be polled with others, or no more.
      if (record !== undefined && this.#groupOf.has(object)) {
        this.#record(object, record, began, neededMs);
      }
    });
  }

  #record(
    object: PolledObject,
    record: AttributeSnapshot | CommandRecord,
    when: number,
    neededMs: number | null,
  ): void {
    if (object.kind === "command") object.ring.add(record as CommandRecord, when, neededMs);
    else object.ring.add(record as AttributeSnapshot, when, neededMs);
    this.#tell((listener) => listener.recorded?.(object, { record, when, neededMs }));
  }

  /** The polling goes on whatever its listener does. */
  #tell(news: (listener: PollListener) => void): void {
    try {
      news(this.#listener);
    } catch {
      // Its own affair.
    }
  }

  async #within(ms: number, work: Promise<void>): Promise<void> {
    let cancel = () => {};
    const timeout = new Promise<never>((_, reject) => {
      cancel = this.#clock.setTimer(ms, () =>
        reject(
          new DevFailed([
            devError("API_CommandTimedOut", "Polling thread blocked !!!", "PollingSchedule.trigger"),
          ]),
        ),
      );
    });
    try {
      await Promise.race([work, timeout]);
    } finally {
      cancel();
    }
  }
}

function outOfSync(): DevError {
  const desc =
    "The polling thread is late and discard this object polling.\nAdvice: Tune device server polling";
  return devError("API_PollThreadOutOfSync", desc, "PollingSchedule");
}

/** How long cppTango waits for a triggered poll. */
const TRIGGER_TIMEOUT_MS = 3200;
