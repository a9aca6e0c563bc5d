/** What a word of SQL is: `end` ends a statement, `quoted` is a name in backquotes, `symbol` a single character. */
export type SqlTokenKind = "word" | "quoted" | "string" | "symbol" | "end";

/** A word of SQL; its text is without quotes and escapes, one character for each octet. */
export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly text: string;
  /** The line in which it begins, from 1 on. */
  readonly line: number;
}
