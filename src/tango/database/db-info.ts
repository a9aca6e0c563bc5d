/** A device as a server declares it. */
export interface DbDevInfo {
  readonly name: string;
  readonly className: string;
  /** `executable/instance`. */
  readonly server: string;
}

/** How a device is reached. */
export interface DbDevImportInfo {
  /** As it was asked for. */
  readonly name: string;
  /** Whether its server says that it runs. */
  readonly exported: boolean;
  /** The reference of the device as text; "" when it never ran. */
  readonly ior: string;
  /** The generation of its interface, as a number in text. */
  readonly version: string;
}

/** What a server tells the database of a device that it starts. */
export interface DbDevExportInfo {
  readonly name: string;
  readonly ior: string;
  readonly host: string;
  /** The generation of its interface, as a number in text. */
  readonly version: string;
  /** The process id of its server. */
  readonly pid: number;
}

/** All that the database knows of a device. */
export interface DbDevFullInfo extends DbDevImportInfo {
  readonly className: string;
  /** The server, `executable/instance`. */
  readonly dsFullName: string;
  /** The host on which it was started last; "" when it never was. */
  readonly host: string;
  /** When it was started last, in words; "" when it never was. */
  readonly startedDate: string;
  /** When it was stopped last, in words; "" when it never was. */
  readonly stoppedDate: string;
  /** The process id of its server, -1 where it is not known. */
  readonly pid: number;
}

/** How the Starter of a host controls a server. */
export interface DbServerInfo {
  /** `executable/instance`. */
  readonly name: string;
  /** A blank for a server that is not controlled. */
  readonly host: string;
  /** 1 where the Starter controls it, else 0. */
  readonly mode: number;
  /** The level at which it is started, 0 for by hand. */
  readonly level: number;
}
