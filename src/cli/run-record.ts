import type { DbDevFullInfo } from "../index.ts";

/** When and where a server ran, or runs. */
export interface RunRecord {
  /** Whether it says that it runs. */
  readonly exported: boolean;
  /** null where it never ran. */
  readonly host: string | null;
  /** The process id; null where it never ran. */
  readonly pid: number | null;
  /** In the words of the database; null where it never was, or where that is not known. */
  readonly started: string | null;
  readonly stopped: string | null;
}

/** When and where the server of a device ran, by what is known of the device. */
export function runRecord(device: DbDevFullInfo | undefined): RunRecord {
  if (device === undefined) return NEVER;
  const { exported, host, pid, startedDate, stoppedDate } = device;
  // "nada" is what the database has of a device that never ran; it takes an alias for a start all the same.
  if (host === "" || host === "nada") return NEVER;
  return {
    exported,
    host,
    pid: pid > 0 ? pid : null,
    started: startedDate === "" ? null : startedDate,
    stopped: stoppedDate === "" ? null : stoppedDate,
  };
}

const NEVER: RunRecord = { exported: false, host: null, pid: null, started: null, stopped: null };

/** The rows of a table for people. */
export function runRows({ exported, host, pid, started, stopped }: RunRecord): string[][] {
  const rows = [
    ["exported", exported ? "yes" : "no"],
    ["host", host ?? ""],
    ["process", pid === null ? "" : String(pid)],
    ["started", started ?? ""],
    ["stopped", stopped ?? ""],
  ];
  return rows.filter(([, value]) => value !== "");
}
