import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { Group } from "../../../../../src/tango/client/group/group.ts";
import type { Names } from "../../../../../src/tango/naming/name-list.ts";
import { testContext } from "../../../../support/fake-device.ts";

// What is in a group and how it is found. No device is called, and no database asked.

const options = { context: testContext(), tangoHost: "127.0.0.1:1" };

async function group(name: string, ...members: (Names | Group)[]): Promise<Group> {
  const made = new Group(name, options);
  for (const member of members) await made.add(member);
  return made;
}

describe("the hierarchy of a Group", () => {
  it("is in the order in which its members were added, with sub groups where they were added", async () => {
    const g2 = await group("g2", ["my/device/4", "my/device/5"]);
    const g4 = await group("g4", "my/device/8", "my/device/9");
    const g3 = await group("g3", "my/device/6", g4, "my/device/7");
    const g1 = await group("g1", "my/device/1", g2, "my/device/3", g3, "my/device/2");
    const numbers = (forward?: boolean) => g1.getDeviceList(forward).map((name) => Number(name.at(-1)));
    assert.deepEqual(numbers(), [1, 4, 5, 3, 6, 8, 9, 7, 2]);
    assert.deepEqual(numbers(false), [1, 3, 2]);
    assert.deepEqual([g1.getSize(), g1.getSize(false)], [9, 3]);
    const byNumber = Array.from({ length: 11 }, (_, i) => g1.getDevice(i)?.devName().at(-1) ?? null);
    assert.deepEqual(byNumber, [null, "1", "4", "5", "3", "6", "8", "9", "7", "2", null]);
    assert.equal(
      g1.dump(),
      [
        "|- GROUP: g1 [3:9]",
        "\t|- DEVICE: my/device/1",
        "\t|- GROUP: g1.g2 [2:2]",
        "\t\t|- DEVICE: my/device/4",
        "\t\t|- DEVICE: my/device/5",
        "\t|- DEVICE: my/device/3",
        "\t|- GROUP: g1.g3 [2:4]",
        "\t\t|- DEVICE: my/device/6",
        "\t\t|- GROUP: g1.g3.g4 [2:2]",
        "\t\t\t|- DEVICE: my/device/8",
        "\t\t\t|- DEVICE: my/device/9",
        "\t\t|- DEVICE: my/device/7",
        "\t|- DEVICE: my/device/2",
      ].join("\n"),
    );
    assert.equal(inspect(g3), "Group g1.g3 (4 devices)");
  });

  it("keeps names as they were given, and adds none twice, whatever its case", async () => {
    const sub = await group("sub", "a/b/2");
    const main = await group("main", "A/b/1", sub, ["a/B/1", "a/b/2", "a/b/3", "a/b/3"]);
    assert.deepEqual(main.getDeviceList(), ["A/b/1", "a/b/2", "a/b/3"]);
    // As in cppTango: what is above a group is not looked at.
    await sub.add("a/b/3");
    assert.deepEqual(main.getDeviceList(), ["A/b/1", "a/b/2", "a/b/3", "a/b/3"]);
  });

  it("has members under any name; a malformed one fails when its proxy is asked for", async () => {
    const main = await group("main", "a/b", "", "an-alias", "tango://h:1/a/b/c#dbase=no");
    assert.deepEqual(main.getDeviceList(), ["a/b", "", "an-alias", "tango://h:1/a/b/c#dbase=no"]);
    assert.throws(() => main.getDevice(1), { name: "WrongNameSyntax" });
    assert.throws(() => main.getDevice(""), { name: "WrongNameSyntax" });
    assert.equal(main.getDevice("an-alias")!.devName(), "an-alias");
    assert.equal(main.getDevice(4)!.isDbaseUsed(), false);
    assert.equal(main.getDevice("a/b/c"), null);
  });

  it("gives the proxies of its devices, made as its options say", async () => {
    const main = new Group("main", { ...options, timeoutMs: 700, source: "DEV" });
    await main.add("a/b/1");
    const device = main.getDevice("a/b/1")!;
    assert.deepEqual([device.getTimeoutMillis(), device.getSource()], [700, "DEV"]);
    assert.equal(main.getDevice("MAIN.A/B/1"), device);
    assert.equal(device.context, options.context);
  });

  it("finds by name, fully qualified name and pattern, the upper ones first", async () => {
    const penning = await group("penning", "vac/penning/1");
    const lower = await group("penning", "vac/penning/2");
    const cell = await group("cell", lower, "vac/pirani/1");
    const gauges = await group("gauges", cell, penning);
    const found = (name: string) => gauges.getGroup(name)?.getFullyQualifiedName() ?? null;
    assert.equal(found("Penning"), "gauges.penning");
    assert.equal(found("gauges.cell.penning"), "gauges.cell.penning");
    assert.equal(found("gauges"), "gauges");
    assert.equal(found("*.cell"), "gauges.cell");
    assert.equal(found("vac/penning/1"), null);
    for (const name of [
      "vac/penning/1",
      "VAC/PIRANI/1",
      "gauges.cell.vac/pirani/1",
      "vac/*",
      "*",
      "gauges",
    ]) {
      assert.ok(gauges.contains(name), name);
    }
    for (const name of ["cell.penning", "vac/pirani", "pirani", "", "nning*"])
      assert.ok(!gauges.contains(name), name);
    assert.ok(!gauges.contains("vac/penning/1", false));
    assert.ok(gauges.nameEquals("GAUGES") && !gauges.nameEquals("gau*") && gauges.nameMatches("gau*"));
    assert.deepEqual([cell.getParent(), lower.getParent(), gauges.getParent()], [gauges, cell, null]);
    assert.deepEqual([gauges.isRootGroup(), cell.isRootGroup()], [true, false]);
    assert.equal(lower.getName(), "penning");
  });

  it("loses what a name or a pattern means, here or everywhere, but never itself", async () => {
    const sub = await group("sub", "vac/pirani/1", "vac/valve/1");
    const main = await group("main", "vac/pirani/1", "vac/pirani/2", sub, "rf/vac/1");
    main.remove("vac/pirani/1", false);
    assert.deepEqual(main.getDeviceList(), ["vac/pirani/2", "vac/pirani/1", "vac/valve/1", "rf/vac/1"]);
    main.remove(["VAC/pirani/*", "none"]);
    assert.deepEqual(main.getDeviceList(), ["vac/valve/1", "rf/vac/1"]);
    main.remove("main");
    main.remove("main.sub");
    assert.deepEqual([main.getDeviceList(), sub.getParent()], [["rf/vac/1"], null]);
    await main.add(sub);
    main.remove("*");
    assert.deepEqual([main.getSize(), sub.isRootGroup(), sub.getSize()], [0, true, 1]);
    await main.add([sub.getDeviceList(), "a/b/c"].flat());
    main.removeAll();
    assert.equal(main.getSize(), 0);
  });

  it("takes a group once, and none that is elsewhere, around it, or of a name that is taken", async () => {
    const sub = await group("sub", "a/b/1");
    const main = await group("main", sub, "a/b/2");
    await main.add(sub, 444);
    assert.deepEqual([main.getSize(), sub.getDevice(1)!.getTimeoutMillis()], [2, 444]);
    const wrong = { name: "WrongData", reason: "API_MethodArgument" };
    await assert.rejects(sub.add(main), { ...wrong, message: /contain itself/ });
    await assert.rejects(main.add(main), { ...wrong, message: /contain itself/ });
    await assert.rejects((await group("other")).add(sub), { ...wrong, message: /in another group/ });
    await assert.rejects(main.add(await group("SUB")), { ...wrong, message: /has its name/ });
    const namesake = await group("main");
    await main.add(namesake);
    assert.equal(namesake.getFullyQualifiedName(), "main.main");
    await assert.rejects(main.add(await group("Main.SUB")), { ...wrong, message: /has its name/ });
  });

  it("takes a group whose name has * in it, which is no pattern there", async () => {
    const sub = await group("a/b/*", "a/b/1", "a/b/2");
    const main = await group("main", "a/b/3", await group("abc"), sub);
    assert.deepEqual(main.getDeviceList(), ["a/b/3", "a/b/1", "a/b/2"]);
    assert.ok(sub.nameEquals("A/B/*") && sub.nameEquals("main.a/b/*") && !sub.nameEquals("a/*"));
    const wrong = { name: "WrongData", reason: "API_MethodArgument" };
    await assert.rejects(main.add(await group("A/b/*")), { ...wrong, message: /has its name/ });
  });

  it("sets the time limits of what is named, there before or not", async () => {
    const sub = await group("sub", "a/b/2");
    const main = await group("main", "a/b/1", sub, "malformed");
    const limits = () => [1, 2].map((i) => main.getDevice(i)!.getTimeoutMillis());
    assert.deepEqual(limits(), [3000, 3000]);
    await main.add(["A/B/1"], 100);
    assert.deepEqual(limits(), [100, 3000]);
    main.setTimeoutMillis(200);
    assert.deepEqual(limits(), [200, 200]);
    assert.throws(() => main.setTimeoutMillis(-1), RangeError);
    await assert.rejects(main.add("a/b/3", -1), RangeError);
    assert.ok(!main.contains("a/b/3"));
  });

  it("enables and disables the first that is named", async () => {
    const sub = await group("sub", "a/b/2");
    const main = await group("main", "a/b/1", sub);
    main.disable("A/B/2", false);
    assert.equal(main.isEnabled("a/b/2"), true);
    main.disable("A/B/2");
    assert.deepEqual([main.isEnabled("a/b/2"), main.isEnabled("a/b/2", false)], [false, false]);
    main.enable("a/b/2");
    main.disable("sub");
    main.disable("none");
    assert.deepEqual([main.isEnabled("a/b/2"), sub.isEnabled(), main.isEnabled()], [true, false, true]);
    main.disable();
    assert.equal(main.isEnabled("main"), false);
    main.enable();
    assert.equal(main.isEnabled(), true);
  });

  it("is refused with arguments that mean nothing", async () => {
    const wrong = (given: unknown) => given as never;
    const main = await group("main");
    for (const given of [undefined, null, 5, {}, ["a/b/c", 5]]) {
      await assert.rejects(main.add(wrong(given)), { name: "WrongData" });
      assert.throws(() => main.remove(wrong(given)), { name: "WrongData" });
    }
    assert.equal(main.getSize(), 0);
    assert.throws(() => main.contains(wrong(5)), { name: "WrongData" });
    assert.throws(() => main.getDevice(wrong(null)), { name: "WrongData" });
    assert.throws(() => new Group(wrong(undefined)), { name: "WrongData" });
    for (const maxCallsInProgress of [0, -1, Number.NaN])
      assert.throws(() => new Group("g", { ...options, maxCallsInProgress }), RangeError);
    assert.throws(() => structuredClone(main), {
      name: "DataCloneError",
      message: /Group main belongs to one/,
    });
  });
});
