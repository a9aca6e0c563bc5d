import { test } from "node:test";
import { checkPrograms, runProgram } from "../../support/documentation.ts";

test("the programs in the README compile, and that of the ORB by itself runs", async (t) => {
  const programs = await checkPrograms(t, "README.md", { atLeast: 4 });
  await runProgram(programs.find(({ text }) => text.includes("bandoneon/iiop"))!);
});
