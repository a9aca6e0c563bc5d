// Makes dist/ (or the folder named) from src/: types by the compiler, JavaScript by the esbuild that tsx brings along. The
// JavaScript is bundled, with shared chunks, because loading two hundred small modules takes several times as long as
// running them: for the command, and for every worker of a pool.
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

const outdir = process.argv[2] ?? "dist";
rmSync(outdir, { recursive: true, force: true });
execFileSync("npx", ["tsc", "-p", "tsconfig.build.json", "--outDir", outdir], { stdio: "inherit" });
const { metafile } = await build({
  entryPoints: [
    "src/index.ts",
    "src/giop/index.ts",
    "src/iiop/index.ts",
    "src/threading/index.ts",
    "src/tango/database-server/index.ts",
    "src/cli/main.ts",
    "src/tango/pool/pool-worker.ts",
  ],
  outdir,
  outbase: "src",
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
});
// A pool looks for the entry of its workers from the file that it is built into (tango-thread-pool.ts).
const [file] = Object.entries(metafile.outputs).find(
  ([, { inputs }]) => inputs["src/tango/pool/tango-thread-pool.ts"]?.bytesInOutput > 0,
);
if (basename(dirname(file)) !== "chunks") throw new Error(`the pool is built into ${file}, not into a chunk`);
// Bundled, a class that speaks of itself is called _DeviceProxy, and one of two with a name Device2, which people would see. esbuild's own
// remedy, keepNames, wraps every closure. The name of no class in the sources ends in a digit.
for (const output of Object.keys(metafile.outputs).filter((name) => name.endsWith(".js"))) {
  const named = readFileSync(output, "utf8").replaceAll(
    /^var ([A-Za-z]+)(?:\d+ = class| = class _).*\{$/gm,
    '$& static { Object.defineProperty(this, "name", { value: "$1" }); }',
  );
  writeFileSync(output, named);
}
chmodSync(join(outdir, "cli/main.js"), 0o755);
