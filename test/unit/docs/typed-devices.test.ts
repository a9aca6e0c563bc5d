import { test } from "node:test";
import { checkPrograms } from "../../support/documentation.ts";

test("the program in the documentation of typed devices compiles, and its mistakes do not", async (t) => {
  await checkPrograms(t, "docs/typed-devices.md", { atLeast: 1 });
});
