import { single } from "./attribute-input.ts";
import type { Command } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon ior`: takes an object reference apart. Needs no Tango system. */
export const ior: Command = {
  usage: ["TEXT"],
  summary: "show what is in an IOR:, corbaloc: or corbaname:",
  details: `Shows the type of the object, its profiles with versions and addresses, the
object's key as text and in hexadecimal digits, and the components by name.
Nothing is connected to. A TEXT of - is read from standard input.`,
  examples: [
    { line: "ior IOR:0100000015000000...", what: "a reference as text" },
    { line: "ior corbaloc:iiop:1.2@localhost:10000/database", what: "a URL, and the IOR it stands for" },
    { line: "--json ior - < device.ior", what: "from a file, as JSON" },
  ],
  async run({ args, json, print, printJson }) {
    let text = single(args, "ior takes one text");
    if (text === "-") text = await standardInput();
    text = text.trim();
    if (!/^(ior|corbaloc|corbaname):/i.test(text)) {
      throw new UsageError(`"${text.slice(0, 40)}" begins with neither IOR: nor corbaloc: nor corbaname:`);
    }
    // Only here, since no other command needs this part of the library by itself.
    const { describeReference, referenceText } = await import("./reference-description.ts");
    const description = describeReference(text);
    if (json) printJson(description);
    else print(referenceText(description));
  },
};

async function standardInput(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}
