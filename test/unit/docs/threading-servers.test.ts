import { test } from "node:test";
import { checkPrograms } from "../../support/documentation.ts";

test("the programs in the documentation of servers and threads compile", async (t) => {
  await checkPrograms(t, "docs/threading-servers.md", { atLeast: 3 });
});
