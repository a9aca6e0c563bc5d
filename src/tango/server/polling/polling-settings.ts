import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { isStateOrStatus } from "./pollable-device.ts";
import type { PolledKind } from "./polled-object.ts";

/** The properties of a device that say how it is polled. */
export const POLLING_PROPERTIES = [
  "polled_attr",
  "polled_cmd",
  "non_auto_polled_attr",
  "non_auto_polled_cmd",
  "poll_ring_depth",
  "attr_poll_ring_depth",
  "cmd_poll_ring_depth",
  "poll_old_factor",
  "min_poll_period",
  "attr_min_poll_period",
  "cmd_min_poll_period",
] as const;

/** The name of a property about polling. */
export type PollingProperty = (typeof POLLING_PROPERTIES)[number];

/** The lines of the properties; one that is not defined has none, or is not there. */
export type PollingPropertyLines = Readonly<Partial<Record<PollingProperty, readonly string[]>>>;

/** What is polled of one kind: by lower-case name the period in milliseconds, in the order of the database. */
export type PolledList = Map<string, number>;

/** How a device is polled, by its properties. Maps are by lower-case name. */
export interface PollingSettings {
  /** `polled_attr` and `polled_cmd`. */
  readonly polled: Readonly<Record<PolledKind, PolledList>>;
  /** Whether State or Status stood among the polled commands: both lists have to be saved. */
  readonly hasMoved: boolean;
  /** `non_auto_polled_attr` and `non_auto_polled_cmd`: what is not polled although the code says so. */
  readonly notPolled: Readonly<Record<PolledKind, Set<string>>>;
  /** `poll_old_factor`: for how many periods a record is good; 4 by default. */
  readonly oldFactor: number;
  /** `poll_ring_depth`: how many records are kept; 10 by default. */
  readonly ringDepth: number;
  /** `attr_poll_ring_depth` and `cmd_poll_ring_depth`. */
  readonly ringDepths: Readonly<Record<PolledKind, ReadonlyMap<string, number>>>;
  /** `min_poll_period` in milliseconds; 0 by default, which leaves the 5 ms that hold for all. */
  readonly minPeriodMs: number;
  /** `attr_min_poll_period` and `cmd_min_poll_period`. */
  readonly minPeriodsMs: Readonly<Record<PolledKind, ReadonlyMap<string, number>>>;
}

/**
 * Makes sense of the properties of `device`. A State or Status among the polled commands becomes an attribute (`poll_lists_2_v5` of
 * cppTango). Throws API_BadConfigurationProperty.
 */
export function parsePollingSettings(device: string, lines: PollingPropertyLines): PollingSettings {
  const pairs = (property: PollingProperty) => parsePairs(device, property, lines[property] ?? []);
  const number = (property: PollingProperty, otherwise: number) => {
    const [text] = lines[property] ?? [];
    return text === undefined ? otherwise : parseNumber(device, property, text);
  };
  const names = (property: PollingProperty) =>
    new Set((lines[property] ?? []).map((name) => name.toLowerCase()));
  const periods = (property: PollingProperty): PolledList =>
    new Map([...pairs(property)].map(([name, periodMs]) => [name, Math.abs(periodMs)]));
  const polled = { attribute: periods("polled_attr"), command: periods("polled_cmd") };
  let hasMoved = false;
  for (const name of ["state", "status"]) {
    const periodMs = polled.command.get(name);
    if (periodMs === undefined) continue;
    hasMoved = true;
    polled.command.delete(name);
    if (!polled.attribute.has(name)) polled.attribute.set(name, periodMs);
  }
  return {
    polled,
    hasMoved,
    notPolled: { attribute: names("non_auto_polled_attr"), command: names("non_auto_polled_cmd") },
    oldFactor: number("poll_old_factor", DEFAULT_OLD_FACTOR),
    ringDepth: number("poll_ring_depth", 0) || DEFAULT_RING_DEPTH,
    ringDepths: { attribute: pairs("attr_poll_ring_depth"), command: pairs("cmd_poll_ring_depth") },
    minPeriodMs: number("min_poll_period", 0),
    minPeriodsMs: { attribute: pairs("attr_min_poll_period"), command: pairs("cmd_min_poll_period") },
  };
}

/** How many records are kept of an attribute or command. What is said of the State command also holds for the attribute, as in cppTango. */
export function ringDepthOf(
  { ringDepth, ringDepths }: PollingSettings,
  kind: PolledKind,
  name: string,
): number {
  const ofCommand = isStateOrStatus(name) ? ringDepths.command.get(name) : undefined;
  return ringDepths[kind].get(name) ?? ofCommand ?? ringDepth;
}

/** The least period in milliseconds that the properties allow; 0 where they do not say. */
export function minPeriodOf(settings: PollingSettings, kind: PolledKind, name: string): number {
  return settings.minPeriodsMs[kind].get(name) ?? settings.minPeriodMs;
}

/** A list as it is kept in the database: name, period, name, period. */
export function polledLines(list: PolledList): string[] {
  return [...list].flatMap(([name, periodMs]) => [name, String(periodMs)]);
}

function parsePairs(
  device: string,
  property: PollingProperty,
  lines: readonly string[],
): Map<string, number> {
  if (lines.length % 2 === 1) throw wrongSyntax(device, property);
  const pairs = new Map<string, number>();
  for (let i = 0; i < lines.length; i += 2) {
    pairs.set(lines[i]!.toLowerCase(), parseNumber(device, property, lines[i + 1]!));
  }
  return pairs;
}

function parseNumber(device: string, property: PollingProperty, text: string): number {
  const number = /^\s*[+-]?\d+/.exec(text);
  if (number === null) throw wrongSyntax(device, property);
  return Number(number[0]);
}

function wrongSyntax(device: string, property: PollingProperty): DevFailed {
  const desc = `System property ${property} for device ${device} has wrong syntax`;
  return new DevFailed([devError("API_BadConfigurationProperty", desc, "parsePollingSettings")]);
}

const DEFAULT_OLD_FACTOR = 4;
const DEFAULT_RING_DEPTH = 10;
