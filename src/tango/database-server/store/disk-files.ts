import { constants, existsSync } from "node:fs";
import { copyFile, type FileHandle, mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FolderLock } from "./folder-lock.ts";
import { StoreFormatError } from "./store-error.ts";
import type { StoreFile, StoreFiles } from "./store-files.ts";

/** A folder of this machine's disk, which no other process has open meanwhile. */
export class DiskFiles implements StoreFiles {
  readonly path: string;
  readonly #lock: FolderLock;

  private constructor(path: string, lock: FolderLock) {
    this.path = path;
    this.#lock = lock;
  }

  /** Takes this folder, and makes it where it is not there. Rejects with a StoreLockedError where another process has it. */
  static async open(directory: string): Promise<DiskFiles> {
    const path = resolve(directory);
    await makeFolder(path);
    return new DiskFiles(path, await FolderLock.take(path));
  }

  async list(): Promise<string[]> {
    return await readdir(this.path);
  }

  async create(name: string): Promise<StoreFile> {
    this.#mustBeOwn();
    return await DiskFile.of(await open(join(this.path, name), "w+"));
  }

  async open(name: string): Promise<StoreFile> {
    return await DiskFile.of(await open(join(this.path, name), "r+"));
  }

  async rename(from: string, to: string): Promise<void> {
    this.#mustBeOwn();
    await rename(join(this.path, from), join(this.path, to));
  }

  async copy(from: string, to: string): Promise<void> {
    this.#mustBeOwn();
    await copyFile(join(this.path, from), join(this.path, to), constants.COPYFILE_FICLONE);
  }

  async remove(name: string): Promise<void> {
    this.#mustBeOwn();
    await unlink(join(this.path, name));
  }

  async sync(): Promise<void> {
    await syncFolder(this.path);
  }

  async close(): Promise<void> {
    await this.#lock.release();
  }

  /** A folder that was removed, and is there again, may be another's. */
  #mustBeOwn(): void {
    if (this.#lock.isThere) return;
    throw new Error("the folder was removed while it was open, and whatever is there now may be another's");
  }
}

class DiskFile implements StoreFile {
  readonly #handle: FileHandle;
  /** Whether the file system counts the names of a file: some never do. */
  readonly #isCounted: boolean;

  private constructor(handle: FileHandle, isCounted: boolean) {
    this.#handle = handle;
    this.#isCounted = isCounted;
  }

  static async of(handle: FileHandle): Promise<DiskFile> {
    return new DiskFile(handle, (await handle.stat()).nlink > 0);
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    return (await this.#handle.read(into, 0, into.length, position)).bytesRead;
  }

  async write(octets: Uint8Array, position: number): Promise<number> {
    return (await this.#handle.write(octets, 0, octets.length, position)).bytesWritten;
  }

  async truncate(length: number): Promise<void> {
    await this.#handle.truncate(length);
  }

  async sync(): Promise<void> {
    await this.#handle.datasync();
    // What has no name any more is gone with the process.
    if (this.#isCounted && (await this.#handle.stat()).nlink === 0)
      throw new Error("the file was removed while it was open");
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/**
 * Makes this folder where it is not there, and those that it is in. Not by `recursive` of Node 20, which never ends where a folder that is
 * there takes none (/proc).
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    // What mkdir says of a folder that is there differs: a root is refused as something else.
    const there = await stat(path).catch(() => null);
    if (there?.isDirectory()) return;
    if (there !== null)
      throw new StoreFormatError(path, "this is no folder; name one, or one that can be made");
    const parent = dirname(path);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" || parent === path || existsSync(parent)) throw error;
    await makeFolder(parent);
    return await makeFolder(path);
  }
  await syncFolder(dirname(path));
}

/** Windows cannot sync a folder, and needs not: its file system writes names down in order. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
