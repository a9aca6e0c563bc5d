#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";

// A reader that has seen enough (`bandoneon ls | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

// The process ends by itself, when all is written: nothing that the command opened is left open.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
