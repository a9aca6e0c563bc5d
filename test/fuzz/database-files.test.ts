import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { DatabaseFileError } from "../../src/tango/database-server/sql/database-file-error.ts";
import { importSql } from "../../src/tango/database-server/transfer/import-sql.ts";
import { exportJson, importJson } from "../../src/tango/database-server/transfer/json-database.ts";
import { sqlOf, storeOf } from "../support/database-tables.ts";
import { ROOT } from "../support/source-files.ts";
import { mutate } from "./mutation.ts";
import { Random } from "./random.ts";
import { chunksOf } from "./targets.ts";

// Feeds the readers of dumps and of JSON with damaged files: each ends in a database that can be exported, or in a DatabaseFileError.
// SEED=123:4567 repeats one input, FUZZ_SECONDS lengthens the run.

test("no damaged file makes an import fail strangely", async (context) => {
  const [seed = 0, only] = (process.env.SEED ?? String(randomInt(2 ** 31))).split(":").map(Number);
  const end = performance.now() + (Number(process.env.FUZZ_SECONDS ?? 30) / 6) * 1000;
  const corpus = await files();
  let refused = 0;
  let index = only ?? 0;
  for (; index === (only ?? 0) || (only === undefined && performance.now() < end); index++) {
    const random = Random.ofInput(seed, index);
    const file = mutate(random.pick(corpus), corpus, random);
    const pieces = chunksOf(file, random);
    try {
      const imported = await (file[0] === OPENING_BRACE ? importJson(pieces) : importSql(pieces));
      sqlOf(await storeOf(imported));
    } catch (error) {
      if (!(error instanceof DatabaseFileError)) {
        throw new Error(`to be replayed with SEED=${seed}:${index}`, { cause: error });
      }
      refused++;
    }
  }
  context.diagnostic(`SEED=${seed}: ${index} files, ${refused} refused`);
  assert.ok(only !== undefined || (refused > 0 && refused < index));
});

/** Small parts of dumps: what is long is not what is difficult. */
async function files(): Promise<readonly Uint8Array[]> {
  const sql = ["tango-9.3.4", "tango-10.0.2"].flatMap((folder) => {
    const read = (name: string) => readFileSync(join(ROOT, "fixtures", folder, "database", name));
    const named = read("dump-named.sql").toString("latin1");
    const tables = named.split(/(?=^DROP TABLE)/m).filter((part) => part.includes("INSERT INTO"));
    return [read("dump-rest.sql"), ...tables.map((part) => Buffer.from(part, "latin1"))];
  });
  const json = Buffer.concat([...exportJson(await storeOf(await importSql([sql[0]!])))]);
  return [...sql, json, json];
}

const OPENING_BRACE = 0x7b;
