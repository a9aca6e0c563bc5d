/** A device that is defined: SQL table `device`, by its name in lower case. Domain, family and member are in its name. */
export interface DeviceRow {
  /** As it was inserted. */
  readonly name: string;
  readonly alias: string | null;
  readonly exported: boolean;
  readonly ior: string | null;
  readonly host: string;
  /** exec/instance, as it was inserted. */
  readonly server: string;
  /** -1 or null where it is not known. */
  readonly pid: number | null;
  readonly class: string;
  readonly version: string;
  /** When it was exported last, in seconds since 1970. */
  readonly started: number | null;
  /** When it was unexported last, in seconds since 1970. */
  readonly stopped: number | null;
  readonly comment: string | null;
}
