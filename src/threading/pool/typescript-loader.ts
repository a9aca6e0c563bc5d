import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * A module (as a data: URL) that a worker must run first, so that it can load TypeScript; null where it needs nothing. A thread does not
 * inherit `--import tsx` from its parent on Node 20, and a process only where the parent was started with it, so tsx is registered again in
 * the worker. Without tsx near the TypeScript, Node itself must be able to strip types: throws an Error where it is not.
 */
export function typescriptLoader(files: readonly URL[]): URL | null {
  const file = files.find(({ pathname }) => TYPESCRIPT.test(pathname));
  if (file === undefined) return null;
  const tsx = findTsx(file);
  if (tsx !== null) return runnable(`import { register } from ${JSON.stringify(tsx.href)}; register();`);
  if ((process.features as { typescript?: unknown }).typescript) return null;
  throw new Error(
    `this Node.js cannot load ${fileURLToPath(file)}, which is TypeScript: install tsx, or give the pool its built module`,
  );
}

/** A module of the code given, for `new Worker` and `--import`. */
export function runnable(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

function findTsx(from: URL): URL | null {
  try {
    const found = pathToFileURL(createRequire(from).resolve("tsx/package.json"));
    // By its path: what require() would find there is the CommonJS form, which cannot be imported.
    const api = new URL("./dist/esm/api/index.mjs", found);
    return existsSync(api) ? api : null;
  } catch {
    return null; // not installed
  }
}

const TYPESCRIPT = /\.[cm]?tsx?$/;
