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

/** The key of a row of `access_address`. */
export function accessAddressKey({ user, address }: Pick<AccessAddressRow, "user" | "address">): string {
  return `${user}\0${address}`.toLowerCase();
}

/** The key of a row of `access_device`: a user can have both rights on a device. */
export function accessDeviceKey({
  user,
  device,
  rights,
}: Pick<AccessDeviceRow, "user" | "device" | "rights">): string {
  return `${user}\0${device}\0${rights}`.toLowerCase();
}

/** The netmask of a row that says none. No server looks at it: parts of an address that do not matter are `*`. */
export const DEFAULT_NETMASK = "FF.FF.FF.FF";
