import type { CommandContext } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** Does what a verb says, with what stands behind it. */
export type VerbAction = (context: CommandContext, args: readonly string[]) => Promise<void>;

/** What a command of several verbs is to do, and with what: `put` of `prop put ...`. */
export interface ChosenVerb<Action> {
  readonly verb: string;
  readonly action: Action;
  /** What stands behind the verb. */
  readonly args: readonly string[];
}

/** The verb that the first argument names. Throws a UsageError where that is none of the command's. */
export function chosenVerb<Action>(
  command: string,
  actions: Readonly<Record<string, Action>>,
  [verb, ...args]: readonly string[],
): ChosenVerb<Action> {
  const verbs = Object.keys(actions);
  const last = verbs.at(-1);
  const others = verbs.slice(0, -1).join(", ");
  if (verb === undefined) throw new UsageError(`what to do: ${others} or ${last}?`);
  if (!Object.hasOwn(actions, verb)) {
    throw new UsageError(`${command} ${verb}? There are ${others} and ${last}`);
  }
  return { verb, action: actions[verb]!, args };
}
