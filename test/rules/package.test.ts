import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LIBRARY_VERSIONS } from "../../src/tango/server/library-versions.ts";
import { ROOT, sourceFiles } from "../support/source-files.ts";

const manifest = JSON.parse(read("package.json")) as Record<string, unknown> & {
  exports: Record<string, string | Record<string, string>>;
  devDependencies: Record<string, string>;
};

test("depends on nothing at run time", () => {
  for (const key of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"])
    assert.equal(manifest[key], undefined, key);
  assert.deepEqual(Object.keys(manifest.devDependencies).sort(), [
    "@biomejs/biome",
    "@types/node",
    "tsx",
    "typescript",
  ]);
});

test("runs no script when it is installed", () => {
  const scripts = Object.keys(manifest.scripts as object);
  assert.deepEqual(
    scripts.filter((name) => /^(pre|post)?(install|prepare)$/.test(name)),
    [],
  );
});

test("has a source for every entry point", () => {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [] : Object.values(target),
  );
  assert.ok(targets.length >= 8);
  for (const target of [...targets, ...Object.values(manifest.bin as Record<string, string>)].filter((path) =>
    path.includes("dist/"),
  )) {
    const source = target.replace(/^(\.\/)?dist\//, "src/").replace(/(\.d\.ts|\.js)$/, ".ts");
    assert.ok(existsSync(join(ROOT, source)), `${target} needs ${source}`);
  }
});

test("tells clients of its servers the version of the package", () => {
  const [own] = LIBRARY_VERSIONS;
  assert.deepEqual(own, ["Bandoneon", manifest.version]);
});

test("locks versions without the address of a registry", () => {
  const lock = read("package-lock.json");
  assert.doesNotMatch(
    lock,
    /"resolved"|https?:\/\/(?!(opencollective|github|www|tidelift|paypal|ko-fi|patreon))/,
  );
});

test("tells nothing of the machine it was made on", () => {
  const wrong = trackedFiles().flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, i) =>
        MACHINE.some((pattern) => pattern.test(line)) ? [`${path}:${i + 1}: ${line.trim()}`] : [],
      ),
  );
  assert.deepEqual(wrong, []);
});

test("keeps in fixtures no name of the machine they were captured on", () => {
  const name = hostname();
  // A name as short as "vm" occurs anywhere.
  if (name.length < 4) return;
  const wrong = trackedFiles().filter(
    ({ path, text }) => path.startsWith("fixtures/") && text.includes(name),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

// Spelt in parts, so that this file does not match itself.
const MACHINE = [
  ["/wo", "rk/(main|shared)"],
  ["/tmp/", "(helpers|peers|bash_jobs)"],
  ["/ro", "ot/"],
  ["/home/", "(user|ubuntu|runner|node)/"],
].map((parts) => new RegExp(parts.join("")));

function trackedFiles(): readonly { path: string; text: string }[] {
  // Outside a clone (an unpacked archive) the sources alone.
  if (!existsSync(join(ROOT, ".git"))) return [...sourceFiles("src"), ...sourceFiles("test")];
  return execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: read(path) }));
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
