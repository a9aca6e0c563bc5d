import { test } from "node:test";
import { checkPrograms } from "../../support/documentation.ts";

test("the program in the documentation of groups compiles", async (t) => {
  await checkPrograms(t, "docs/groups.md", { atLeast: 1 });
});
