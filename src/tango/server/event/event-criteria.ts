import type { AttributeSettings } from "../attribute/attribute-settings.ts";
import { NO_CRITERION, parseCriterion } from "../attribute/change-criterion.ts";
import type { ChangeCriteria } from "./value-change.ts";

/** When events of an attribute are sent, as its configuration says. */
export interface EventCriteria {
  readonly change: ChangeCriteria;
  readonly archive: ChangeCriteria;
  /** The period of periodic events in milliseconds. */
  readonly periodMs: number;
  /** That of archive events; null for none. */
  readonly archivePeriodMs: number | null;
}

/** The criteria in settings. */
export function eventCriteriaOf(settings: AttributeSettings): EventCriteria {
  return {
    change: criteria(settings.relChange, settings.absChange),
    archive: criteria(settings.archiveRelChange, settings.archiveAbsChange),
    periodMs: milliseconds(settings.period) ?? DEFAULT_PERIOD_MS,
    archivePeriodMs: milliseconds(settings.archivePeriod),
  };
}

/** Whether any criterion is set. */
export function hasCriterion({ relative, absolute }: ChangeCriteria): boolean {
  return [relative.down, relative.up, absolute.down, absolute.up].some((half) => half !== null);
}

/** After how many milliseconds a period counts as over: 2 % sooner, or 100 ms for periods of 5 s and more (cppTango). */
export function dueAfter(periodMs: number): number {
  return periodMs >= LONG_PERIOD_MS ? periodMs - 100 : periodMs * 0.98;
}

function criteria(relative: string, absolute: string): ChangeCriteria {
  return {
    relative: parseCriterion(relative) ?? NO_CRITERION,
    absolute: parseCriterion(absolute) ?? NO_CRITERION,
  };
}

function milliseconds(text: string): number | null {
  const number = Number(text);
  return Number.isFinite(number) && text !== "" ? number : null;
}

const DEFAULT_PERIOD_MS = 1000;
const LONG_PERIOD_MS = 5000;
