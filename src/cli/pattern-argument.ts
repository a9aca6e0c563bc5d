import { UsageError } from "./usage-error.ts";

/** The only argument, a pattern with * in it for anything; all unless given. Throws a UsageError where there are more. */
export function patternArgument([pattern = "*", more]: readonly string[]): string {
  if (more !== undefined)
    throw new UsageError(`one pattern is enough (is "*" in quotes?); what is "${more}"?`);
  return pattern;
}
