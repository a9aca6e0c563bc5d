import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { FileTarget } from "../../../../../src/tango/server/logging/file-target.ts";
import { formatXml } from "../../../../../src/tango/server/logging/xml-layout.ts";
import { aRecord } from "./a-record.ts";

describe("a file target", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "bandoneon-log-"));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it("makes its folder and writes what was told before it was open", async () => {
    const path = join(folder, "exec", "inst", "a.log");
    const target = new FileTarget(path, { maxSize: 1e6, makeFolder: true }, assert.fail);
    const records = ["1", "2"].map((message) => aRecord({ message }));
    for (const record of records) target.write(record);
    assert.equal(target.name, `file::${path}`);
    assert.equal(await target.isAlive(), true);
    await target.close();
    assert.equal(await readFile(path, "utf8"), records.map(formatXml).join(""));
    assert.equal((await stat(path)).mode & 0o777, 0o644 & ~process.umask());
    assert.equal(target.lost, 0);
  });

  it("appends to what is there", async () => {
    const path = join(folder, "b.log");
    await writeFile(path, "before\n");
    const target = new FileTarget(path, { maxSize: 1e6, makeFolder: false }, assert.fail);
    target.write(aRecord());
    await target.close();
    assert.equal(await readFile(path, "utf8"), `before\n${formatXml(aRecord())}`);
  });

  it("puts the file aside once it has reached its size, and keeps one of these", async () => {
    const path = join(folder, "c.log");
    const event = formatXml(aRecord({ message: "é" }));
    const maxSize = Buffer.byteLength(event) * 2 - 1;
    const target = new FileTarget(path, { maxSize, makeFolder: false }, assert.fail);
    for (let i = 0; i < 5; i++) target.write(aRecord({ message: "é" }));
    await target.close();
    assert.equal(await readFile(path, "utf8"), event);
    assert.equal(await readFile(`${path}.1`, "utf8"), event + event);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith("c.log")),
      ["c.log", "c.log.1"],
    );
  });

  it("puts aside a file that was too large already, after one record more", async () => {
    const path = join(folder, "d.log");
    await writeFile(path, "x".repeat(1000));
    const target = new FileTarget(path, { maxSize: 1000, makeFolder: false }, assert.fail);
    target.write(aRecord({ message: "1" }));
    target.write(aRecord({ message: "2" }));
    await target.close();
    assert.equal(await readFile(path, "utf8"), formatXml(aRecord({ message: "2" })));
  });

  it("fails to open where it cannot, and then loses what it is given", async () => {
    const path = join(folder, "none", "x.log");
    const target = new FileTarget(path, { maxSize: 1e6, makeFolder: false }, assert.fail);
    target.write(aRecord());
    await assert.rejects(target.opened, {
      reason: "API_CannotOpenFile",
      message: new RegExp(`Could not open logging file ${path}`),
    });
    assert.equal(await target.isAlive(), false);
    await target.close();
    assert.equal(target.lost, 1);
  });

  it("does not wait for somebody to read a pipe", async () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const target = new FileTarget(path, { maxSize: 1e6, makeFolder: false }, assert.fail);
    await assert.rejects(target.opened, { reason: "API_CannotOpenFile" });
    await target.close();
  });

  it("never puts aside what is no regular file", async () => {
    const path = join(folder, "pipe-with-reader");
    execFileSync("mkfifo", [path]);
    const reader = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const target = new FileTarget(path, { maxSize: 1, makeFolder: false }, assert.fail);
    target.write(aRecord({ message: "1" }));
    target.write(aRecord({ message: "2" }));
    await target.close();
    assert.equal(
      await reader.readFile("utf8"),
      formatXml(aRecord({ message: "1" })) + formatXml(aRecord({ message: "2" })),
    );
    await reader.close();
    assert.equal((await stat(path)).isFIFO(), true);
  });

  it("tells of a failure once, and goes on when it is over", async () => {
    const path = join(folder, "e.log");
    const problems: string[] = [];
    const target = new FileTarget(path, { maxSize: 1, makeFolder: false }, (problem) =>
      problems.push(problem),
    );
    // What the full file should replace cannot be replaced.
    await mkdir(join(`${path}.1`, "inner"), { recursive: true });
    for (let i = 0; i < 3; i++) target.write(aRecord({ message: `${i}` }));
    await target.flush();
    for (let i = 3; i < 6; i++) target.write(aRecord({ message: `${i}` }));
    await target.flush();
    assert.deepEqual(problems, [`cannot write the log to ${path}`]);
    assert.equal(target.lost, 4, "the first of each three was written");
    await rm(`${path}.1`, { recursive: true });
    target.write(aRecord({ message: "good" }));
    await target.close();
    assert.match(await readFile(`${path}.1`, "utf8"), /CDATA\[good\]/);
    assert.equal(target.lost, 4);
  });
});
