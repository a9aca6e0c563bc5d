import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { Database } from "../../../../../src/tango/database/database.ts";
import type { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { testContext } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";

const TEXT = `
Exec/inst/DEVICE/Motor: "lab/motor/1",\\
                        "lab/motor/2"
Exec/inst/DEVICE/Pump: "lab/pump/1"
lab/motor/1->Host: here
lab/motor/1->limits: 1,\\
                     10
lab/motor/1/speed->unit: m/s
CLASS/Motor->doc: "two words"
CLASS/Motor/speed->label: Speed
FREE/CtrlSystem->Services: "AccessControl/tango:lab/motor/1"
`;

describe("Database in a file", () => {
  let folder: string;
  let file: string;
  let context: OrbContext;
  let database: Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bandoneon-file-"));
    file = join(folder, "server.db");
    writeFileSync(file, TEXT);
    context = testContext();
    database = new Database({ file, context });
  });
  afterEach(async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has the lists of its one server", async () => {
    assert.deepEqual(await database.getDeviceName("exec/INST", "motor"), ["lab/motor/1", "lab/motor/2"]);
    assert.deepEqual(await database.getDeviceName("Other/1", "Motor"), []);
    assert.deepEqual(await database.getDeviceDefined("lab/*/1"), ["lab/motor/1", "lab/pump/1"]);
    assert.deepEqual(await database.getDeviceDomain(), ["lab"]);
    assert.deepEqual(await database.getDeviceFamily("lab/*"), ["motor", "pump"]);
    assert.deepEqual(await database.getDeviceMember("lab/motor/*"), ["1", "2"]);
    assert.deepEqual(await database.getClassList("m*"), ["Motor"]);
    assert.deepEqual(await database.getServerList(), ["Exec/inst"]);
    assert.deepEqual(await database.getServerNameList(), ["Exec"]);
    assert.deepEqual(await database.getInstanceNameList("exec"), ["inst"]);
    assert.deepEqual(await database.getServerClassList("Exec/inst"), ["Motor", "Pump"]);
    assert.deepEqual(await database.getDeviceClassList("Exec/inst"), [
      { name: "lab/motor/1", className: "Motor", server: "Exec/inst" },
      { name: "lab/motor/2", className: "Motor", server: "Exec/inst" },
      { name: "lab/pump/1", className: "Pump", server: "Exec/inst" },
    ]);
    assert.equal(await database.getClassForDevice("LAB/pump/1"), "Pump");
    await assert.rejects(database.getClassForDevice("lab/pump/9"), { reason: "DB_IncorrectArguments" });
    assert.deepEqual(await database.getObjectList(), ["CtrlSystem"]);
    assert.deepEqual(await database.getDevicePropertyList("lab/motor/1", "h*"), ["Host"]);
    assert.deepEqual(await database.getClassPropertyList("Motor"), ["doc"]);
    assert.deepEqual(await database.getObjectPropertyList("ctrlsystem"), ["Services"]);
    assert.deepEqual(await database.getDeviceAttributeList("lab/motor/1"), ["speed"]);
    assert.deepEqual(await database.getClassAttributeList("Pump"), []);
    assert.match(
      await database.getInfo(),
      /^TANGO FileDatabase {2}.*server\.db\n[\s\S]*\nDevices defined = 3\n/,
    );
  });

  it("has properties, under the names by which they are asked for", async () => {
    assert.deepEqual(await database.getDeviceProperty("lab/motor/1", ["HOST", "limits", "none"]), {
      HOST: ["here"],
      limits: ["1", "10"],
      none: [],
    });
    assert.deepEqual(await database.getClassProperty("Motor", ["doc", "none"]), {
      doc: ["two words"],
      none: [],
    });
    assert.deepEqual(await database.getProperty("None", ["x"]), { x: [] });
    assert.deepEqual(await database.getDeviceAttributeProperty("lab/motor/1", ["speed", "none"]), {
      speed: { unit: ["m/s"] },
      none: {},
    });
    assert.deepEqual(await database.getServices("accesscontrol"), ["lab/motor/1"]);
  });

  it("writes every change, which another sees when it reads anew", async () => {
    const other = new Database({ file, context });
    await other.connect();
    await database.putDeviceProperty("lab/motor/1", {
      limits: [2, 20, "m\u00e9tr\u00e9"],
      "two words": "a,b",
    });
    await database.putDeviceAttributeProperty("lab/motor/2", { speed: { max_value: 5 } });
    await database.putClassAttributeProperty("Motor", { speed: { unit: "m" } });
    await database.putProperty("Mine", { x: 1 });
    await database.deleteDeviceProperty("lab/motor/1", "HO*");
    await database.deleteDeviceAttributeProperty("lab/motor/1", { speed: "unit" });
    await database.deleteClassProperty("Motor", { doc: [] });
    assert.deepEqual(await other.getDeviceProperty("lab/motor/1", "limits"), { limits: ["1", "10"] });
    await other.rereadFiledatabase();
    assert.deepEqual(await other.getDeviceProperty("lab/motor/1", ["limits", "two words", "Host"]), {
      limits: ["2", "20", "m\u00e9tr\u00e9"],
      "two words": ["a,b"],
      Host: [],
    });
    assert.deepEqual(await other.getDeviceAttributeProperty("lab/motor/2", "speed"), {
      speed: { max_value: ["5"] },
    });
    assert.deepEqual(await other.getDeviceAttributeProperty("lab/motor/1", "speed"), { speed: {} });
    assert.deepEqual(await other.getClassAttributeProperty("Motor", "speed"), {
      speed: { label: ["Speed"], unit: ["m"] },
    });
    assert.deepEqual(await other.getClassPropertyList("Motor"), []);
    assert.deepEqual(await other.getProperty("Mine", "x"), { x: ["1"] });
  });

  const skip = process.platform === "win32" && "there are no pipes with names";
  it("keeps what is changed while an older reading goes on for longer than a newer one", {
    skip,
  }, async () => {
    const kept = join(folder, "kept");
    renameSync(file, kept);
    execFileSync("mkfifo", [file]);
    const first = database.getDeviceDefined("lab/*");
    let pipe = 0;
    // It can be opened without a wait when somebody reads from it.
    await until(() => {
      try {
        pipe = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
      } catch {}
      return pipe > 0;
    });
    renameSync(kept, file);
    await database.rereadFiledatabase();
    writeSync(pipe, TEXT);
    closeSync(pipe);
    assert.equal((await first).length, 3);
    await database.putProperty("Mine", { x: 1 });
    assert.match(readFileSync(file, "utf8"), /FREE\/Mine->x: 1/);
  });

  it("is written when asked, and says what it is", async () => {
    await database.writeFiledatabase();
    assert.match(readFileSync(file, "utf8"), /^Exec\/inst\/DEVICE\/Motor: "lab\/motor\/1"/);
    assert.equal(database.getFileName(), file);
    assert.equal(await database.getServerRelease(), 230);
    assert.equal(database.isMultiTangoHost(), false);
    assert.equal(database.getDbHost(), null);
    assert.equal(database.devName(), file);
    assert.equal(await database.checkAccessControl("lab/motor/1"), "WRITE");
  });

  it("refuses what needs a server", async () => {
    const notSupported = {
      reason: "API_NotSupported",
      message: /Call to a Filedatabase not implemented: Db\w+/,
    };
    await assert.rejects(database.importDevice("lab/motor/1"), notSupported);
    await assert.rejects(
      database.addDevice({ name: "a/b/c", className: "Motor", server: "Exec/inst" }),
      notSupported,
    );
    await assert.rejects(
      database.putDevicePipeProperty("lab/motor/1", { Trace: { label: "x" } }),
      notSupported,
    );
    await assert.rejects(database.reconnect(), { reason: "API_NotSupported" });
    await assert.rejects(database.commandInout("DbInfo"), { reason: "API_NotSupported" });
  });

  it("reports a file that is not there or malformed, and reads it when it is mended", async () => {
    writeFileSync(file, "nonsense");
    const malformed = {
      name: "ConnectionFailed",
      reason: "API_DatabaseFileError",
      message: /at line 1 in file/,
    };
    await assert.rejects(database.getDeviceDefined(), malformed);
    await assert.rejects(database.writeFiledatabase(), malformed);
    assert.equal(readFileSync(file, "utf8"), "nonsense");
    writeFileSync(file, TEXT);
    assert.equal((await database.getDeviceDefined()).length, 3);
    const absent = new Database({ file: join(folder, "none"), context });
    await assert.rejects(absent.buildConnection(), { reason: "API_DatabaseFileError" });
  });

  it("ends with close, and obeys a signal", async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(database.getDeviceDefined("*", { signal }), { reason: "API_CallAborted" });
    const change = database.putProperty("Mine", { x: 1 });
    database.close();
    await assert.rejects(database.getProperty("Mine", "x"), {
      reason: "API_DatabaseFileError",
      message: /closed/,
    });
    await change.catch(() => undefined);
  });
});
