import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { importsOf, type SourceFile, sourceFiles, withoutComments } from "../support/source-files.ts";

const sources = sourceFiles("src");
const byPath = new Map(sources.map((file) => [file.path, file]));

test("every symbol of the public entry points has a docstring", () => {
  const wrong = sources
    .filter(({ path }) => posix.basename(path) === "index.ts")
    .flatMap((entry) => exportsOf(entry).map(({ name, from }) => ({ name, file: byPath.get(from) })))
    .flatMap(({ name, file }) => {
      if (file === undefined) return [`${name}: its file is missing`];
      // An entry point may gather names from another one, which is checked itself.
      if (posix.basename(file.path) === "index.ts") return [];
      return isDocumented(file.text, name) ? [] : [`${file.path}: ${name}`];
    });
  assert.deepEqual([...new Set(wrong)], []);
});

test("every method and getter of the classes for users of Tango, and of what they extend, has a docstring", () => {
  const facade = sources.filter(({ path }) => path === "src/index.ts").flatMap(exportsOf);
  const paths = new Set(facade.map(({ from }) => from));
  const wrong = sources
    .filter(({ path, text }) => paths.has(path) || (path.startsWith("src/tango/") && BASE_CLASS.test(text)))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:abstract )?class (\w+)/gm)].flatMap(([, name]) =>
        undocumentedMembers(text, name!).map((member) => `${path}: ${name}.${member}`),
      ),
    );
  assert.deepEqual(wrong, []);
});

test("re-exports from files that exist, no name twice", () => {
  for (const entry of sources.filter(({ path }) => posix.basename(path) === "index.ts")) {
    const names = exportsOf(entry).map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
      entry.path,
    );
    for (const { path } of importsOf(entry))
      assert.ok(path !== undefined && byPath.has(path), `${entry.path}: ${path}`);
  }
});

test("sees a missing docstring in a source made for it", () => {
  const text =
    "/** What it is. */\nexport const a = 1;\n\nexport class B {}\n\n/** Text. */\nexport interface C<T> {}\nexport const C = 2;";
  assert.ok(isDocumented(text, "a"));
  assert.ok(!isDocumented(text, "B"));
  assert.ok(isDocumented(text, "C"));
  assert.ok(!isDocumented(text, "D"));
});

const BASE_CLASS = /^export abstract class /m;

test("sees an undocumented member in a class made for it", () => {
  const text = [
    "export class A<T> extends B {",
    "  /** What it gives. */",
    "  get a(): number {",
    "    return this.f(1);",
    "  }",
    "",
    "  b(): void;",
    "  /** Takes one. */",
    "  c(one: number): void;",
    "  c(one: string): void;",
    "  c(one: unknown): void {}",
    "  protected d() {}",
    "  override e() {}",
    "  static async f<V>(): Promise<V> {}",
    "}",
    "export class C { g() {} }",
  ].join("\n");
  assert.deepEqual(undocumentedMembers(text, "A"), ["b", "f"]);
});

/**
 * The public methods and getters of a class that have no docstring: overloads share that of the first, and what a base class or the language
 * explains (`override`, symbols) needs none.
 */
function undocumentedMembers(text: string, name: string): string[] {
  const start = text.search(new RegExp(`^export (abstract )?class ${name}\\b`, "m"));
  if (start < 0) return [];
  const lines = text.slice(start, text.indexOf("\n}", start)).split("\n");
  const documented = new Set<string>();
  const missing = new Set<string>();
  for (const [i, line] of lines.entries()) {
    const member = /^ {2}(?:static )?(?:async )?(?:get |set |\*)?([a-z]\w*)(?:<.*?>)?\(/.exec(line)?.[1];
    if (member === undefined || member === "constructor") continue;
    if (lines[i - 1]?.endsWith("*/")) documented.add(member);
    else if (!documented.has(member)) missing.add(member);
  }
  return [...missing];
}

/** The names that an entry point exports, with the file each comes from. */
function exportsOf(entry: SourceFile): { name: string; from: string }[] {
  const found: { name: string; from: string }[] = [];
  for (const match of withoutComments(entry.text).matchAll(
    /\bexport\s+(?:type\s+)?\{([^}]*)\}\s*from\s*"([^"]+)"/g,
  )) {
    const from = posix.join(posix.dirname(entry.path), match[2]!);
    for (const item of match[1]!.split(",")) {
      const name = item
        .trim()
        .replace(/^type\s+/, "")
        .split(/\s+as\s+/)[0]!;
      if (name !== "") found.push({ name, from });
    }
  }
  return found;
}

/**
 * Whether one of the declarations of `name` has a docstring: a type and a value of the same name share it. A name that is
 * declared nowhere in the text has none.
 */
function isDocumented(text: string, name: string): boolean {
  const declaration = new RegExp(
    `(\\*/\\s*\\n)?^export (?:declare )?(?:abstract )?(?:async )?(?:const|class|function\\*?|interface|type) ${name}\\b`,
    "gm",
  );
  return [...text.matchAll(declaration)].some(([, docstring]) => docstring !== undefined);
}
