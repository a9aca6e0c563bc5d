import { encodeFileHeader } from "./file-header.ts";
import { storeFileName, unfinishedName } from "./file-name.ts";
import { type StoreFile, type StoreFiles, writeFully } from "./store-files.ts";

/** The file of a journal that is written to. A record is in it whole or not at all, as long as `isWhole`. */
export class JournalSegment {
  readonly name: string;
  readonly #file: StoreFile;
  #size: number;
  #isWhole = true;

  private constructor(name: string, file: StoreFile, size: number) {
    this.name = name;
    this.#file = file;
    this.#size = size;
  }

  /** Makes the file whose first record will have this number. It is there whole after a crash or not at all, so it can be named only when it is. */
  static async create(files: StoreFiles, first: number): Promise<JournalSegment> {
    const name = storeFileName({ kind: "journal", at: first });
    const header = encodeFileHeader({ kind: "journal", at: first });
    const file = await files.create(unfinishedName(name));
    try {
      await writeFully(file, header, 0);
      await file.sync();
      await files.rename(unfinishedName(name), name);
      await files.sync();
    } catch (error) {
      await file.close().catch(() => {});
      for (const left of [unfinishedName(name), name]) await files.remove(left).catch(() => {});
      throw error;
    }
    return new JournalSegment(name, file, header.length);
  }

  /** Goes on behind the first `size` octets of a file that is there, and cuts the rest. All before is safe then. */
  static async continue(files: StoreFiles, name: string, size: number): Promise<JournalSegment> {
    const file = await files.open(name);
    try {
      if ((await file.size()) !== size) await file.truncate(size);
      await file.sync();
    } catch (error) {
      await file.close().catch(() => {});
      throw error;
    }
    return new JournalSegment(name, file, size);
  }

  /** In octets. */
  get size(): number {
    return this.#size;
  }

  /** Whether the file ends with its last record: false once a part of another could not be removed. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Adds a record, and gives it to the operating system. What was written of one that failed is removed. */
  async append(line: Uint8Array): Promise<void> {
    try {
      await writeFully(this.#file, line, this.#size);
    } catch (error) {
      await this.cut(this.#size);
      throw error;
    }
    this.#size += line.length;
  }

  /** Cuts what is behind the first `size` octets, if that can be done. */
  async cut(size: number): Promise<void> {
    this.#size = size;
    try {
      await this.#file.truncate(size);
    } catch {
      this.#isWhole = false;
    }
  }

  /** Resolves when all records are safe from a power failure. After it failed, nobody knows which of them are. */
  async sync(): Promise<void> {
    await this.#file.sync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
