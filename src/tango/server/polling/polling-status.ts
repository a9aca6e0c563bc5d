import { isStateOrStatus } from "./pollable-device.ts";
import type { PolledObject } from "./polled-object.ts";

/**
 * What DevPollStatus says of what is polled of a device at `now`: a text each, commands first. Since State and Status are polled as
 * attributes and clients also look for the commands, each has two. Clients parse these texts (`client/polling-status.ts`): they are
 * those of cppTango 10.
 */
export function pollingStatus(
  objects: readonly PolledObject[],
  readTogether: boolean,
  now: number,
): string[] {
  const commands: string[] = [];
  const attributes: string[] = [];
  for (const object of objects) {
    const text = statusOf(object, readTogether ? togetherWith(object, objects) : null, now);
    (object.kind === "command" ? commands : attributes).push(text);
    if (object.kind === "attribute" && isStateOrStatus(object.name)) {
      commands.push(text.replaceAll("attribute", "command"));
    }
  }
  return [...commands, ...attributes];
}

function togetherWith({ periodMs }: PolledObject, objects: readonly PolledObject[]): string[] {
  return objects
    .filter((other) => other.kind === "attribute" && other.periodMs === periodMs)
    .map(({ spelling }) => spelling);
}

/** The lines about one object; `together` names the attributes of its period, null where each is read on its own. */
function statusOf(object: PolledObject, together: readonly string[] | null, now: number): string {
  const { kind, spelling, periodMs, ring } = object;
  const lines = [
    `Polled ${kind} name = ${spelling}`,
    object.isTriggered ? "Polling externally triggered" : `Polling period (mS) = ${periodMs}`,
    `Polling ring buffer depth = ${ring.depth}`,
  ];
  const { newest } = ring;
  if (newest === undefined) return [...lines, "No data recorded yet"].join("\n");
  const { when, neededMs, record } = newest;
  if (neededMs === null) {
    lines.push("The polling buffer is externally filled in");
  } else if (!object.isTriggered) {
    lines.push(`Time needed for the last ${workOf(object, together)} = ${neededMs.toFixed(3)}`);
    lines.push(`Data not updated since ${ageText(now - when - neededMs)}`);
  }
  const deltas = ring.deltas(DELTAS).map(Math.trunc);
  if (deltas.length > 0) lines.push(`Delta between last records (in mS) = ${deltas.join(", ")}`);
  const [error] = record.errors;
  if (error !== undefined) {
    lines.push(kind === "command" ? "Last command execution FAILED :" : "Last attribute read FAILED :");
    lines.push(`\tReason = ${error.reason}`, `\tDesc = ${error.desc}`, `\tOrigin = ${error.origin}`);
  }
  return lines.join("\n");
}

function workOf({ kind }: PolledObject, together: readonly string[] | null): string {
  if (kind === "command") return "command execution (mS)";
  if (together === null) return "attribute reading(ms)";
  if (together.length === 1) return "attribute reading (mS)";
  return `attributes (${together.join(" + ")}) reading (mS)`;
}

/** A time as cppTango writes it: `503 mS`, `3 S and 20 mS`, `2 MN ,5 S and 20 mS`. */
function ageText(ms: number): string {
  const whole = Math.max(0, Math.trunc(ms));
  const [minutes, seconds, rest] = [Math.trunc(whole / 60_000), Math.trunc(whole / 1000) % 60, whole % 1000];
  if (whole < 1000) return `${rest} mS`;
  if (minutes === 0) return `${seconds} S and ${rest} mS`;
  return `${minutes} MN${seconds === 0 ? "" : ` ,${seconds} S`}${rest === 0 ? "" : ` and ${rest} mS`}`;
}

/** How many times between records are told. */
const DELTAS = 4;
