import { test } from "node:test";
import { checkPrograms } from "../../support/documentation.ts";

test("the programs in the documentation of events compile", async (t) => {
  await checkPrograms(t, "docs/events.md", { atLeast: 2 });
});
