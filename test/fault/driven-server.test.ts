import { test } from "node:test";
import { stressDrivenServer } from "../support/driven-stress.ts";

test(
  "a device that threads drive loses nothing of what was acknowledged, whichever are terminated, and gives all back",
  { timeout: 240_000 },
  (t) => stressDrivenServer(t, { seconds: 10 }),
);
