import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compilePrograms, runProgram } from "../../support/compiled-program.ts";
import { ROOT } from "../../support/source-files.ts";

// Every program in the documentation, as it stands there. All of them at once: the compiler reads the library once.

const DOCUMENTS = ["README.md", ...readdirSync(join(ROOT, "docs")).map((file) => join("docs", file))];

/** Of the programs, what those have in them that are also run. */
const RUN = ['from "bandoneon/iiop"', "DeviceTestContext.start"];

test("the programs in the documentation compile, and those run that need no Tango system", async (t) => {
  const texts = DOCUMENTS.flatMap((document) => {
    const markdown = readFileSync(join(ROOT, document), "utf8");
    return Array.from(markdown.matchAll(/^```ts\n(.*?)^```$/gms), ([, text]) => text!);
  });
  assert.ok(texts.length >= 30, `${texts.length} programs are found`);
  const programs = await compilePrograms(t, texts);
  for (const part of RUN) await runProgram(programs.find(({ text }) => text.includes(part))!);
});
