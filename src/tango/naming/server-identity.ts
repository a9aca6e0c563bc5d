/** Which server of a Tango system this one is. */
export interface ServerIdentity {
  /** What is started, as the first half of the server's name: `PowerSupply`. */
  readonly executable: string;
  /** Which one of it: `lab`. */
  readonly instance: string;
}

/** The name of a server as the database has it: `executable/instance`, in the case in which it was given. */
export function serverName({ executable, instance }: ServerIdentity): string {
  return `${executable}/${instance}`;
}

/** The name of a server's admin device: `dserver/executable/instance`, in the case in which the server's name was given. */
export function adminDeviceName(server: ServerIdentity): string {
  return `dserver/${serverName(server)}`;
}
