import type { OrbContext } from "../threading/orb-context.ts";
import { cleanup, currentOrbContext } from "../threading/orb-registry.ts";
import { ownUser } from "./database/own-identity.ts";
import { EventConsumer } from "./event/consumer/event-consumer.ts";
import type { EventLimits } from "./event/consumer/event-limits.ts";
import type { EventSystemSnapshot } from "./event/consumer/event-system-snapshot.ts";
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

  /**
   * What is subscribed to in a context, the current one unless given: channels with their endpoints and last heartbeats, topics with their
   * counters, and what is not connected. The layout is that of the command QueryEventSystem of cppTango 10.1.
   */
  queryEventSystem: (context: OrbContext = currentOrbContext()): EventSystemSnapshot => ({
    version: 1,
    server: null,
    client: EventConsumer.existing(context)?.snapshot() ?? null,
  }),

  /**
   * Changes the limits and times by which events are received in a context, the current one unless given. Throws a RangeError for what is no
   * positive number, and an Error once something has been subscribed to there.
   */
  limitEvents: (limits: Partial<EventLimits>, context: OrbContext = currentOrbContext()): void =>
    EventConsumer.limit(context, limits),

  /**
   * Lets every call of a context, the current one unless given, say who its user is: the login name of this process unless given; null says nothing, as it
   * is at first. Servers of this library that enforce the access control for claimed users look for it; nobody else does. It is what
   * this process says and proves nothing. Throws where the system does not know the user, and a RangeError for what is no name.
   */
  claimUser: (user: string | null = ownUser(), context: OrbContext = currentOrbContext()): void =>
    context.claimUser(user),
} as const;
