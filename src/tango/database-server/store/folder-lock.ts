import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { open, readdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type LockOwner, lockFileName, ownerState, parseLockFileName, thisProcess } from "./lock-owner.ts";
import { StoreLockedError } from "./store-error.ts";

/** Two that start at one moment may see each other and both withdraw: how often that is tried again, after how long at most. */
const ATTEMPTS = 8;
const MAX_PAUSE_MS = 100;

/**
 * Keeps two processes from having one folder open. Each puts an empty file of its own there, whose name says who it is, and then
 * looks for others: of two, one at least sees the other and withdraws. A file whose process is gone is removed; as no other
 * process ever has that name, this cannot hit a new one. So there is no moment at which two hold the lock.
 *
 * It cannot guard against processes whose end it cannot see: of another machine that shares the folder, or of another container of the same host name. The former
 * are taken to run; the latter too, as long as their process ids are not those of this container.
 */
export class FolderLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Takes the lock of this folder. Rejects with a StoreLockedError where another has it. */
  static async take(folder: string): Promise<FolderLock> {
    const owner = thisProcess(randomBytes(4).toString("hex"));
    const name = lockFileName(owner);
    const path = join(folder, name);
    for (let attempt = 1; ; attempt++) {
      const file = await open(path, "wx");
      await file.close();
      let other: string | null;
      try {
        other = await findOther(folder, name);
      } catch (error) {
        await unlink(path).catch(() => {});
        throw error;
      }
      if (other === null) return new FolderLock(path);
      await unlink(path);
      if (attempt === ATTEMPTS) throw lockedError(join(folder, other), parseLockFileName(other)!);
      await pause(Math.random() * MAX_PAUSE_MS);
    }
  }

  /** Whether the folder is still locked by this: not once it was removed. */
  get isThere(): boolean {
    return existsSync(this.#path);
  }

  /** Lets others have the folder, which may have been removed meanwhile. */
  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** The lock file of another process that has the folder; those of processes that are gone are removed. */
async function findOther(folder: string, own: string): Promise<string | null> {
  let found: string | null = null;
  for (const name of await readdir(folder)) {
    const owner = name === own ? null : parseLockFileName(name);
    if (owner === null) continue;
    if ((await ownerState(owner)) !== "gone") found = name;
    // Who finds the same at this moment may be first.
    else await unlink(join(folder, name)).catch(() => {});
  }
  return found;
}

function lockedError(path: string, { host, pid }: LockOwner): StoreLockedError {
  const own = host === thisProcess("").host;
  return new StoreLockedError(
    path,
    own
      ? `process ${pid} has this folder open. End it, or use another folder`
      : `process ${pid} of host ${host} has this folder open, or had when it ended without notice. Where you are sure that it has ended, remove this file`,
  );
}
