import { toDevFailed } from "../../error/to-dev-failed.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import type { Awaitable } from "../awaitable.ts";
import type { CommandRecord, PolledObject } from "./polled-object.ts";

/** What polling asks of a device. Both should end in some time; until they do, what they read is not asked for again. */
export interface PollTarget {
  /** Reads attributes from the device, whatever its source. One snapshot for each name, in order; failures are in the snapshots. */
  readAttributes(names: readonly string[]): Awaitable<readonly AttributeSnapshot[]>;
  /** Executes a command that takes nothing. A failure is in the record. */
  executeCommand(name: string): Awaitable<CommandRecord>;
}

/**
 * Reads attributes in one call, or executes one command: a record for each, in order. A failure of the whole is that of each, at `date`.
 * Never rejects.
 */
export async function pollObjects(
  target: PollTarget,
  objects: readonly PolledObject[],
  date: () => Date,
): Promise<readonly (AttributeSnapshot | CommandRecord)[]> {
  const [first] = objects;
  try {
    return first?.kind === "command"
      ? [await target.executeCommand(first.spelling)]
      : await target.readAttributes(objects.map(({ spelling }) => spelling));
  } catch (error) {
    const { errors } = toDevFailed(error, "pollObjects");
    const time = TimeVal.fromDate(date());
    return objects.map((object) => {
      if (object.kind === "command") return { value: null, time, errors };
      const { spelling: name, dataType, dataFormat } = object;
      return { name, dataType, dataFormat, quality: "ATTR_INVALID", time, read: null, written: null, errors };
    });
  }
}
