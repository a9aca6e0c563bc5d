import type { CallOptions } from "../iiop/index.ts";
import { chosenVerb } from "./chosen-verb.ts";
import type { Command, CommandContext } from "./command.ts";
import { patternArgument } from "./pattern-argument.ts";
import type { PropertyStore } from "./property-store.ts";
import { propertyStore } from "./property-store.ts";
import { type PropertyTarget, parsePropertyTarget } from "./property-target.ts";
import { textTable } from "./text-table.ts";
import { UsageError } from "./usage-error.ts";
import { printable } from "./value-text.ts";

/** `bandoneon prop`. */
export const prop: Command = {
  usage: ["get OWNER [NAME...]", "put OWNER NAME VALUE...", "ls OWNER [PATTERN]", "rm OWNER NAME..."],
  summary: "read and change properties in the database",
  details: `OWNER is one of
  DEVICE             sys/tg_test/1, or an alias
  DEVICE/ATTR        sys/tg_test/1/ampli: properties of the attribute
  class:CLASS        class:TangoTest
  class:CLASS/ATTR   class:TangoTest/ampli
  free:OBJECT        free:CtrlSystem: free (object) properties
get shows the NAMEs, or all; one that is not defined is said to be so and is an
empty array with --json. put replaces all values of NAME by one or several. ls
lists names, with * in the pattern for anything. rm deletes.`,
  examples: [
    { line: "prop ls sys/tg_test/1", what: "which there are" },
    { line: "prop get sys/tg_test/1 polled_attr", what: "one" },
    { line: "prop put sys/tg_test/1 limits 1 10", what: "two values" },
    { line: "prop put sys/tg_test/1/ampli unit mm", what: "of an attribute" },
    { line: "prop rm class:TangoTest comment", what: "of a class" },
    { line: "prop get free:CtrlSystem Services", what: "a free property" },
  ],
  async run(context) {
    const { verb, action, args } = chosenVerb("prop", ACTIONS, context.args);
    const [text, ...more] = args;
    if (text === undefined) throw new UsageError(`prop ${verb} wants an OWNER, for example sys/tg_test/1`);
    await action(context, parsePropertyTarget(text), more);
  },
};

type Action = (context: CommandContext, target: PropertyTarget, args: readonly string[]) => Promise<void>;

const ACTIONS: Readonly<Record<string, Action>> = {
  async get(context, target, args) {
    const store = await propertyStore(target, context);
    const names = args.length > 0 ? args : await store.list("*", context.callOptions);
    const values = names.length === 0 ? {} : await store.get(names, context.callOptions);
    if (context.json) return context.printJson(values);
    const rows = Object.entries(values).map(([name, lines]) => [
      printable(name),
      lines.length === 0 ? "(not defined)" : lines.map((line) => printable(line, true)).join("\n"),
    ]);
    context.print(rows.length === 0 ? "no properties" : textTable(rows));
  },

  async put(context, target, [name, ...values]) {
    if (name === undefined || values.length === 0) throw new UsageError("prop put wants a NAME and a VALUE");
    await change(context, target, (store, options) => store.put(name, values, options));
    if (context.json) context.printJson({ [name]: values });
  },

  async ls(context, target, args) {
    const pattern = patternArgument(args);
    const store = await propertyStore(target, context);
    const names = await store.list(pattern, context.callOptions);
    if (context.json) return context.printJson(names);
    context.print(names.length === 0 ? "no properties" : names.map((name) => printable(name)).join("\n"));
  },

  async rm(context, target, names) {
    if (names.length === 0) throw new UsageError("prop rm wants the NAME of a property");
    await change(context, target, (store, options) => store.remove(names, options));
    if (context.json) context.printJson(names);
  },
};

async function change(
  context: CommandContext,
  target: PropertyTarget,
  work: (store: PropertyStore, options: CallOptions) => Promise<void>,
): Promise<void> {
  await work(await propertyStore(target, context), context.callOptions);
}
