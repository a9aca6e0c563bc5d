import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import { runDatabaseExport } from "../../../src/cli/database-export.ts";
import { runDatabaseImport } from "../../../src/cli/database-import.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";

describe("import and export of the command", () => {
  let folder: string;
  let file: string;
  let data: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bandoneon-transfer-"));
    file = join(folder, "dump.sql");
    data = join(folder, "data");
    writeFileSync(
      file,
      "INSERT INTO server (name,host,mode,level) VALUES ('s/1','h',1,2);\nINSERT INTO ours (a) VALUES ('\x1b[31m');\n",
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = async (command: typeof runDatabaseImport, ...args: string[]) => {
    const lines: string[] = [];
    await command(args, (line) => lines.push(line));
    return lines;
  };

  it("puts a dump into a folder, and says what was left out", async () => {
    assert.deepEqual(await run(runDatabaseImport, file, "--data", data), [
      "rows: server 1",
      "note: rows of tables that are none of Tango, left out: 1 (ours)",
      `imported into ${data}`,
    ]);
    await assert.rejects(run(runDatabaseImport, file, "--data", data), { code: "TANGO_DATABASE_NOT_EMPTY" });
    for (const mode of ["--merge", "--replace"]) await run(runDatabaseImport, file, "--data", data, mode);
  });

  it("writes SQL and JSON that can be imported", async () => {
    await run(runDatabaseImport, file, "--data", data);
    const [sql, json] = [join(folder, "out.sql"), join(folder, "out.json")];
    assert.deepEqual(await run(runDatabaseExport, sql, "--data", data), []);
    assert.deepEqual(await run(runDatabaseExport, json, "--data", data), []);
    assert.match(readFileSync(sql, "latin1"), /\('s\/1','h',1,2\);/);
    assert.match(readFileSync(json, "utf8"), /^\{"format":"bandoneon-database"/);
    for (const written of [sql, json]) {
      const other = `${written}.data`;
      await run(runDatabaseImport, written, "--data", other);
      await run(runDatabaseExport, `${written}.again`, "--data", other);
      assert.equal(readFileSync(`${written}.again`, "latin1"), readFileSync(sql, "latin1"));
    }
  });

  it("leaves nothing behind where it fails", async () => {
    writeFileSync(file, "UPDATE server SET level=1;");
    await assert.rejects(run(runDatabaseImport, file, "--data", data), { code: "TANGO_DATABASE_FILE" });
    assert.ok(!existsSync(data));
    for (const place of [data, folder]) {
      await assert.rejects(run(runDatabaseExport, join(folder, "out.sql"), "--data", place), {
        code: "STORE_FORMAT",
      });
    }
    assert.deepEqual(readdirSync(folder), ["dump.sql"]);
  });

  const skip = process.platform === "win32" && "there are no pipes with names";
  it("writes through links, into pipes, and beside what has its name and .part", { skip }, async () => {
    await run(runDatabaseImport, file, "--data", data);
    const [target, link, pipe] = [join(folder, "target.sql"), join(folder, "link.sql"), join(folder, "pipe")];
    for (const path of [target, `${target}.part`]) writeFileSync(path, "kept");
    symlinkSync(target, link);
    await run(runDatabaseExport, link, "--data", data);
    assert.match(readFileSync(target, "latin1"), /\('s\/1','h',1,2\);/);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(readFileSync(`${target}.part`, "latin1"), "kept");
    execFileSync("mkfifo", [pipe]);
    const exported = run(runDatabaseExport, pipe, "--data", data);
    await setImmediate();
    assert.equal(await readFile(pipe, "latin1"), readFileSync(target, "latin1"));
    await exported;
    assert.ok(lstatSync(pipe).isFIFO());
    rmSync(target);
    await run(runDatabaseExport, link, "--data", data);
    assert.ok(lstatSync(target).isFile() && lstatSync(link).isSymbolicLink());
  });

  it("says what is wrong with a command line", async () => {
    for (const args of [
      [],
      [file, file],
      [file, "--replace", "--merge"],
      [file, "--charset", "koi8r"],
      [file, "--data", ":memory:"],
      [file, "--data", ""],
      [file, "--colour"],
    ]) {
      await assert.rejects(run(runDatabaseImport, ...args), UsageError, args.join(" "));
    }
    for (const args of [[file, file], ["--format", "xml"], ["--replace"]]) {
      await assert.rejects(run(runDatabaseExport, ...args), UsageError, args.join(" "));
    }
  });
});
