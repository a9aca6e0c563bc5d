/** An event channel of Tango 7 and older: SQL table `event`, by its name in lower case. */
export interface EventRow {
  readonly name: string;
  readonly exported: boolean;
  readonly ior: string | null;
  readonly host: string | null;
  readonly server: string | null;
  readonly pid: number | null;
  readonly version: string | null;
  readonly started: number | null;
  readonly stopped: number | null;
}
