/** A terminal that a command can draw on. */
export interface Terminal {
  /** Characters of a line, as they are now. */
  readonly columns: number;
  /** Lines. */
  readonly rows: number;
  /** Whether to use colours: not where NO_COLOR is set (https://no-color.org). */
  readonly hasColours: boolean;
  /** Writes text and control sequences. */
  write(text: string): void;
  /** Calls when the size has changed, until the function it gives is called. */
  onResize(listener: () => void): () => void;
}

/** The terminal that a stream is; undefined for a file, a pipe, and a terminal that only knows lines (TERM=dumb). */
export function terminalOf(
  stream: NodeJS.WriteStream,
  { TERM, NO_COLOR }: NodeJS.ProcessEnv,
): Terminal | undefined {
  if (!stream.isTTY || TERM === "dumb") return undefined;
  return {
    // A terminal that does not tell its size says 0.
    get columns() {
      return stream.columns || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
    hasColours: NO_COLOR === undefined || NO_COLOR === "",
    write: (text) => {
      stream.write(text);
    },
    onResize: (listener) => {
      stream.on("resize", listener);
      return () => stream.off("resize", listener);
    },
  };
}
