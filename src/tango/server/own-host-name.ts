import { hostname } from "node:os";
import { fullHostName } from "../naming/tango-host.ts";

/** The name of this host as servers tell it: in lower case, with its domain where it has one. To find it out may take seconds. */
export async function ownHostName(): Promise<string> {
  return (await fullHostName(hostname())).toLowerCase();
}
