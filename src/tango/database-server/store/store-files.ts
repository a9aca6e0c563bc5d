/**
 * What a store asks of the folder that its files are in. Names are those of files in it. Each method rejects with Node's error. `DiskFiles` is
 * the real one; tests have one that fails when it is told to.
 */
export interface StoreFiles {
  /** The folder, for messages. */
  readonly path: string;
  list(): Promise<string[]>;
  /** Makes an empty file; one of this name that is there is emptied. */
  create(name: string): Promise<StoreFile>;
  /** Opens a file that is there, to read and to write. */
  open(name: string): Promise<StoreFile>;
  /** Gives a file another name, in place of a file that has it. */
  rename(from: string, to: string): Promise<void>;
  /** Makes a copy of a file. */
  copy(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Resolves when the names of all files outlive a power failure: those made, given and removed before. */
  sync(): Promise<void>;
  /** Lets others have the folder. */
  close(): Promise<void>;
}

/** One open file of a store. */
export interface StoreFile {
  /** In octets. */
  size(): Promise<number>;
  /** Reads from this position on, and gives how many octets that were; 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes at this position, and gives how many octets were taken: perhaps not all. */
  write(octets: Uint8Array, position: number): Promise<number>;
  /** Cuts what is behind the first `length` octets. */
  truncate(length: number): Promise<void>;
  /** Resolves when the content outlives a power failure (`fdatasync`). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Writes all of these octets at this position, in as many pieces as the file takes. */
export async function writeFully(file: StoreFile, octets: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < octets.length; ) {
    const taken = await file.write(done === 0 ? octets : octets.subarray(done), position + done);
    if (taken <= 0) throw new Error(`the file took ${taken} of ${octets.length - done} octets`);
    done += taken;
  }
}
