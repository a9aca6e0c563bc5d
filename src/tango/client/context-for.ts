import type { OrbContext } from "../../threading/orb-context.ts";
import { currentOrbContext } from "../../threading/orb-registry.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import { describeArgument } from "../error/wrong-argument.ts";

/**
 * The context for a new object: the one given, else the current one. Throws ConnectionFailed API_OrbContextClosed in what a scope left running
 * when it ended, and a TypeError for what is no context.
 */
export function contextFor(given: OrbContext | undefined, origin: string): OrbContext {
  if (given !== undefined) {
    if (typeof given === "object" && given !== null && "orb" in given) return given;
    throw new TypeError(`context is an OrbContext, not ${describeArgument(given as unknown)}`);
  }
  try {
    return currentOrbContext();
  } catch (error) {
    throw toDevFailed(error, origin);
  }
}
