import type { ContextSlot, OrbContext } from "./orb-context.ts";
import { currentOrbContext, existingOrbContext } from "./orb-registry.ts";

/** What `ensureOrbContext` gives: the context, until it is disposed of. */
export interface EnsuredOrbContext extends AsyncDisposable {
  /** The context that is ensured. */
  readonly context: OrbContext;
  /** As disposing of it: resolves when the context is closed, where it is to be. */
  close(): Promise<void>;
}

/**
 * Gives a thread that the program made (or a scope) its context, and closes it at the end: what PyTango's EnsureOmniThread is for. Begin what the
 * thread runs with
 *
 * ```ts
 * await using ensured = ensureOrbContext();
 * ```
 *
 * and when that block is left, in whatever way, calls in flight, subscriptions, sockets and timers are gone. As with EnsureOmniThread, it
 * may be used within itself, and where there is a context already that stays as it is: only what began here is closed here, by the
 * last of those who ensured it. To forget it is safe: see `CONTEXT_ABANDONED`.
 */
export function ensureOrbContext(): EnsuredOrbContext {
  const existing = existingOrbContext();
  const context = existing ?? currentOrbContext();
  const ensured = context.shared(ENSURED);
  if (existing === undefined) ensured.isOwner = true;
  ensured.users++;
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= --ensured.users === 0 && ensured.isOwner ? context.close() : Promise.resolve();
    return closed;
  };
  return { context, close, [Symbol.asyncDispose]: close };
}

/** Of each context: whether it was begun by `ensureOrbContext`, and how many of those who ensured it have not ended. */
const ENSURED: ContextSlot<{ users: number; isOwner: boolean }> = {
  make: () => ({ users: 0, isOwner: false }),
};
