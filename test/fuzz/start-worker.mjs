// Node 20 does not hand `--import tsx` down to threads: it is registered again before the fuzzer is loaded.
import { register } from "tsx/esm/api";

register();
await import("./fuzz-worker.ts");
