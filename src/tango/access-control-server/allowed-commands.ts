import { compareRuleTexts } from "./rule-text.ts";

/** The property of a class that lists the commands which who may only read can execute. */
export const ALLOWED_COMMANDS = "AllowedAccessCmd";

/** What an access control tells of these commands: State and Status first, which every class has, then those of the property in their order. */
export function toldCommands(ofProperty: readonly string[]): string[] {
  return ["State", "Status", ...ofProperty.toSorted(compareRuleTexts)];
}
