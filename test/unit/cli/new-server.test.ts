import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { commandOutput } from "../../support/command-output.ts";

/** Runs the command in a folder of its own. */
function inFolder(t: TestContext) {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "bandoneon-new-server-"));
  process.chdir(folder);
  t.after(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });
  return (...args: readonly string[]) => commandOutput("new-server", ...args);
}

test("writes a project and says how to go on", async (t) => {
  const run = inFolder(t);
  const { code, out, err } = await run("PowerSupply");
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /PowerSupply\/src\/power-supply\.ts\n/);
  assert.match(out, /\nnext: cd PowerSupply && npm install && npm start\n$/);
  const read = (path: string) => readFileSync(join("PowerSupply", path), "utf8");
  const manifest = JSON.parse(read("package.json"));
  assert.equal(manifest.name, "power-supply");
  assert.match(manifest.dependencies.bandoneon, /^\^\d+\.\d+\.\d+$/);
  assert.match(read("src/power-supply.ts"), /^export class PowerSupply extends Device \{$/m);
  assert.match(
    read("src/main.ts"),
    /^await runServer\(\[PowerSupply\], \{ executable: "PowerSupply" \}\);$/m,
  );
  for (const entry of readdirSync("PowerSupply", { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = entry.name + readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8");
    assert.doesNotMatch(text, /my-?device|bandoneon_version/i);
  }
  assert.match(read(".gitignore"), /^node_modules\/$/m);
});

test("puts the name only where the template has its own", async (t) => {
  await inFolder(t)("AmydeviceB");
  assert.match(readFileSync("AmydeviceB/src/main.ts", "utf8"), /^await runServer\(\[AmydeviceB\]/m);
});

test("gives the files as JSON", async (t) => {
  const { out } = await inFolder(t)("A", "--json");
  const { folder, files } = JSON.parse(out);
  assert.equal(folder, "A");
  assert.ok(files.includes("src/a.test.ts"));
});

test("overwrites nothing", async (t) => {
  const run = inFolder(t);
  await run("PowerSupply");
  const before = readFileSync("PowerSupply/README.md", "utf8");
  const { code, out, err } = await run("PowerSupply");
  assert.deepEqual([code, out], [2, ""]);
  assert.match(err, /PowerSupply is there already; nothing was written/);
  assert.equal(readFileSync("PowerSupply/README.md", "utf8"), before);
});

test("refuses what is no name of a class, and writes nothing", async (t) => {
  const run = inFolder(t);
  for (const [args, message] of [
    [[], /NAME of the device class is missing/],
    [["A", "B"], /what is "B"\?/],
    [["power-supply"], /"power-supply" is no name for a device class: it should be like PowerSupply/],
    [["my_magnet"], /it should be like MyMagnet/],
    [["../A"], /no name for a device class/],
    [["1A"], /no name .* like PowerSupply/],
    [["Device"], /Device is taken/],
    [["Main"], /Main is taken/],
  ] as const) {
    const { code, err } = await run(...args);
    assert.equal(code, 2);
    assert.match(err, message);
  }
  assert.deepEqual(readdirSync("."), []);
});
