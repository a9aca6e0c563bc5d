// Runs the tests below the named folders of test/ with node:test. Node 20 has no globs in `--test`, and its
// own search does not know .ts, so the files are listed here.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const options = process.argv.slice(2).filter((argument) => argument.startsWith("-"));
const files = readdirSync(here, { recursive: true })
  .filter((file) => file.endsWith(".test.ts") && wanted.some((part) => file.startsWith(part)))
  .sort()
  .map((file) => join(here, file));
if (files.length === 0) {
  process.stderr.write(`no test below ${wanted.join(", ")}\n`);
  process.exit(1);
}
// This reporter tells once more at the end what failed, where nobody misses it.
const reporter = ["--test-reporter", "spec", "--test-reporter-destination", "stdout"];
const runner = spawn(process.execPath, ["--import", "tsx", "--test", ...reporter, ...options, ...files], {
  stdio: "inherit",
});
runner.on("exit", (code, signal) => process.exit(signal ? 1 : code));
