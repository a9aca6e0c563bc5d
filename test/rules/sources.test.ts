import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { codeAlone, sourceFiles } from "../support/source-files.ts";

const sources = sourceFiles("src");

test("keeps every file within 400 lines", () => {
  assert.deepEqual(
    [...sources, ...sourceFiles("examples")]
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > 400),
    [],
  );
});

test("names every file after one concept", () => {
  const vague = /^(utils?|types?|helpers?|constants?|common|misc|shared)\.ts$/;
  assert.deepEqual(
    sources.map(({ path }) => path).filter((path) => vague.test(posix.basename(path))),
    [],
  );
});

test("evaluates no code from text, which Electron's content security policy forbids", () => {
  assert.deepEqual(matches(sources, /\beval\s*\(|\bnew Function\b|\bFunction\s*\(/), []);
});

test("has no module-level variable that changes, outside the registry", () => {
  const others = sources.filter(({ path }) => !path.startsWith("src/threading/"));
  assert.deepEqual(matches(others, /^(export )?(let|var)\b/), []);
});

test("has no module-level collection that changes, outside the registry", () => {
  const others = sources.filter(({ path }) => !path.startsWith("src/threading/"));
  const found = others.flatMap(({ path, text }) =>
    changingCollections(text).map((name) => `${path}: ${name}`),
  );
  // What follows from an interface alone may be kept beside it.
  assert.deepEqual(found, ["src/iiop/proxy.ts: PROTOTYPES"]);
});

test("calls no class by a name that ends in a digit, which the bundler would be thought to have added", () => {
  assert.deepEqual(matches(sources, /\bclass \w*\d\b/), []);
});

test("writes to the console only in the command, and where a server runs as a program", () => {
  const programs =
    /^src\/(cli\/|tango\/(server\/(device-server|run-server)|database-server\/run-database-server|access-control-server\/run-access-control)\.ts$)/;
  const others = sources.filter(({ path }) => !programs.test(path));
  assert.deepEqual(matches(others, /\bconsole\s*\.|\bprocess\.(stdout|stderr)\b/), []);
});

test("does not switch the type checker off", () => {
  const wrong = sources.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, i) => (/@ts-(ignore|expect-error|nocheck)/.test(line) ? [`${path}:${i + 1}`] : [])),
  );
  assert.deepEqual(wrong, []);
});

test("exports by name, and re-exports only in index.ts files, which have nothing else", () => {
  assert.deepEqual(matches(sources, /\bexport\s+default\b|\bexport\s*\*/), []);
  const wrong = sources.flatMap(({ path, text }) => {
    const code = codeAlone(text);
    const isIndex = posix.basename(path) === "index.ts";
    const rest = code.replace(/\bexport\s+(type\s+)?\{[^}]*\}\s*from\s*""\s*;?/g, "");
    if (isIndex) return rest.trim() === "" ? [] : [`${path} has more than re-exports`];
    return rest.length === code.length ? [] : [`${path} re-exports`];
  });
  assert.deepEqual(wrong, []);
});

test("sees what it forbids in sources made for it", () => {
  const at = (text: string, pattern: RegExp) => matches([{ path: "a.ts", text }], pattern);
  assert.deepEqual(at('const a = 1;\nconst f = new Function("x");', /\bnew Function\b/), ["a.ts:2"]);
  assert.deepEqual(at('/* eval("1") */ const text = "eval(1)"; // eval(2)', /\beval\s*\(/), []);
  assert.deepEqual(at("let count = 0;", /^(export )?(let|var)\b/), ["a.ts:1"]);
  assert.deepEqual(changingCollections("const A: Map<string, T> =\n  new Map();\n  const b = new Set();"), [
    "A",
  ]);
  assert.deepEqual(changingCollections('const A: ReadonlySet<string> = new Set(["a"]);'), []);
  assert.deepEqual(at('const quote = /["/*]/; console.log("x");', /\bconsole\s*\./), ["a.ts:1"]);
});

/** The names of module-level maps and sets that are not declared as read-only, and so may be written. */
function changingCollections(text: string): string[] {
  const declarations = codeAlone(text).matchAll(
    /^(?:export )?const (\w+)(:[^=]*?(?:=>[^=]*?)*)?\s*=\s*new (?:Weak)?(?:Map|Set)\b/gm,
  );
  return [...declarations].flatMap(([, name, type]) =>
    /^:\s*Readonly(Map|Set)\b/.test(type ?? "") ? [] : [name!],
  );
}

/** Where in the code, comments and strings aside, a pattern occurs. */
function matches(files: readonly { path: string; text: string }[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    codeAlone(text)
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}`] : [])),
  );
}
