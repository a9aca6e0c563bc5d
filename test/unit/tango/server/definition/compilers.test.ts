import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));
const PROGRAM = "test/support/fixture/decorated-device.ts";

const EXPECTED = {
  attributes: ["current READ_WRITE", "level READ_WRITE", "voltage READ_WRITE"],
  commands: ["count"],
  properties: ["host"],
  count: 8,
  level: 5,
};

test("decorators work as tsx brings them", async () => {
  const { stdout } = await run(process.execPath, ["--import", "tsx", join(ROOT, PROGRAM)], { cwd: ROOT });
  assert.deepEqual(JSON.parse(stdout), EXPECTED);
});

test("decorators work as the TypeScript compiler emits them", async (t) => {
  const folder = await temporaryFolder(t);
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const files = { extends: join(ROOT, "tsconfig.json"), files: [join(ROOT, PROGRAM)], include: [] };
  const typeRoots = [join(ROOT, "node_modules/@types")];
  const compilerOptions = {
    noEmit: false,
    noCheck: true,
    rootDir: ROOT,
    outDir: folder,
    target: "es2022",
    typeRoots,
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ ...files, compilerOptions }));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  await run(process.execPath, [compiler, "-p", folder]);
  const { stdout } = await run(process.execPath, [join(folder, PROGRAM.replace(/\.ts$/, ".js"))]);
  assert.deepEqual(JSON.parse(stdout), EXPECTED);
});

test("decorators work in a bundle from which everything unused was taken", async (t) => {
  const outfile = join(await temporaryFolder(t), "bundle.mjs");
  const { warnings } = await build({
    entryPoints: [join(ROOT, PROGRAM)],
    outfile,
    bundle: true,
    minify: true,
    treeShaking: true,
    format: "esm",
    platform: "node",
    target: "node20",
  });
  assert.deepEqual(warnings, []);
  const { stdout } = await run(process.execPath, [outfile]);
  assert.deepEqual(JSON.parse(stdout), EXPECTED);
});

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bandoneon-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}
