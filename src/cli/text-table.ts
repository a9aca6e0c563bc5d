/** How a table looks. */
export interface TextTableOptions {
  readonly headings?: readonly string[];
  /** A line wider than this moves what is behind it in its own row alone, not the whole column. */
  readonly widest?: number;
}

/** Rows of cells with the columns aligned; cells may have several lines. Columns empty in every row take no room. */
export function textTable(
  rows: readonly (readonly string[])[],
  { headings, widest = Number.POSITIVE_INFINITY }: TextTableOptions = {},
): string {
  const filled = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const kept = Array.from({ length: filled }, (_, column) => column).filter((column) =>
    rows.some((row) => (row[column] ?? "") !== ""),
  );
  const all = headings === undefined ? rows : [headings, ...rows];
  const cells = all.map((row) => kept.map((column) => (row[column] ?? "").split("\n")));
  const widths = kept.map((_, i) =>
    widthOf(
      cells.map((row) => row[i]!),
      widest,
    ),
  );
  return cells.map((row) => rowLines(row, widths)).join("\n");
}

function rowLines(row: readonly (readonly string[])[], widths: readonly number[]): string {
  const height = Math.max(1, ...row.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) =>
    widths
      .map((width, i) => (row[i]![y] ?? "").padEnd(width))
      .join("  ")
      .trimEnd(),
  ).join("\n");
}

function widthOf(column: readonly (readonly string[])[], widest: number): number {
  let width = 0;
  for (const lines of column) {
    for (const { length } of lines) if (length > width && length <= widest) width = length;
  }
  return width;
}
