import { channel } from "node:diagnostics_channel";

/**
 * `{ context, connections }`: a thread that the program made ends, and nobody has closed its OrbContext; so many connections were open. They are
 * closed with the thread, so this only tells of something that `ensureOrbContext()` or `cleanup()` would have done in an orderly way. Published
 * once, in that thread, while its `process` emits "exit"; not where the thread is terminated from outside.
 */
export const CONTEXT_ABANDONED = channel("bandoneon:threading:context:abandoned");
