import type { RowChange } from "./table.ts";

/** Where changes are written down before they are acknowledged. */
export interface CommitLog {
  /**
   * Writes down the changes of one write, behind those of earlier ones. `settled` is called once, not within this call unless they are as safe as the
   * durability that was chosen says already: with nothing when they are, with an error where they could not be written. Then
   * nothing of them is, nor of any write that was appended after them and has not been acknowledged: the `settled` of all these are called
   * in the same turn, oldest first, so that nobody sees half of it taken back. Throws where they cannot be taken at all.
   */
  append(changes: readonly RowChange[], settled: (error?: Error) => void): void;
  /** Writes what waits, and ends. Rejects where something that was acknowledged could not be made safe. */
  close(): Promise<void>;
}

/** The log of a store in memory: all is as safe as it will be. */
export const NO_LOG: CommitLog = {
  append: (_changes, settled) => settled(),
  close: async () => {},
};
