import { test } from "node:test";
import { checkPrograms } from "../../support/documentation.ts";

test("the programs in the documentation of threads compile", async (t) => {
  await checkPrograms(t, "docs/threading.md", { atLeast: 6 });
});
