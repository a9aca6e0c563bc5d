import { CHANGING_OPERATIONS } from "./changing-operations.ts";

/** How the lock of another client bears on a call: not at all, not for this command though a lost lock is told of, or it refuses the call. */
export type LockRule = "unchecked" | "allowed" | "owner only";

/**
 * What a lock says to a call of `operation`, and of `command` where it executes one. `allowedCommands`, in lower case, are those that
 * the access control allows everybody (property AllowedAccessCmd of the class).
 *
 * Readings, configurations and histories are always free, and the commands State and Status. All that writes, configures or executes
 * other commands is for the owner of the lock. cppTango forgets to ask at `command_inout`, the operation of IDL 1.
 */
export function lockRule(
  operation: string,
  command: string | undefined,
  allowedCommands: ReadonlySet<string>,
): LockRule {
  if (!CHANGING_OPERATIONS.has(operation)) return "unchecked";
  const name = command?.toLowerCase();
  if (name === undefined) return "owner only";
  if (name === "state" || name === "status") return "unchecked";
  return allowedCommands.has(name) ? "allowed" : "owner only";
}
