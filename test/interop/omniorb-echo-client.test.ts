import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatIor, type Ior } from "../../src/giop/index.ts";
import { ForwardRequest, Orb, type OrbOptions, type ServantOf } from "../../src/iiop/index.ts";
import { Everything } from "./omniorb/echo-idl.ts";
import { makeEchoServant } from "./omniorb/echo-servant.ts";
import { runEchoClient } from "./omniorb/peer.ts";

/** What the client may leave out against us, and why; anything else it skips is a fault. */
const SKIPS = {
  wide: "omniORB has wide characters from GIOP 1.2 on",
  wideCorbaloc: "omniORB has no wide characters without the code set component, as in a corbaloc",
  utf8: "needs -ORBnativeCharCodeSet UTF-8",
  utf8Char: "one char of UTF-8 is ASCII",
  latin1Native: "the server's native code set does not have it",
};

interface Run {
  readonly name: string;
  readonly options?: readonly string[];
  readonly corbaloc?: string;
  readonly skips: readonly string[];
  readonly orb?: Partial<OrbOptions>;
}

const RUNS: readonly Run[] = [
  { name: "GIOP 1.2 by IOR", skips: [SKIPS.utf8] },
  { name: "GIOP 1.1 by IOR", options: ["-ORBmaxGIOPVersion", "1.1"], skips: [SKIPS.utf8, SKIPS.wide] },
  { name: "GIOP 1.0 by IOR", options: ["-ORBmaxGIOPVersion", "1.0"], skips: [SKIPS.utf8, SKIPS.wide] },
  { name: "GIOP 1.0 by corbaloc", corbaloc: "corbaloc::", skips: [SKIPS.utf8, SKIPS.wide] },
  { name: "GIOP 1.1 by corbaloc", corbaloc: "corbaloc:iiop:1.1@", skips: [SKIPS.utf8, SKIPS.wide] },
  { name: "GIOP 1.2 by corbaloc", corbaloc: "corbaloc:iiop:1.2@", skips: [SKIPS.utf8, SKIPS.wideCorbaloc] },
  {
    // omniORB aborts where a fragment ends before a long double, so echoLongDoubles must fit into one (giopStream.cc).
    name: "replies in fragments of 2 KiB",
    skips: [SKIPS.utf8],
    orb: { fragmentSize: 2048 },
  },
  {
    name: "replies that are not fragmented in GIOP 1.1",
    options: ["-ORBmaxGIOPVersion", "1.1"],
    skips: [SKIPS.utf8, SKIPS.wide],
    orb: { fragmentSize: 4096 },
  },
  {
    name: "a client whose native code set is UTF-8",
    options: ["-ORBnativeCharCodeSet", "UTF-8"],
    skips: [SKIPS.utf8Char, SKIPS.latin1Native],
  },
  {
    name: "one connection for all threads of the client",
    options: ["-ORBoneCallPerConnection", "0", "-ORBmaxGIOPConnectionPerServer", "1"],
    skips: [SKIPS.utf8],
  },
];

describe("omniORB's client against our servant", () => {
  for (const { name, options = [], corbaloc, skips, orb: orbOptions = {} } of RUNS) {
    it(name, async () => {
      const orb = new Orb(orbOptions);
      try {
        const listener = await orb.listen();
        const ior = orb.activate(Everything, makeEchoServant(orb, "echo"), "echo");
        orb.activate(Everything, makeForwarder(ior, false), "forwarding");
        orb.activate(Everything, makeForwarder(ior, true), "forwarding-permanent");
        const at = (key: string) =>
          corbaloc === undefined
            ? formatIor(orb.reference(Everything.repositoryId, key))
            : `${corbaloc}${listener.host}:${listener.port}/${key}`;
        const { code, lines, errors } = await runEchoClient(
          ...options,
          at("echo"),
          at("forwarding"),
          at("forwarding-permanent"),
        );
        const bad = lines.filter(
          (line) =>
            !line.startsWith("ok ") && !skips.some((why) => line.startsWith("skip ") && line.endsWith(why)),
        );
        assert.deepEqual(bad, [], errors);
        assert.equal(code, 0, errors);
        assert.ok(lines.filter((line) => line.startsWith("ok ")).length > 130, `only ${lines.length} cases`);
        assert.equal(lines.filter((line) => line === "ok forward-call").length, 2);
      } finally {
        await orb.close();
      }
    });
  }
});

/** An Everything whose every operation sends its caller to `ior`. */
function makeForwarder(ior: Ior, permanent: boolean): ServantOf<typeof Everything> {
  const forward = () => {
    throw new ForwardRequest(ior, { permanent });
  };
  const methods = Object.keys(Everything.operations).map((name) => [name, forward]);
  return Object.fromEntries(methods) as ServantOf<typeof Everything>;
}
