import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";

/** A process that has a folder open. */
export interface LockOwner {
  readonly host: string;
  /** Which start of the machine it runs in; `0` where that cannot be known (elsewhere than on Linux). */
  readonly boot: string;
  readonly pid: number;
  /** When it began, in ticks of the kernel since that start; 0 where that cannot be known. Process ids come again, with it they do not. */
  readonly began: number;
  /** Tells apart several of one process: eight hexadecimal digits. */
  readonly token: string;
}

/** This process, as owner of a folder. */
export function thisProcess(token: string): LockOwner {
  return {
    host: hostname(),
    boot: bootId(),
    pid: process.pid,
    began: beginOf(readOrNull("/proc/self/stat")) ?? 0,
    token,
  };
}

/** `lock-control1-0f7c...-4711-123456-89abcdef` */
export function lockFileName({ host, boot, pid, began, token }: LockOwner): string {
  return `lock-${encodeURIComponent(host)}-${boot}-${pid}-${began}-${token}`;
}

/** The owner that a lock file names; null for other files. */
export function parseLockFileName(name: string): LockOwner | null {
  const match = /^lock-(.+)-([0-9a-f]+)-(\d+)-(\d+)-([0-9a-f]{8})$/.exec(name);
  if (match === null) return null;
  const [, host, boot, pid, began, token] = match;
  try {
    return {
      host: decodeURIComponent(host!),
      boot: boot!,
      pid: Number(pid),
      began: Number(began),
      token: token!,
    };
  } catch {
    return null;
  }
}

/** Whether a process is there. One of another host is taken to be. */
export async function ownerState({ host, boot, pid, began }: LockOwner): Promise<"there" | "gone"> {
  const self = thisProcess("");
  if (host !== self.host) return "there";
  if (boot !== self.boot) return "gone";
  if (!isProcess(pid)) return "gone";
  if (began === 0) return "there";
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => null);
  // It has just ended, or is of a user whose processes are hidden.
  if (stat === null) return isProcess(pid) ? "there" : "gone";
  // A process that has ended and for whose end nobody has asked (Z) has no files open any more.
  return stateOf(stat) === "Z" || beginOf(stat) !== began ? "gone" : "there";
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // That of another user may not be asked.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function bootId(): string {
  const id = readOrNull("/proc/sys/kernel/random/boot_id");
  return id?.replaceAll("-", "").trim() || "0";
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

/** The fields of /proc/PID/stat behind the name, which may contain anything: the state is the first, the begin the twentieth (proc(5)). */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function stateOf(stat: string): string | undefined {
  return fieldsOf(stat)[0];
}

function beginOf(stat: string | null): number | undefined {
  return stat === null ? undefined : Number(fieldsOf(stat)[19]);
}
