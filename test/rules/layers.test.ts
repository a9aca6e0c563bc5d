import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importCycles, importedPaths, layerOf, wrongArrows } from "../support/import-graph.ts";
import { importsOf, ROOT, type SourceFile, sourceFiles } from "../support/source-files.ts";

const sources = sourceFiles("src");

test("finds the imports of every file", () => {
  const imports = sources.flatMap((file) => importedPaths(file));
  assert.ok(imports.length > 200, "the search for imports does not find them");
  assert.deepEqual(
    imports.filter((path) => !existsSync(join(ROOT, path))),
    [],
  );
});

test("has no cycle of imports, types included", () => {
  assert.deepEqual(importCycles(sources), []);
});

test("imports only downwards: cli, tango, threading, iiop, giop", () => {
  assert.deepEqual(wrongArrows(sources), []);
});

test("keeps the entry points for users: nobody inside imports an index.ts of its own layer, nor the facade", () => {
  const wrong = sources.flatMap((file) =>
    importedPaths(file)
      .filter((path) => path.endsWith("/index.ts") && !isFacadeOf(file, path))
      .map((path) => `${file.path} -> ${path}`),
  );
  assert.deepEqual(wrong, []);
});

test("imports node: modules only where they belong", () => {
  const wrong = sources.flatMap((file) =>
    importsOf(file)
      .filter(({ path, module }) => path === undefined && !isAllowed(file.path, module))
      .map(({ module }) => `${file.path} -> ${module}`),
  );
  assert.deepEqual(wrong, []);
});

test("sees a cycle, an upward arrow and a forbidden module in sources made for it", () => {
  const files: readonly SourceFile[] = [
    { path: "src/giop/a.ts", text: 'import type { B } from "./b.ts";' },
    { path: "src/giop/b.ts", text: 'export { C } from "../iiop/c.ts";' },
    { path: "src/iiop/c.ts", text: 'import {\n  A,\n} from "../giop/a.ts"; // import x from "./no.ts"' },
  ];
  assert.deepEqual(importCycles(files), [
    ["src/giop/a.ts", "src/giop/b.ts", "src/iiop/c.ts", "src/giop/a.ts"],
  ]);
  assert.deepEqual(wrongArrows(files), ["src/giop/b.ts -> src/iiop/c.ts"]);
  assert.ok(!isAllowed("src/giop/a.ts", "node:net"));
  assert.ok(!isAllowed("src/iiop/orb.ts", "node:net"));
  assert.ok(!isAllowed("src/tango/client/a.ts", "zeromq"));
});

/** The facade src/index.ts may gather names from the entry points below it; the command is a user of all of them. */
function isFacadeOf(file: SourceFile, path: string): boolean {
  return layerOf(file.path) === "cli" || (file.path === "src/index.ts" && layerOf(path) !== undefined);
}

/** Whether a file of src may import this module, which is none of ours. */
function isAllowed(path: string, module: string): boolean {
  if (!module.startsWith("node:")) return false;
  if (layerOf(path) === "giop") return module === "node:buffer";
  if (module === "node:net")
    return path === "src/iiop/tcp-transport.ts" || path.startsWith("src/tango/zmtp/");
  if (module === "node:tls") return path.startsWith("src/iiop/");
  if (module === "node:worker_threads") return layerOf(path) === "threading";
  return true;
}
