import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

test("the programs in the documentation of device servers compile, and the test among them passes", async (t) => {
  const documents = ["docs/device-servers.md", "docs/server-events.md"];
  const texts = await Promise.all(documents.map((document) => readFile(join(ROOT, document), "utf8")));
  const programs = Array.from(texts.join("\n").matchAll(/^```ts\n(.*?)^```$/gms), ([, program]) => program!);
  assert.ok(programs.length >= 8, `${programs.length} programs are found`);
  const folder = await mkdtemp(join(tmpdir(), "bandoneon-"));
  t.after(() => rm(folder, { recursive: true }));
  const files = programs.map((_, i) => join(folder, `program-${i}.ts`));
  // tsx and the compiler would look for the package in different places: the path serves both.
  const entry = JSON.stringify(join(ROOT, "src/index.ts"));
  for (const [i, program] of programs.entries()) {
    await writeFile(files[i]!, program.replace('"bandoneon"', entry));
  }
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const compilerOptions = {
    rootDir: "/",
    noUnusedLocals: false,
    rewriteRelativeImportExtensions: false,
    typeRoots: [join(ROOT, "node_modules/@types")],
  };
  const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions, files, include: [] };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const problems = await run(process.execPath, [compiler, "-p", folder]).catch(({ stdout }) => ({ stdout }));
  assert.deepEqual(
    String(problems.stdout)
      .split("\n")
      .filter((line) => line.includes("program-")),
    [],
  );
  const tested = files[programs.findIndex((program) => program.includes("DeviceTestContext.start"))]!;
  await run(process.execPath, ["--import", "tsx", tested], { cwd: folder });
});
