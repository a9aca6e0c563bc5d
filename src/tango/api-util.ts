import { cleanup } from "../threading/orb-registry.ts";
import { tangoVariable } from "./naming/tangorc.ts";

/** What concerns all Tango objects of the current ORB context, under the name that Tango users know (PyTango's `ApiUtil`). */
export const ApiUtil = {
  /**
   * Closes the ORB context of this thread, process or scope: calls in flight reject with `API_OrbContextClosed`, and sockets and timers
   * are gone when the promise resolves, within milliseconds and whatever state they were in. Objects made before are stale: any
   * use rejects with `API_OrbContextClosed`. The next object made gets a fresh context. In a worker or forked process it
   * is not needed, since each has a context of its own, but it is always safe.
   */
  cleanup,

  /** A Tango variable such as `TANGO_HOST`: from the environment, else `~/.tangorc`, else `/etc/tangorc`. */
  getEnvVar: (name: string): string | undefined => tangoVariable(name),
} as const;
