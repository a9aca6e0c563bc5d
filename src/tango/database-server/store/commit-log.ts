import type { RowChange } from "./table.ts";

/** Where changes are written down before they are acknowledged. */
export interface CommitLog {
  /**
   * Resolves when the changes of one write are safe, as the durability that was chosen says. Rejects where they could not be written; then
   * none of them is, nor any that was appended after them and had not resolved.
   */
  append(changes: readonly RowChange[]): Promise<void>;
  close(): Promise<void>;
}

/** The log of a store in memory: all is as safe as it will be. */
export const NO_LOG: CommitLog = {
  append: async () => {},
  close: async () => {},
};
