/** From where a user may come: SQL table `access_address`. */
export interface AccessAddressRow {
  readonly user: string;
  /** An IPv4 address whose parts may be `*`. */
  readonly address: string;
  readonly netmask: string;
  /** In seconds since 1970. */
  readonly updated: number;
}

/** What a user may do with devices: SQL table `access_device`. */
export interface AccessDeviceRow {
  readonly user: string;
  /** A device name whose fields may be `*`. */
  readonly device: string;
  /** `read` or `write`. */
  readonly rights: string;
  /** In seconds since 1970. */
  readonly updated: number;
}
