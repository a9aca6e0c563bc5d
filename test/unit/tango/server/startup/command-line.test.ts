import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import {
  executableName,
  helpText,
  parseCommandLine,
} from "../../../../../src/tango/server/startup/command-line.ts";
import type { ServerOptions } from "../../../../../src/tango/server/startup/server-options.ts";

const USAGE =
  "usage :  Motor instance_name [-v[trace level]] [-file=<file_name> | -nodb [-dlist <device name list>] ]";

describe("the command line of a server", () => {
  it("needs nothing but the instance", () => {
    assert.deepEqual(parse("lab"), {
      server: { executable: "Motor", instance: "lab" },
      database: { kind: "database" },
      endPoint: null,
      publishedEndPoint: null,
      enforceAccessControl: false,
      traceLevel: 0,
      ignored: [],
    });
  });

  it("enforces the access control for hosts, or for the users that clients claim", () => {
    const enforced = (line: string) => parse(line).enforceAccessControl;
    assert.deepEqual(enforced("lab --enforce-access-control"), { believesUsers: false });
    assert.deepEqual(enforced("lab --enforce-access-control=claimed-users -nodb"), { believesUsers: true });
    assert.throws(() => parse("lab --enforce-access-control=yes"), /alone, or claimed-users behind the =/);
  });

  it("declares devices without database, in whatever order it says so", () => {
    const devices = [
      { name: "a/b/1", className: null },
      { name: "A/b/2", className: "Motor" },
    ];
    const dlist = "a/b/1,Motor::A/b/2";
    for (const line of [
      `lab -nodb -dlist ${dlist}`,
      `lab -dlist ${dlist} -nodb`,
      `lab --nodb --dlist=${dlist}`,
      `lab -nodb -dlist ${dlist},`,
    ])
      assert.deepEqual(parse(line).database, { kind: "none", devices }, line);
    assert.deepEqual(parse("lab -nodb").database, { kind: "none", devices: [] });
  });

  it("names a file as database", () => {
    for (const line of ["lab -file=/a=b", "lab --file /a=b", "lab -file /a=b", "lab --file=/a=b"])
      assert.deepEqual(parse(line).database, { kind: "file", path: "/a=b" }, line);
  });

  it("says where to listen", () => {
    const cases: [string, object | null][] = [
      ["-ORBendPoint giop:tcp:here:1234", { host: "here", port: 1234 }],
      ["--ORBendPoint=giop:tcp::1234", { host: "", port: 1234 }],
      ["-ORBendPoint giop:tcp:[::1]:1", { host: "::1", port: 1 }],
      ["-ORBendPoint giop:tcp::", { host: "", port: 0 }],
      ["-host here -port 1234", { host: "here", port: 1234 }],
      ["--port=1234", { host: "", port: 1234 }],
      ["-host 0.0.0.0 -port 1", { host: "", port: 1 }],
      ["-ORBendPoint giop:tcp:[::]:1", { host: "", port: 1 }],
      ["--host ::1", { host: "::1", port: 0 }],
      ["-port 1 -ORBendPoint giop:tcp:x:2", { host: "x", port: 2 }],
      ["-nodb", null],
    ];
    for (const [line, endPoint] of cases) assert.deepEqual(parse(`lab ${line}`).endPoint, endPoint, line);
  });

  it("says what references name, and leaves other forms of that to omniORB", () => {
    assert.deepEqual(parse("lab -ORBendPointPublish giop:tcp:out:7").publishedEndPoint, {
      host: "out",
      port: 7,
    });
    const { publishedEndPoint, ignored } = parse("lab -ORBendPointPublish all(addr)");
    assert.equal(publishedEndPoint, null);
    assert.deepEqual(ignored, [{ option: "-ORBendPointPublish", value: "all(addr)" }]);
  });

  it("takes end points from the environment where it has none", () => {
    const variables = { ORBendPoint: "giop:tcp:e:1", ORBendPointPublish: "giop:tcp:p:2" };
    const { endPoint, publishedEndPoint } = parse("lab", variables);
    assert.deepEqual(
      [endPoint, publishedEndPoint],
      [
        { host: "e", port: 1 },
        { host: "p", port: 2 },
      ],
    );
    assert.deepEqual(parse("lab -port 3", variables).endPoint, { host: "", port: 3 });
  });

  it("sets the trace level in all spellings", () => {
    const cases: [string, number][] = [
      ["-v", 4],
      ["-v -nodb", 4],
      ["-v5", 5],
      ["-v0", 0],
      ["-v 3", 3],
      ["-v=2", 2],
      ["-vvv", 3],
      ["--verbose", 4],
      ["--verbose=1", 1],
      ["--verbose 2", 2],
    ];
    for (const [line, level] of cases) assert.equal(parse(`lab ${line}`).traceLevel, level, line);
  });

  it("ignores options of omniORB with their values, and what nobody knows", () => {
    const { ignored } = parse("lab -ORBgiopMaxMsgSize 100 --ORBtraceLevel=5 -dbg --mine=1 more");
    assert.deepEqual(ignored, [
      { option: "-ORBgiopMaxMsgSize", value: "100" },
      { option: "--ORBtraceLevel", value: "5" },
      { option: "-dbg", value: null },
      { option: "--mine", value: "1" },
      { option: "more", value: null },
    ]);
  });

  it("asks for help", () => {
    for (const line of ["-?", "-h", "--help", "-help", "lab -h", "lab -nodb -?"])
      assert.deepEqual(parseCommandLine(line.split(" "), "Motor"), { kind: "help" }, line);
    assert.equal(
      helpText("Motor", ["lab", "hall"]),
      `${USAGE}\nInstance name defined in database for server Motor :\n\tlab\n\thall`,
    );
  });

  it("fails with the usage for what it cannot understand", () => {
    const cases: [string, string][] = [
      ["-nodb", USAGE],
      ["lab -nodb -file=x", USAGE],
      ["lab -nodbs", `Unknown option -nodbs\n${USAGE}`],
      ["lab -devices", `Unknown option -devices\n${USAGE}`],
      ["lab -vx", `Unknown option -vx\n${USAGE}`],
      ["lab -v x", `Unknown option -v\n${USAGE}`],
      ["lab -nodb -dlist", `Missing value for argument -dlist\n${USAGE}`],
      ["lab -file=", `Missing value for argument -file=\n${USAGE}`],
      ["lab -dlist a/b/c", `-dlist should be used only with -nodb option\n${USAGE}`],
    ];
    for (const [line, desc] of cases) assert.deepEqual(failure(line), ["API_WrongCmdLineArgs", desc], line);
    assert.throws(() => parseCommandLine([], "Motor"), { message: /usage/ });
  });

  it("fails for a name that is too long", () => {
    assert.equal(parse("x".repeat(249)).server.instance.length, 249);
    assert.deepEqual(failure("x".repeat(250)), [
      "API_WrongCmdLineArgs",
      "The device server name is too long! Max length is 255 characters",
    ]);
  });

  it("fails for malformed end points", () => {
    assert.deepEqual(failure("lab -ORBendPoint"), [
      "API_InvalidArgs",
      "Missing value for argument -ORBendPoint",
    ]);
    for (const text of ["tcp:1", "giop:unix:", "giop:tcp:a:b", "giop:tcp:a:70000", "giop:ssl:a:1"])
      assert.deepEqual(failure(`lab -ORBendPoint ${text}`), [
        "API_InvalidArgs",
        `Could not parse "${text}" as CORBA URI: giop:tcp:host:port is expected`,
      ]);
  });
});

describe("the name of an executable", () => {
  it("is the program's without folder and extension", () => {
    assert.equal(executableName("/opt/bin/Motor"), "Motor");
    assert.equal(executableName("servers/Motor.ts"), "Motor");
    assert.equal(executableName("C:\\servers\\Motor.exe"), "Motor");
    assert.equal(executableName(".motor"), ".motor");
  });
});

function parse(line: string, variables?: Record<string, string>): ServerOptions {
  const found = parseCommandLine(line.split(" "), "Motor", variables);
  assert.ok(found.kind === "start");
  return found.options;
}

/** The reason and description of what a command line fails with. */
function failure(line: string): [string, string] {
  try {
    parse(line);
  } catch (error) {
    assert.ok(error instanceof DevFailed);
    return [error.reason, error.errors[0]!.desc];
  }
  assert.fail(`${line} is understood`);
}
