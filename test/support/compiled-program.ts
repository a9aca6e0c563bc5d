import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { promisify } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import { ROOT } from "./source-files.ts";

const run = promisify(execFile);

/** A program for users of the package, as they have it, and a file of it that runs on the sources. */
export interface CompiledProgram {
  readonly text: string;
  readonly file: string;
}

/** Compiles programs, as strictly as the sources, and gives them; their files are gone when the test ends. */
export async function compilePrograms(
  t: TestContext,
  texts: readonly string[],
): Promise<readonly CompiledProgram[]> {
  const folder = await mkdtemp(join(tmpdir(), "bandoneon-"));
  t.after(() => rm(folder, { recursive: true }));
  // tsx and the compiler would look for the package in different places: the path serves both.
  const onSources = (text: string) =>
    text.replace(/"bandoneon(\/[\w-]+)?"/g, (_, entry = "") => JSON.stringify(sourceOf(`.${entry}`)));
  const programs = texts.map((text, i) => ({ text, file: join(folder, `program-${i}.ts`) }));
  for (const { text, file } of programs) await writeFile(file, onSources(text));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const compilerOptions = {
    rootDir: "/",
    noUnusedLocals: false,
    rewriteRelativeImportExtensions: false,
    typeRoots: [join(ROOT, "node_modules/@types")],
  };
  const files = programs.map(({ file }) => file);
  const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions, files, include: [] };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const problems = await run(process.execPath, [compiler, "-p", folder]).catch(({ stdout }) => ({ stdout }));
  const lines = String(problems.stdout).split("\n");
  assert.deepEqual(
    lines.filter((line) => line.includes("program-")),
    [],
  );
  return programs;
}

/** Runs such a program to its end; rejects where it fails. */
export async function runProgram({ file }: CompiledProgram): Promise<void> {
  await run(process.execPath, ["--import", "tsx", file], { cwd: join(file, "..") });
}

/** The source of an entry point of the package. */
function sourceOf(entry: string): string {
  const exports: Readonly<Record<string, string | { readonly default: string }>> = manifest.exports;
  const built = exports[entry];
  if (typeof built !== "object") throw new Error(`the package has no entry point ${entry}`);
  return join(ROOT, built.default.replace("/dist/", "/src/").replace(/js$/, "ts"));
}
