import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** One source file: its path from the project's folder, with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below `folder` (a path from the project's folder), in alphabetical order. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: relative(ROOT, file).split(sep).join("/"),
      text: readFileSync(file, "utf8"),
    }));
}

/** What a file imports or re-exports, types too: the module as written, and for a relative one the path it means. */
export interface Import {
  readonly module: string;
  /** From the project's folder; undefined for packages and `node:` modules. */
  readonly path: string | undefined;
}

/** The imports of a file: `import`, `export ... from`, `import()` and `import x = require()`, types too. */
export function importsOf(file: SourceFile): readonly Import[] {
  const code = withoutComments(file.text);
  const found: Import[] = [];
  for (const pattern of IMPORT_PATTERNS) {
    for (const match of code.matchAll(pattern)) {
      const module = match[1]!;
      const isRelative = module.startsWith(".");
      found.push({
        module,
        path: isRelative ? posix.join(posix.dirname(file.path), module) : undefined,
      });
    }
  }
  return found;
}

/** The text with every comment replaced by spaces; what stands in strings, templates and regular expressions stays. */
export function withoutComments(text: string): string {
  return text.replace(TOKENS, (token, comment: string | undefined) =>
    comment === undefined ? token : comment.replace(/[^\n]/g, " "),
  );
}

/** As withoutComments, with the contents of strings and templates gone too: code alone. */
export function codeAlone(text: string): string {
  return text.replace(TOKENS, (token, comment: string | undefined, quoted: string | undefined) => {
    if (comment !== undefined) return comment.replace(/[^\n]/g, " ");
    if (quoted !== undefined) return `""${quoted.replace(/[^\n]/g, "")}`;
    return token;
  });
}

const IMPORT_PATTERNS = [
  /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\bimport\s*\(\s*["']([^"']+)["']\s*\)/g,
  /\brequire\s*\(\s*["']([^"']+)["']\s*\)/g,
];

// A comment, a string or template (${} inside is taken as text: enough for what is looked for here), or a regular
// expression, which must be known so that a quote or // in one is not taken for something else.
const TOKENS =
  /(\/\*[\s\S]*?\*\/|\/\/[^\n]*)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|(?<=[(,=:[!&|?{};\n]\s*|\breturn\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;
