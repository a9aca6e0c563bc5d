// Runs the tests below the named folders of test/ with node:test. Node 20 has no globs in `--test`, and its
// own search does not know .ts, so the files are listed here.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Where files share a process for each folder below, because most of their time is the start of one: 16 s became 2 s for
 * unit/giop. The other folders measure, freeze and end processes, so each file has one of its own.
 */
const SHARED = ["unit", "engine", "golden", "rules"];
/**
 * A process that does not end is a failure that names it, not a run without end. The longest takes four minutes; whoever looks longer, by
 * FUZZ_SECONDS for one, gives --test-timeout=MS, which counts instead.
 */
const LIMIT_MS = 20 * 60_000;

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const options = process.argv.slice(2).filter((argument) => argument.startsWith("-"));
const files = readdirSync(here, { recursive: true })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".test.ts") && wanted.some((part) => file.startsWith(part)))
  .sort();
if (files.length === 0) {
  process.stderr.write(`no test below ${wanted.join(", ")}\n`);
  process.exit(1);
}

const entries = mkdtempSync(join(tmpdir(), "bandoneon-test-"));
process.on("exit", () => rmSync(entries, { recursive: true }));
// A signal would end this process without its "exit"; the runner gets those of a terminal, too, and ends by them.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => runner.kill(signal));

// This reporter tells once more at the end what failed, where nobody misses it.
const reporter = ["--test-reporter", "spec", "--test-reporter-destination", "stdout"];
const runner = spawn(
  process.execPath,
  ["--import", "tsx", "--test", `--test-timeout=${LIMIT_MS}`, ...reporter, ...options, ...programs(files)],
  { stdio: "inherit" },
);
runner.on("exit", (code, signal) => process.exit(signal ? 1 : code));

/** The files to run, one for each process: with those that share one, a module that has each as a suite. */
function programs(files) {
  const found = new Map();
  for (const file of files) {
    const [kind, part = ""] = dirname(file).split("/");
    const program = SHARED.includes(kind) ? join(entries, `${kind}-${part}.mjs`) : join(here, file);
    found.set(program, [...(found.get(program) ?? []), file]);
  }
  for (const [program, members] of found) {
    if (!program.startsWith(entries)) continue;
    const suites = members.map((file) => {
      const url = pathToFileURL(join(here, file)).href;
      return `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(url)}));\n`;
    });
    writeFileSync(program, `import { describe } from "node:test";\n\n${suites.join("")}`);
  }
  return found.keys();
}
