import type { AttributeSettings } from "../attribute/attribute-settings.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { dueAfter, type EventCriteria, eventCriteriaOf } from "./event-criteria.ts";
import { LastEvent } from "./last-event.ts";

/** The kinds of events that devices can say they push themselves. */
export type PushedEventType = "change" | "alarm" | "archive";

/** Whether a device pushes one kind of event of an attribute itself, and what was sent of it last. */
export interface PushedEvents {
  /** Whether the device pushes them: clients may subscribe without polling then. */
  isPushed: boolean;
  /** Whether those that it pushes are sent only where the criteria are met. */
  isChecked: boolean;
  readonly last: LastEvent;
}

/** What an attribute of a device here knows of its events: which of them its device pushes, and when one is due. */
export class AttributeEvents {
  readonly change: PushedEvents = notPushed();
  readonly alarm: PushedEvents = notPushed();
  readonly archive: PushedEvents = notPushed();
  /** Whether the device pushes data ready events. */
  isDataReadyPushed = false;
  /** When the last ones were due, in milliseconds of the polling's clock. */
  #lastPeriodic = Number.NEGATIVE_INFINITY;
  #lastArchive = Number.NEGATIVE_INFINITY;
  #criteria: EventCriteria | undefined;
  #criteriaOf: AttributeSettings | undefined;

  /** The criteria in the present settings of the attribute. */
  criteria(settings: AttributeSettings): EventCriteria {
    if (this.#criteria === undefined || this.#criteriaOf !== settings) {
      this.#criteria = eventCriteriaOf(settings);
      this.#criteriaOf = settings;
    }
    return this.#criteria;
  }

  /** Says whether the device pushes these events, and whether what it pushes is checked. */
  setPushed(type: PushedEventType, isPushed: boolean, isChecked: boolean): void {
    const events = this[type];
    events.isPushed = isPushed;
    events.isChecked = isChecked;
    if (!isChecked) events.last.clear();
  }

  /** Whether a reading is worth an event of this type; `now` is when it began. It counts as sent then. */
  detect(
    type: PushedEventType | "periodic",
    snapshot: AttributeSnapshot,
    settings: AttributeSettings,
    now: number,
  ): boolean {
    const criteria = () => this.criteria(settings);
    switch (type) {
      case "periodic":
        return this.#isPeriodOver(criteria().periodMs, now);
      case "change":
        return noted(
          this.change.last,
          snapshot,
          this.change.last.isChangedBy(snapshot, () => criteria().change),
        );
      case "alarm":
        return noted(this.alarm.last, snapshot, this.alarm.last.isAlarmedBy(snapshot));
      case "archive": {
        const isDue =
          this.#isArchivePeriodOver(criteria().archivePeriodMs, now) ||
          this.archive.last.isChangedBy(snapshot, () => criteria().archive);
        return noted(this.archive.last, snapshot, isDue);
      }
    }
  }

  #isPeriodOver(periodMs: number, now: number): boolean {
    if (!(now - this.#lastPeriodic > dueAfter(periodMs))) return false;
    this.#lastPeriodic = now;
    return true;
  }

  /** The first archive event of all begins the first period. */
  #isArchivePeriodOver(periodMs: number | null, now: number): boolean {
    const isFirst = this.#lastArchive === Number.NEGATIVE_INFINITY;
    if (!isFirst && (periodMs === null || !(now - this.#lastArchive > dueAfter(periodMs)))) return false;
    this.#lastArchive = now;
    return true;
  }
}

function notPushed(): PushedEvents {
  return { isPushed: false, isChecked: true, last: new LastEvent() };
}

function noted(last: LastEvent, snapshot: AttributeSnapshot, isSent: boolean): boolean {
  if (isSent) last.note(snapshot);
  return isSent;
}
