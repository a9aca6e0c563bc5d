/** How a Starter controls a server: SQL table `server`, by its name in lower case. */
export interface ServerRow {
  /** exec/instance. */
  readonly name: string;
  readonly host: string;
  readonly mode: number;
  readonly level: number;
}
