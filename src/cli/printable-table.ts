import { type TextTableOptions, textTable } from "./text-table.ts";
import { printable } from "./value-text.ts";

/** A table of names and other texts from elsewhere, which could steer a terminal: each cell is one line of what can be printed. */
export function printableTable(rows: readonly (readonly string[])[], options?: TextTableOptions): string {
  return textTable(
    rows.map((row) => row.map((cell) => printable(cell))),
    options,
  );
}
