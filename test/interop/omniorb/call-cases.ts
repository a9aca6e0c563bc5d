import assert from "node:assert/strict";
import { it } from "node:test";
import {
  Any,
  type Ior,
  iiopProfiles,
  long,
  MINOR_CODE,
  objectReference,
  op,
  parseIor,
  SYSTEM_EXCEPTION_KINDS,
  SystemException,
  string,
} from "../../../src/giop/index.ts";
import { CallAbortedError, type Orb, referenceOf } from "../../../src/iiop/index.ts";
import { Blamed, Callback, Child, Empty, Everything, Line, Rejected, Tree } from "./echo-idl.ts";
import { type EchoProxy, LINE, MIXED, tree } from "./values.ts";

/** What the calls need; asked in each case, since the server starts later than cases are declared. */
export interface CallSetting {
  readonly orb: Orb;
  readonly echo: EchoProxy;
  readonly references: Readonly<Record<string, string>>;
}

/** Parameters of every mode, attributes, references, failures, and the ways of calling. */
export function testCalls(setting: () => CallSetting): void {
  testObject(setting);
  testParameters(setting);
  testReferences(setting);
  testFailures(setting);
  testControl(setting);
  testForwarding(setting);
}

function testObject(setting: () => CallSetting): void {
  it("knows its interfaces", async () => {
    const reference = referenceOf(setting().echo);
    assert.equal(await setting().echo._get_implementation(), "omniORB");
    for (const id of Everything.repositoryIds) assert.ok(await reference.isA(id), id);
    assert.ok(!(await reference.isA(Child.repositoryId)));
    assert.ok(!(await reference.nonExistent()));
  });

  it("refuses operations and objects that it does not have", async () => {
    const { orb, echo, references } = setting();
    const reference = referenceOf(echo);
    await assert.rejects(
      reference.invoke("noSuchOperation", op([]), []),
      isSystem("BAD_OPERATION", 0x41540026),
    );
    await assert.rejects(
      reference.invoke("_set_changes", op([["value", long]]), [1]),
      isSystem("BAD_OPERATION", 0x41540026),
    );
    const unknown = orb.proxy(Everything, references.corbaloc!.replace("/echo", "/no%20such%20key"));
    await assert.rejects(unknown.nothing(), isSystem("OBJECT_NOT_EXIST", 0x4f4d0001));
    assert.ok(await referenceOf(unknown).nonExistent());
  });

  it("sends nothing where an argument does not fit", async () => {
    const { echo } = setting();
    await assert.rejects(echo.echoShort(70000), /value: 70000 is not a short/);
    await assert.rejects(
      echo.echoLine({ ...LINE, via: [{ x: 1, y: "2" as never }] }),
      /value.via\[0\].y: "2"/,
    );
    await assert.rejects(echo.echoFourLongs([1, 2, 3, 4, 5]), /5 elements exceed the sequence's bound of 4/);
    await assert.rejects(echo.echoShortText("123456789"), /9 characters exceeds its bound of 8/);
    assert.equal(await echo.echoShort(7), 7);
  });
}

function testParameters(setting: () => CallSetting): void {
  it("has attributes", async () => {
    const { echo } = setting();
    const before = await echo._get_changes();
    await echo._set_level(-77);
    await echo._set_label("señal");
    await echo._set_edge(LINE);
    assert.equal(await echo._get_level(), -77);
    assert.equal(await echo._get_label(), "señal");
    assert.deepEqual(await echo._get_edge(), LINE);
    assert.equal(await echo._get_changes(), before + 3);
  });

  it("takes and gives parameters of every mode", async () => {
    const { echo } = setting();
    assert.deepEqual(await echo.shift(2, 40), { kept: 42, copied: 2 });
    assert.deepEqual(await echo.extend("hello ", "world"), {
      result: "world",
      text: "hello world",
      lengths: new Int32Array([5, 11]),
    });
    const points = [0, 1, 2].map((i) => ({ x: i, y: -i }));
    assert.deepEqual(await echo.move({ x: 1, y: -1 }, points, LINE), {
      result: 3,
      points: points.toReversed(),
      edge: { ...LINE, from: { x: 2.5, y: -3.5 }, to: { x: 4.25, y: 1e100 } },
      before: LINE,
    });
    const { grid, names, choice, all, result } = await echo.turn(
      [
        [1, 2, 3],
        [4, 5, 6.5],
      ],
      { kind: "other", value: 0, discriminator: 99 },
    );
    assert.equal(result, 21.5);
    assert.deepEqual(grid, [new Float64Array([6.5, 5, 4]), new Float64Array([3, 2, 1])]);
    assert.deepEqual(names.flat(2), ["000", "001", "010", "011", "100", "101", "110", "111"]);
    assert.deepEqual(choice, { kind: "text", value: "was 99", discriminator: 3 });
    assert.deepEqual(all, {
      ...MIXED,
      o: 255,
      d: 21.5,
      ll: -(2n ** 63n),
      c: "x",
      s: -32768,
      o2: 0,
      us: 65535,
      ull: 2n ** 64n - 1n,
      f: -0.5,
      ul: 4294967295,
    });
    assert.deepEqual(await echo.outOnly(), { o: 255, b: true, d: -1.5, shade: "blue", price: "-123456.789" });
  });

  it("exchanges anys", async () => {
    const { echo } = setting();
    const swapped = await echo.swapAnys(Any.of(long, 1), Any.of(Tree, tree(1, 1)));
    assert.ok(!swapped.result);
    assert.deepEqual(swapped.a.extract(Tree), tree(1, 1));
    assert.equal(swapped.b.extract(long), 1);
    assert.deepEqual([swapped.kindOfA, swapped.kindOfB], [3, 15]);
  });
}

function testReferences(setting: () => CallSetting): void {
  it("gives itself", async () => {
    const { orb, echo } = setting();
    const self = await echo._get_self();
    assert.equal(self?.typeId, Everything.repositoryId);
    assert.equal(await orb.proxy(Everything, self).echoLong(5), 5);
  });

  it("echoes references", async () => {
    const { echo, references } = setting();
    const elsewhere: Ior = { typeId: "IDL:Lab/Thing:1.0", profiles: parseIor(references.echo!)!.profiles };
    assert.equal(await echo.echoObject(null), null);
    assert.deepEqual(address(await echo.echoObject(elsewhere)), address(elsewhere));
    const objects = await echo.echoObjects([elsewhere, null, parseIor(references.forwarding!)]);
    assert.deepEqual(objects.map(address), [
      address(elsewhere),
      null,
      address(parseIor(references.forwarding!)),
    ]);
    const wrapped = await echo.wrapObject(elsewhere);
    assert.deepEqual(address(wrapped.extract(objectReference)), address(elsewhere));
    assert.equal(await echo.unwrapObject(Any.of(objectReference, null)), null);
    assert.deepEqual(address(await echo.unwrapObject(Any.of(Everything, elsewhere))), address(elsewhere));
  });

  it("makes children, whose use ends with them", async () => {
    const { orb, echo } = setting();
    const children = await echo.makeChildren(50);
    const names = await Promise.all(children.map((child) => orb.proxy(Child, child!)._get_name()));
    assert.deepEqual(
      names,
      children.map((_, i) => `${i}`),
    );
    assert.equal(await echo.nameOf(children[7]!), "7");
    const first = orb.proxy(Child, (await echo.echoChild(children[0]!))!);
    assert.equal(await orb.proxy(Everything, (await first._get_parent())!).echoLong(6), 6);
    assert.equal(await echo.echoChild(null), null);
    await Promise.all(children.map((child) => orb.proxy(Child, child!).destroy()));
    await assert.rejects(first._get_name(), isSystem("OBJECT_NOT_EXIST"));
    assert.ok(await referenceOf(first).nonExistent());
    const single = await echo.makeChild("first");
    assert.equal(await orb.proxy(Child, single!)._get_name(), "first");
    await assert.rejects(echo.nameOf(null), isSystem("INV_OBJREF"));
  });

  it("calls back", async () => {
    const { orb, echo } = setting();
    await orb.listen();
    let told: (text: string) => void = () => {};
    const arrived = new Promise<string>((resolve) => {
      told = resolve;
    });
    const callback = orb.activate(Callback, { called: (value) => value * 2, told: (text) => told(text) });
    assert.equal(await echo.relayCall(callback, 21), 42);
    await echo.relayTell(callback, "told");
    assert.equal(await arrived, "told");
  });
}

function testFailures(setting: () => CallSetting): void {
  it("raises its exceptions", async () => {
    const { echo } = setting();
    await assert.rejects(echo.raiseEmpty(), (error: unknown) => Empty.is(error));
    const rejected = {
      reason: "no está bien",
      code: -2147483648,
      severity: "blue",
      where: new Int32Array([0, -1]),
    } as const;
    await assert.rejects(
      echo.raiseRejected(rejected.reason, rejected.code, rejected.severity, rejected.where),
      (error: unknown) => {
        assert.ok(Rejected.is(error), String(error));
        assert.deepEqual(error.members, rejected);
        return true;
      },
    );
    await assert.rejects(echo.raiseBlamed(null, Any.of(Line, LINE)), (error: unknown) => {
      assert.ok(Blamed.is(error), String(error));
      assert.equal(error.members.culprit, null);
      assert.deepEqual(error.members.detail.extract(Line), LINE);
      return true;
    });
  });

  it("raises every system exception", async () => {
    const { echo } = setting();
    const unknown = new Set<string>();
    for (const kind of SYSTEM_EXCEPTION_KINDS) {
      for (const [number, completed] of (["YES", "NO", "MAYBE"] as const).entries()) {
        const minor = 0x42410000 + number;
        const error = await echo.raiseSystem(kind, minor, number).then(
          () => assert.fail("nothing was raised"),
          (raised: unknown) => raised,
        );
        assert.ok(error instanceof SystemException, String(error));
        if (error.kind === "BAD_PARAM" && error.minor === 0) unknown.add(kind);
        else assert.deepEqual([error.kind, error.minor, error.completed], [kind, minor, completed]);
      }
    }
    // omniORB has no exceptions of later specifications; for these it says BAD_PARAM.
    assert.deepEqual([...unknown], NOT_IN_OMNIORB);
    await assert.rejects(echo.raiseSystem("NO_SUCH_EXCEPTION", 1, 1), isSystem("BAD_PARAM", 0));
  });

  it("tells nothing of an exception that is not declared", async () => {
    const { echo } = setting();
    await assert.rejects(echo.raiseUndeclared(), isSystem("UNKNOWN", 0x4f4d0001));
    assert.equal(await echo.echoLong(1), 1);
  });
}

function testControl(setting: () => CallSetting): void {
  it("hears oneway calls", async () => {
    const { echo } = setting();
    const before = await echo.announced();
    for (let i = 1; i <= 100; i++) await echo.announce(i);
    const deadline = Date.now() + 10_000;
    while ((await echo.announced()) < before + 100) assert.ok(Date.now() < deadline, "not all have arrived");
    assert.ok((await echo._get_lastAnnouncement()) > 0);
  });

  it("answers calls in flight in any order", async () => {
    const { orb, echo } = setting();
    const { callback, answer } = await heldBack(orb);
    const held = echo.relayCall(callback, 21);
    const texts = Array.from({ length: 200 }, (_, i) => `${i} `.repeat(i));
    const connections = orb.connectionCount;
    assert.deepEqual(await Promise.all(texts.map((text) => echo.echoString(text))), texts);
    assert.equal(orb.connectionCount, connections);
    answer();
    assert.equal(await held, 42);
  });

  it("can be given up", async () => {
    const { orb, echo } = setting();
    const { callback, answer } = await heldBack(orb);
    await assert.rejects(
      echo.relayCall(callback, 1, { timeoutMs: 50 }),
      isSystem("TRANSIENT", MINOR_CODE.TRANSIENT_CallTimedout, "MAYBE"),
    );
    const abort = new AbortController();
    const aborted = echo.relayCall(callback, 2, { signal: abort.signal });
    const large = echo.sumOctets(new Uint8Array(2 ** 20), { signal: abort.signal });
    abort.abort(new Error("enough"));
    for (const call of [aborted, large, echo.relayCall(callback, 3, { signal: abort.signal })]) {
      await assert.rejects(call, (error: unknown) => error instanceof CallAbortedError);
    }
    answer();
    // The answers of those that were given up come before this one does, and go nowhere.
    await echo.sleep(100);
    assert.equal(await echo.echoLong(3), 3);
  });
}

function testForwarding(setting: () => CallSetting): void {
  for (const name of ["forwarding", "forwarding-permanent"]) {
    it(`follows ${name} references`, async () => {
      const { orb, references } = setting();
      const fresh = () => orb.proxy(Everything, references[name]!);
      const often = fresh();
      for (let i = 0; i < 3; i++) assert.equal(await often.echoLong(i), i);
      assert.equal(await fresh().sumOctets(new Uint8Array(2 ** 20).fill(3)), 3 * 2 ** 20);
      assert.equal(await fresh().echoString("forwarded"), "forwarded");
      await assert.rejects(fresh().raiseEmpty(), (error: unknown) => Empty.is(error));
      const reference = referenceOf(fresh());
      assert.ok(await reference.isA("IDL:Echo/Numbers:1.0"));
      assert.ok(!(await reference.isA(Child.repositoryId)));
      assert.ok(!(await reference.nonExistent()));
      const concurrent = fresh();
      assert.deepEqual(await Promise.all([1, 2, 3].map((n) => concurrent.echoLong(n))), [1, 2, 3]);
      assert.equal(
        await reference.invoke("echoString", op([["value", string]], string), ["by name"]),
        "by name",
      );
    });
  }
}

/**
 * A callback that answers when it is told to. Until then the server, which relays a call to it, does not answer either, however long
 * anything takes meanwhile.
 */
async function heldBack(orb: Orb): Promise<{ readonly callback: Ior; readonly answer: () => void }> {
  await orb.listen();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const called = (value: number) => answered.then(() => value * 2);
  return { callback: orb.activate(Callback, { called, told: () => {} }), answer };
}

const NOT_IN_OMNIORB = ["INVALID_ACTIVITY", "ACTIVITY_COMPLETED", "ACTIVITY_REQUIRED", "THREAD_CANCELLED"];

function isSystem(kind: string, minor?: number, completed?: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SystemException, String(error));
    assert.equal(error.kind, kind, error.message);
    if (minor !== undefined) assert.equal(error.minor, minor, error.message);
    if (completed !== undefined) assert.equal(error.completed, completed, error.message);
    return true;
  };
}

/** Where a reference leads: an ORB may add components to a reference that it passes on. */
function address(ior: Ior | null): unknown {
  return (
    ior &&
    iiopProfiles(ior).map(({ addresses, objectKey }) => [addresses, Buffer.from(objectKey).toString("hex")])
  );
}
