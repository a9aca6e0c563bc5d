import { Worker } from "node:worker_threads";

/**
 * Starts a file of the examples as a thread. They run from their TypeScript source, and a thread does not inherit tsx from its parent as a
 * process does. A program that was built just says `new Worker(file, { argv })`, and a TangoThreadPool sees to it itself.
 */
export function startThread(file: URL, argv: readonly string[]): Worker {
  const code = `import("tsx/esm/api").then((tsx) => { tsx.register(); return import("${file}"); })`;
  return new Worker(code, { eval: true, argv: [...argv] });
}
