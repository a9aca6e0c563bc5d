import { importsOf, type SourceFile } from "./source-files.ts";

/** The cycles of the graph of imports: each as the files along it, the first again at the end. */
export function importCycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const graph = new Map(files.map((file) => [file.path, importedPaths(file)]));
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): void => {
    const from = trail.indexOf(path);
    if (from >= 0) cycles.push([...trail.slice(from), path]);
    if (from >= 0 || finished.has(path)) return;
    trail.push(path);
    for (const next of graph.get(path) ?? []) visit(next);
    trail.pop();
    finished.add(path);
  };
  for (const file of files) visit(file.path);
  return cycles;
}

/** The paths that a file imports from this project. */
export function importedPaths(file: SourceFile): readonly string[] {
  return importsOf(file).flatMap(({ path }) => (path === undefined ? [] : [path]));
}

/** Layers from the lowest up: each may import those before it and itself. */
export const LAYERS: readonly string[] = ["giop", "iiop", "threading", "tango", "cli"];

/** The layer of a path below src, or undefined for one that belongs to none (the facade src/index.ts). */
export function layerOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** Imports that point up, as texts `from -> to`; also a folder of src that is no layer. */
export function wrongArrows(files: readonly SourceFile[]): readonly string[] {
  const wrong: string[] = [];
  for (const file of files) {
    const layer = layerOf(file.path);
    if (layer === undefined) continue;
    if (!LAYERS.includes(layer)) wrong.push(`${file.path} -> (a layer that does not exist)`);
    for (const path of importedPaths(file)) {
      // The facade stands between tango and the command, its only user inside.
      if (layer === "cli" && path === "src/index.ts") continue;
      const other = layerOf(path);
      if (other === undefined || LAYERS.indexOf(other) > LAYERS.indexOf(layer))
        wrong.push(`${file.path} -> ${path}`);
    }
  }
  return wrong;
}
