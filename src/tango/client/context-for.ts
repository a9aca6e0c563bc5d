import type { OrbContext } from "../../threading/orb-context.ts";
import { currentOrbContext } from "../../threading/orb-registry.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";

/**
 * The context for a new object: the one given, else the current one. Throws ConnectionFailed API_OrbContextClosed in what a scope left running
 * when it ended.
 */
export function contextFor(given: OrbContext | undefined, origin: string): OrbContext {
  if (given !== undefined) return given;
  try {
    return currentOrbContext();
  } catch (error) {
    throw toDevFailed(error, origin);
  }
}
