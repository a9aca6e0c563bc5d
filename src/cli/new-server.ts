import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "./command.ts";
import { ownVersion } from "./own-version.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon new-server`. */
export const newServer: Command = {
  usage: ["NAME"],
  summary: "write a device server to begin with",
  details: `Makes the folder NAME with a project in TypeScript: the device class NAME, a server
that runs it, a test, and a README that says how to go on. NAME is that of a
class: letters and digits, the first a capital letter. A folder that is there is
left as it is.`,
  examples: [{ line: "new-server PowerSupply", what: "cd PowerSupply && npm install && npm start" }],
  async run({ args, json, print, printJson }) {
    const name = checkedName(args);
    const files = await filesFor(name);
    try {
      await mkdir(name);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
      throw new UsageError(`${name} is there already; nothing was written`, { cause });
    }
    for (const { path, text } of files) {
      const file = join(name, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: "wx" });
    }
    const paths = files.map(({ path }) => path);
    if (json) return printJson({ folder: name, files: paths });
    for (const path of paths) print(`${name}/${path}`);
    print(`\nnext: cd ${name} && npm install && npm start`);
  },
};

function checkedName(args: readonly string[]): string {
  const [name, another] = args;
  if (name === undefined) throw new UsageError("the NAME of the device class is missing");
  if (another !== undefined) throw new UsageError(`one NAME is wanted; what is "${another}"?`);
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
    const better = inPascalCase(name);
    const like = /^[A-Z]/.test(better) ? better : "PowerSupply";
    throw new UsageError(`"${name}" is no name for a device class: it should be like ${like}`);
  }
  if (TAKEN.has(name)) throw new UsageError(`the name ${name} is taken by what the project uses`);
  return name;
}

interface ProjectFile {
  /** In the folder of the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The files of the template, with this name in place of that of its class, in their names and in what they say. */
async function filesFor(name: string): Promise<ProjectFile[]> {
  const replacements: Readonly<Record<string, string>> = {
    MyDevice: name,
    mydevice: name.toLowerCase(),
    "my-device": inKebabCase(name),
    BANDONEON_VERSION: await ownVersion(),
  };
  const placeholder = new RegExp(Object.keys(replacements).join("|"), "g");
  const rename = (text: string) => text.replace(placeholder, (found) => replacements[found]!);
  const entries = await readdir(TEMPLATE, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const path = rename(relative(TEMPLATE, file).split(sep).join("/"));
      // A package leaves out, and heeds, a file that is called .gitignore.
      const text = rename(await readFile(file, "utf8"));
      return { path: path === "gitignore" ? ".gitignore" : path, text };
    });
  return (await Promise.all(files)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `my-supply` and `my_supply` as MySupply. */
function inPascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
}

function inKebabCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

/** A project that works, but for the version of bandoneon in its package.json. */
const TEMPLATE = fileURLToPath(new URL("../../templates/new-server/", import.meta.url));
/** By the code of the template, and by its file main.ts. */
const TAKEN: ReadonlySet<string> = new Set([
  "Device",
  "DeviceTestContext",
  "Error",
  "Main",
  "Promise",
  "Symbol",
]);
