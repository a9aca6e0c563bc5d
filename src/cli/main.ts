#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";
import { SERVERS } from "./command-table.ts";
import { terminalOf } from "./terminal.ts";

// A reader that has seen enough (`bandoneon ls | head`) is no error. A server goes on: whoever started it may only have waited for it.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    process.stderr.write(`bandoneon: standard output does not take what is printed: ${error.message}\n`);
    process.exit(1);
  }
  if (!process.argv.some((argument) => SERVERS.has(argument))) process.exit(0);
});
// Nobody can be told that nobody reads what is wrong; a server is not to end by it either (`bandoneon tangotest test 2>&1 | grep -m1 Ready`).
process.stderr.on("error", () => {});

// The process ends by itself, when all is written: nothing that the command opened is left open.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: terminalOf(process.stdout, process.env),
});
