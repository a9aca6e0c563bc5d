import assert from "node:assert/strict";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { FileServerDatabase } from "../../../../../src/tango/server/database/file-server-database.ts";

const SERVER = { executable: "Exec", instance: "inst" };
const TEXT = 'Exec/inst/DEVICE/Motor: "lab/motor/1"\nlab/motor/1->host: here\nlab/motor/1/speed->unit: m/s\n';

describe("a server database in a file", () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bandoneon-file-"));
    path = join(folder, "server.db");
    writeFileSync(path, TEXT);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const opened = async () => {
    const database = new FileServerDatabase(path);
    await database.open(SERVER);
    return database;
  };

  it("is read when the server starts, whatever the case of its name", async () => {
    const database = new FileServerDatabase(path);
    await database.open({ executable: "exec", instance: "INST" });
    assert.deepEqual(await database.classNames(), ["Motor"]);
    assert.deepEqual(await database.deviceNames("motor"), ["lab/motor/1"]);
    assert.deepEqual(await database.deviceProperties("lab/motor/1", ["HOST"]), { HOST: ["here"] });
    assert.deepEqual(await database.deviceAttributeProperties("lab/motor/1", ["speed"]), {
      speed: { unit: ["m/s"] },
    });
  });

  it("keeps what is changed while it is read anew", async () => {
    const database = await opened();
    const properties = ["first", "second", "third"];
    const put = (name: string) => database.putDeviceProperties("lab/motor/1", { [name]: name });
    for (const name of properties) {
      const opening = database.open(SERVER);
      // Of several turns of promises and of the event loop that it takes to read a file.
      for (let i = properties.indexOf(name); i > 0; i--) await turn();
      await put(name);
      await opening;
    }
    await put("last");
    const kept = await (await opened()).deviceProperties("lab/motor/1", [...properties, "last"]);
    assert.deepEqual(kept, { first: ["first"], second: ["second"], third: ["third"], last: ["last"] });
  });

  it("is read anew while one change follows the other", async () => {
    const database = await opened();
    let isOpen = false;
    let changes = 0;
    const changing = (async () => {
      while (!isOpen && changes < 300)
        await database.putDeviceProperties("lab/motor/1", { n: `${++changes}` });
    })();
    await database.open(SERVER);
    isOpen = true;
    await changing;
    assert.ok(changes < 300);
    const kept = await (await opened()).deviceProperties("lab/motor/1", ["n"]);
    assert.deepEqual(kept, { n: [`${changes}`] });
  });

  it("is written with every change, and nothing else is left", async () => {
    const database = await opened();
    await database.putDeviceAttributeProperties("lab/motor/1", { speed: { __value: 2.5 } });
    await database.deleteDeviceProperties("lab/motor/1", ["host"]);
    await database.putClassProperties("Motor", { doc_url: "a b" });
    const other = await opened();
    assert.deepEqual(await other.deviceAttributeProperties("lab/motor/1", ["speed"]), {
      speed: { unit: ["m/s"], __value: ["2.5"] },
    });
    assert.deepEqual(await other.deviceProperties("lab/motor/1", ["host"]), { host: [] });
    assert.deepEqual(await other.classProperties("Motor", ["doc_url"]), { doc_url: ["a b"] });
    assert.deepEqual(readdirSync(folder), ["server.db"]);
  });

  it("has all changes that were made at once", async () => {
    const database = await opened();
    const puts = Array.from({ length: 50 }, (_, i) =>
      database.putDeviceProperties("lab/motor/1", { [`p${i}`]: i }),
    );
    await database.close();
    const text = readFileSync(path, "utf8");
    for (let i = 0; i < 50; i++) assert.ok(text.includes(`lab/motor/1->p${i}: ${i}\n`));
    await Promise.all(puts);
  });

  it("keeps its permissions, and the link by which it is reached", async () => {
    chmodSync(path, 0o640);
    const link = join(folder, "link.db");
    symlinkSync(path, link);
    const database = new FileServerDatabase(link);
    await database.open(SERVER);
    await database.putDeviceProperties("lab/motor/1", { host: "there" });
    assert.match(readFileSync(path, "utf8"), /host: there/);
    assert.equal(statSync(path).mode & 0o777, 0o640);
  });

  it("is read anew when it is opened again", async () => {
    const database = await opened();
    writeFileSync(path, TEXT.replace("here", "elsewhere"));
    await database.open(SERVER);
    assert.deepEqual(await database.deviceProperties("lab/motor/1", ["host"]), { host: ["elsewhere"] });
  });

  it("rejects a file that is missing, malformed or another server's", async () => {
    const fails = (reason: string, message: RegExp) =>
      assert.rejects(opened(), { name: "ConnectionFailed", reason, message });
    writeFileSync(path, `${TEXT}nonsense\n`);
    await fails("API_DatabaseFileError", /File database: Error in file at line 5 in file .*server\.db\./);
    writeFileSync(path, TEXT.replace("Exec/inst", "Exec/other"));
    await fails("API_DatabaseFileError", /Can't find device server Exec\/inst in file/);
    rmSync(path);
    await fails("API_DatabaseFileError", /FILEDATABASE could not open file .*server\.db\./);
  });

  it("rejects a class that it has not, and properties of pipes, as cppTango does", async () => {
    const database = await opened();
    await assert.rejects(database.deviceNames("Pump"), {
      reason: "API_DatabaseFileError",
      message: /Can't find class Pump in file/,
    });
    assert.deepEqual(await database.devicePipeProperties("lab/motor/1", ["trace"]), { trace: {} });
    await assert.rejects(database.putDevicePipeProperties(), { reason: "API_NotSupported" });
    await assert.rejects(database.deleteDevicePipeProperties(), { reason: "API_NotSupported" });
  });

  it("tells who changes it that it cannot be written, and is written again when it can", async () => {
    const database = await opened();
    rmSync(folder, { recursive: true });
    await assert.rejects(database.putDeviceProperties("lab/motor/1", { host: "a" }), {
      reason: "API_DatabaseFileError",
      message: /could not write file/,
    });
    folder = mkdtempSync(join(tmpdir(), "bandoneon-file-"));
    await database.close();
  });
});
