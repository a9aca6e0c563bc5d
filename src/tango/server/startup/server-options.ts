import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { type ServerIdentity, serverName } from "../../naming/server-identity.ts";
import type { DeclaredDevice } from "../database/declared-device.ts";
import type { EndPoint } from "./end-point.ts";

/** Where a server finds its devices and properties. */
export type DatabaseChoice =
  /** In the Tango database of TANGO_HOST. */
  | { readonly kind: "database" }
  /** In a file (`-file=`). */
  | { readonly kind: "file"; readonly path: string }
  /** Nowhere (`-nodb`): its devices are declared here, as in a `-dlist` or taken apart, and properties have none. */
  | { readonly kind: "none"; readonly devices: readonly (DeclaredDevice | string)[] };

/** How a server starts: what its command line says, or the program that starts it. */
export interface ServerOptions {
  readonly server: ServerIdentity;
  readonly database: DatabaseChoice;
  /** Where it listens; null where nothing was said: at a free port. */
  readonly endPoint: EndPoint | null;
  /** What references name as its address where that is another (NAT); null where it is not. */
  readonly publishedEndPoint: EndPoint | null;
  /** How it enforces the access control; false where it does not. */
  readonly enforceAccessControl: false | { readonly believesUsers: boolean };
  /** How much it tells of itself: 0 nothing, 4 what it does, 5 everything. */
  readonly traceLevel: number;
  /** What the command line says and is of no use here: options of omniORB, and those of other libraries. */
  readonly ignored: readonly IgnoredOption[];
}

/** An option of no use here. */
export interface IgnoredOption {
  /** As it was written: `-ORBgiopMaxMsgSize`. */
  readonly option: string;
  readonly value: string | null;
}

/** The same server, after a look at its name. Throws DevFailed API_WrongCmdLineArgs, in cppTango's words, for one that is too long. */
export function checkServerName(server: ServerIdentity): ServerIdentity {
  if (serverName(server).length <= MAX_NAME_LENGTH) return server;
  const desc = `The device server name is too long! Max length is ${MAX_NAME_LENGTH} characters`;
  throw new DevFailed([devError("API_WrongCmdLineArgs", desc, "checkServerName")]);
}

/** As cppTango's MaxServerNameLength. */
const MAX_NAME_LENGTH = 255;
