// What the workers of a TangoThreadPool begin with: the entry of the package for `new Worker` and `fork`, not for import.
import { servePool } from "../../threading/pool/serve-pool.ts";
import { TRANSFERRED_ERRORS } from "./transferred-errors.ts";

servePool(TRANSFERRED_ERRORS);
