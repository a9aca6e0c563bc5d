import { join } from "node:path";
import type { StoreFile, StoreFiles } from "../../src/tango/database-server/store/store-files.ts";
import type { Random } from "../fuzz/random.ts";

/** What a store does with its files. */
export type DiskOperation =
  | "list"
  | "create"
  | "open"
  | "rename"
  | "copy"
  | "remove"
  | "sync names"
  | "read"
  | "write"
  | "truncate"
  | "sync";

/** The content of one file: first what is safe from a power failure, then what it was after each change since. */
type Content = Buffer[];
type Names = ReadonlyMap<string, Content>;

/** The machine, or the process, is not there any more. */
export class CrashError extends Error {}

/**
 * A folder in memory that knows what a power failure would leave of it: names and contents, each as it was at some moment since it
 * was made safe, with pieces of what was written later missing or empty. It fails where a test wants it to.
 */
export class FakeDisk implements StoreFiles {
  readonly path = "/fake";
  /** What was done, in its order: changes, syncs and reads. */
  readonly log: string[] = [];
  /** How many octets all files may have. */
  capacity = Number.POSITIVE_INFINITY;
  /** The number of the operation in which all ends; a write is then partly done. */
  crashAt = Number.POSITIVE_INFINITY;
  /** Gives the error with which an operation fails, if it is to. */
  failure: (operation: DiskOperation, name: string) => Error | undefined = () => undefined;
  /** How many octets a write takes at most. */
  longestWrite = Number.POSITIVE_INFINITY;
  isClosed = false;
  /** As contents: the names that are safe, then those after each change since. */
  #names: Names[] = [new Map()];

  /** One with these files, all safe. */
  static of(files: Iterable<readonly [string, Uint8Array]>): FakeDisk {
    const disk = new FakeDisk();
    disk.#names = [new Map([...files].map(([name, content]) => [name, [Buffer.from(content)]]))];
    return disk;
  }

  /** The files as they are now, which is what is left when only the process ends. */
  files(): Map<string, Buffer> {
    return new Map([...this.#current()].map(([name, content]) => [name, Buffer.from(content.at(-1)!)]));
  }

  /** The files that a power failure may leave. */
  filesAfterPowerFailure(random: Random): Map<string, Buffer> {
    return new Map(
      [...random.pick(this.#names)].map(([name, content]) => [name, contentAfterFailure(content, random)]),
    );
  }

  async list(): Promise<string[]> {
    this.#begin("list", "");
    return [...this.#current().keys()];
  }

  async create(name: string): Promise<StoreFile> {
    this.#begin("create", name);
    const there = this.#current().get(name);
    if (there !== undefined) there.push(Buffer.alloc(0));
    else this.#change((names) => names.set(name, [Buffer.alloc(0)]));
    return new FakeFile(this, this.#current().get(name)!);
  }

  async open(name: string): Promise<StoreFile> {
    this.#begin("open", name);
    return new FakeFile(this, this.#content(name));
  }

  async rename(from: string, to: string): Promise<void> {
    this.#begin("rename", from);
    const content = this.#content(from);
    this.#change((names) => {
      names.delete(from);
      names.set(to, content);
    });
  }

  async copy(from: string, to: string): Promise<void> {
    this.#begin("copy", from);
    const content = this.#content(from);
    this.#change((names) => names.set(to, [Buffer.alloc(0), content.at(-1)!]));
  }

  async remove(name: string): Promise<void> {
    this.#begin("remove", name);
    this.#content(name);
    this.#change((names) => names.delete(name));
  }

  async sync(): Promise<void> {
    this.#begin("sync names", "");
    this.#names = [this.#current()];
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  /** For the files: takes part in counting, failing and crashing. */
  begin(operation: DiskOperation, name: string): void {
    this.#begin(operation, name);
  }

  /** For the files: how many of these octets a write takes. */
  room(content: Content, position: number, octets: number): number {
    const used = [...this.#current().values()].reduce((sum, each) => sum + each.at(-1)!.length, 0);
    const wanted = Math.min(octets, this.longestWrite);
    const added = Math.max(0, position + wanted - content.at(-1)!.length);
    return Math.max(0, wanted - Math.max(0, used + added - this.capacity));
  }

  /** For the files: the name that the file with this content has now, which a rename changes. */
  nameOf(content: Content): string {
    for (const [name, other] of this.#current()) if (other === content) return name;
    return "a removed file";
  }

  get isCrashing(): boolean {
    return this.log.length >= this.crashAt;
  }

  #begin(operation: DiskOperation, name: string): void {
    if (this.isCrashing) throw new CrashError(`the machine is gone (${operation} ${name})`);
    this.log.push(`${operation} ${name}`);
    // A write that crashes is made in part.
    if (this.isCrashing && operation !== "write") throw new CrashError(`crash in ${operation} ${name}`);
    const error = this.failure(operation, name);
    if (error !== undefined) throw error;
  }

  #current(): Names {
    return this.#names.at(-1)!;
  }

  #content(name: string): Content {
    const content = this.#current().get(name);
    if (content === undefined) throw diskError("ENOENT", join(this.path, name));
    return content;
  }

  #change(change: (names: Map<string, Content>) => void): void {
    const names = new Map(this.#current());
    change(names);
    this.#names.push(names);
  }
}

class FakeFile implements StoreFile {
  readonly #disk: FakeDisk;
  readonly #content: Content;

  constructor(disk: FakeDisk, content: Content) {
    this.#disk = disk;
    this.#content = content;
  }

  get #name(): string {
    return this.#disk.nameOf(this.#content);
  }

  async size(): Promise<number> {
    return this.#content.at(-1)!.length;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    this.#disk.begin("read", this.#name);
    return this.#content.at(-1)!.copy(into, 0, position);
  }

  async write(octets: Uint8Array, position: number): Promise<number> {
    this.#disk.begin("write", this.#name);
    const room = this.#disk.room(this.#content, position, octets.length);
    const taken = this.#disk.isCrashing ? Math.floor(room / 2) : room;
    const before = this.#content.at(-1)!;
    const after = Buffer.alloc(Math.max(before.length, position + taken));
    before.copy(after);
    after.set(octets.subarray(0, taken), position);
    this.#content.push(after);
    if (this.#disk.isCrashing) throw new CrashError(`crash in a write to ${this.#name}`);
    if (taken === 0) throw diskError("ENOSPC", this.#name);
    return taken;
  }

  async truncate(length: number): Promise<void> {
    this.#disk.begin("truncate", this.#name);
    this.#content.push(Buffer.from(this.#content.at(-1)!.subarray(0, length)));
  }

  async sync(): Promise<void> {
    this.#disk.begin("sync", this.#name);
    this.#content.splice(0, this.#content.length - 1);
  }

  async close(): Promise<void> {}
}

/** An error as Node has it for files. */
export function diskError(code: string, name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: made for the test, '${name}'`), { code });
}

/** What was made safe stays; of what was written behind it some is there, perhaps with a hole, as pages go to the disk in any order. */
function contentAfterFailure(content: Content, random: Random): Buffer {
  const safe = content[0]!;
  const after = Buffer.from(random.pick(content));
  let same = 0;
  while (same < safe.length && same < after.length && safe[same] === after[same]) same++;
  const length = same + random.below(after.length - same + 1);
  const left = random.oneIn(2) ? after : after.subarray(0, length);
  if (random.oneIn(3) && left.length > same) {
    const from = same + random.below(left.length - same);
    left.fill(0, from, from + 1 + random.below(left.length - from));
  }
  return left;
}
