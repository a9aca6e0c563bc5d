import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Any, isEqual, SystemException } from "../../src/giop/index.ts";
import { Orb, type OrbOptions } from "../../src/iiop/index.ts";
import { testCalls } from "./omniorb/call-cases.ts";
import { testDynamics } from "./omniorb/dynamic-cases.ts";
import { Everything } from "./omniorb/echo-idl.ts";
import { madeOctets } from "./omniorb/echo-servant.ts";
import { type Peer, startEchoServer } from "./omniorb/peer.ts";
import {
  ANYS,
  type EchoProxy,
  LONG_DOUBLES,
  PLAIN_VALUES,
  type PlainOperation,
  WIDE_VALUES,
  type WideOperation,
} from "./omniorb/values.ts";

interface Setting {
  readonly name: string;
  readonly server?: readonly string[];
  /** Which reference to call by; the IOR unless given. */
  readonly reference?: (references: Readonly<Record<string, string>>) => string;
  /** Whether wide text can be sent. */
  readonly wide: boolean;
  readonly orb?: Partial<OrbOptions>;
}

const SETTINGS: readonly Setting[] = [
  { name: "GIOP 1.2", wide: true },
  { name: "GIOP 1.1", server: ["-ORBmaxGIOPVersion", "1.1"], wide: false },
  { name: "GIOP 1.0", server: ["-ORBmaxGIOPVersion", "1.0"], wide: false },
  { name: "GIOP 1.0 by corbaloc", reference: ({ corbaloc }) => corbaloc!, wide: false },
  {
    name: "GIOP 1.1 by corbaloc",
    reference: ({ corbaloc }) => corbaloc!.replace("corbaloc::", "corbaloc:iiop:1.1@"),
    wide: false,
  },
  {
    name: "GIOP 1.2 by corbaloc",
    reference: ({ corbaloc }) => corbaloc!.replace("corbaloc::", "corbaloc:iiop:1.2@"),
    wide: false,
  },
  // omniORB aborts where a fragment ends before a long double, so echoLongDoubles must fit into one (giopStream.cc).
  { name: "requests in fragments of 2 KiB", wide: true, orb: { fragmentSize: 2048 } },
];

const MEBIBYTE = 2 ** 20;
// with-capture.sh sets a limit: see there.
const BULK_LIMIT = Number(process.env.BANDONEON_BULK_LIMIT ?? 32 * MEBIBYTE);
const BULK_SIZES = [
  0,
  1,
  7,
  8,
  9,
  8150,
  8192,
  65536,
  MEBIBYTE,
  MEBIBYTE + 3,
  8 * MEBIBYTE,
  32 * MEBIBYTE,
].filter((size) => size <= BULK_LIMIT);

for (const setting of SETTINGS) {
  describe(`our client against omniORB's server: ${setting.name}`, () => {
    let peer: Peer;
    let orb: Orb;
    let echo: EchoProxy;
    before(async () => {
      peer = await startEchoServer(...(setting.server ?? []));
      orb = new Orb({ callTimeoutMs: 60_000, ...setting.orb });
      echo = orb.proxy(Everything, (setting.reference ?? (({ echo: ior }) => ior!))(peer.references));
    });
    after(async () => {
      await orb.close();
      await peer.stop();
    });

    for (const operation of Object.keys(PLAIN_VALUES) as PlainOperation[]) {
      it(operation, () => expectEchoed(echo, operation, PLAIN_VALUES[operation]));
    }
    for (const operation of Object.keys(WIDE_VALUES) as WideOperation[]) {
      if (setting.wide) it(operation, () => expectEchoed(echo, operation, WIDE_VALUES[operation]));
      else it(`${operation} is refused`, () => expectWideRefused(echo, operation));
    }

    it("echoLongDouble", async () => {
      for (const value of LONG_DOUBLES) {
        const back = await echo.echoLongDouble(value);
        assert.deepEqual(back.subarray(0, 10), value.subarray(0, 10));
      }
    });
    it("echoLongDoubles", async () => {
      const back = await echo.echoLongDoubles(LONG_DOUBLES);
      assert.deepEqual(
        back.map((value) => value.subarray(0, 10)),
        LONG_DOUBLES.map((value) => value.subarray(0, 10)),
      );
    });
    it("echoAnys", async () => {
      for (const value of ANYS) expectSameAny(await echo.echoAny(value), value);
      const back = await echo.echoAnys(ANYS);
      assert.equal(back.length, ANYS.length);
      for (const [i, value] of ANYS.entries()) expectSameAny(back[i]!, value);
      assert.deepEqual(await echo.echoAnys([]), []);
    });

    for (const size of BULK_SIZES) {
      it(`${size} bytes in each direction`, async () => {
        const octets = madeOctets(size);
        assert.ok(Buffer.compare(await echo.echoOctets(octets), octets) === 0);
        assert.ok(Buffer.compare(await echo.makeOctets(size), octets) === 0);
        assert.equal(await echo.sumOctets(octets), octets.reduce((sum, octet) => sum + octet, 0) >>> 0);
        const doubles = Float64Array.from({ length: size / 8 }, (_, i) => i / 2);
        const sameDoubles = (back: Float64Array) =>
          back.length === doubles.length && back.every((value, i) => value === doubles[i]);
        assert.ok(sameDoubles(await echo.echoDoubles(doubles)));
        assert.ok(sameDoubles(await echo.makeDoubles(doubles.length)));
      });
    }

    testDynamics(() => echo, setting.wide, setting === SETTINGS[0]);
    testCalls(() => ({ orb, echo, references: peer.references }));
  });
}

describe("our client against a server whose native code set is UTF-8", () => {
  it("sends every text in UTF-8", async () => {
    const peer = await startEchoServer("-ORBnativeCharCodeSet", "UTF-8");
    const orb = new Orb();
    try {
      const echo = orb.proxy(Everything, peer.references.echo!);
      for (const text of ["", "plain", "señal", "π", "中文", "🎺 tango", "🎺".repeat(10_000)]) {
        assert.equal(await echo.echoString(text), text);
      }
      assert.equal(await echo.echoChar("a"), "a");
      await assert.rejects(echo.echoChar("ñ"), /"ñ" is not a char \(one octet in UTF-8\)/);
      assert.equal(await echo.echoWString("π 🎺"), "π 🎺");
      await echo._set_label("中文");
      assert.equal(await echo._get_label(), "中文");
    } finally {
      await orb.close();
      await peer.stop();
    }
  });
});

describe("code sets", () => {
  it("are announced for a reference that has them, whatever was called there before", async () => {
    const peer = await startEchoServer();
    const orb = new Orb();
    try {
      const { corbaloc, echo } = peer.references;
      const plain = orb.proxy(Everything, corbaloc!.replace("corbaloc::", "corbaloc:iiop:1.2@"));
      assert.equal(await plain.echoLong(1), 1);
      assert.equal(await orb.proxy(Everything, echo!).echoWString("π"), "π");
      assert.equal(await plain.echoLong(2), 2);
    } finally {
      await orb.close();
      await peer.stop();
    }
  });
});

async function expectEchoed(
  echo: EchoProxy,
  operation: PlainOperation | WideOperation,
  values: readonly unknown[],
): Promise<void> {
  const call = echo[operation] as (value: unknown) => Promise<unknown>;
  for (const value of values) assert.deepEqual(await call.call(echo, value), value);
}

/** omniORB has no wide code set for 1.0 and 1.1, and none where the client announced none. */
async function expectWideRefused(echo: EchoProxy, operation: WideOperation): Promise<void> {
  const call = echo[operation] as (value: unknown) => Promise<unknown>;
  await assert.rejects(call.call(echo, WIDE_VALUES[operation].at(-1)), (error: unknown) => {
    if (error instanceof SystemException) return error.kind === "BAD_PARAM" && error.minor === 0x4f4d0017;
    return /GIOP 1.0 has no wchar and no wstring/.test(String(error));
  });
  assert.equal(await echo.echoLong(5), 5);
}

function expectSameAny(actual: Any, expected: Any): void {
  assert.ok(isEqual(actual.typeCode, expected.typeCode));
  assert.deepEqual(actual.value, expected.value);
}
