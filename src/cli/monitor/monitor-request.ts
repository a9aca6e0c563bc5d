import type { EventType } from "../../index.ts";
import type { CommandContext } from "../command.ts";
import { UsageError } from "../usage-error.ts";

/** What is to be monitored, and how. */
export interface MonitorRequest {
  /** As they were written, none twice. */
  readonly names: readonly string[];
  /** The events to subscribe to; null to read instead. */
  readonly type: EventType | null;
  /** In milliseconds, from one reading to the next. */
  readonly pollMs: number;
  /** After how many events to end; Infinity for none. */
  readonly count: number;
}

/** The request that a command line makes. Throws a UsageError for one that makes none. */
export function monitorRequest(
  { args, option }: Pick<CommandContext, "args" | "option">,
  types: readonly EventType[],
): MonitorRequest {
  const poll = option("poll");
  const event = option("event");
  if (poll !== undefined && event !== undefined) {
    throw new UsageError("either --event or --poll: what is read by --poll is no event");
  }
  const type = types.find((one) => one === (event ?? "change"));
  if (type === undefined) throw new UsageError(`--event wants ${types.join(", ")}, not "${event}"`);
  if (args.length === 0) throw new UsageError(MISSING[type] ?? MISSING.other);
  const count = option("count");
  return {
    names: [...new Set(args)],
    type: poll === undefined ? type : null,
    pollMs: poll === undefined ? 0 : atLeastOne(poll, "--poll wants milliseconds such as 1000"),
    count:
      count === undefined ? Number.POSITIVE_INFINITY : atLeastOne(count, "--count wants a number of events"),
  };
}

function atLeastOne(text: string, wanted: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value === 0) throw new UsageError(`${wanted}, not "${text}"`);
  return value;
}

const MISSING: Readonly<Partial<Record<EventType, string>> & { other: string }> = {
  intr_change: "the DEVICE is missing, for example sys/tg_test/1",
  pipe: "the DEVICE/PIPE is missing, for example sys/tg_test/1/string_long_short_ro",
  other: "the DEVICE/ATTR is missing, for example sys/tg_test/1/ampli",
};
