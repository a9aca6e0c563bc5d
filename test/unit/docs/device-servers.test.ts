import { test } from "node:test";
import { checkPrograms, runProgram } from "../../support/documentation.ts";

test("the programs in the documentation of device servers compile, and the test among them passes", async (t) => {
  const programs = await checkPrograms(t, "docs/device-servers.md", { atLeast: 7 });
  await runProgram(programs.find(({ text }) => text.includes("DeviceTestContext.start"))!);
});

test("the programs in the documentation of the events of servers compile", async (t) => {
  await checkPrograms(t, "docs/server-events.md", { atLeast: 1 });
});
