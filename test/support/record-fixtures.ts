// Records fixtures/ anew from the real peers: see record-fixtures.sh, which starts them.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { groupByOperation } from "./capture-by-operation.ts";
import { type CaptureBlock, formatCapture } from "./hex-capture.ts";
import { RecordingProxy } from "./recording-proxy.ts";
import { ROOT } from "./source-files.ts";

/** One release of Tango: where its database listens, and how to run a program of it. */
interface TangoRelease {
  readonly folder: string;
  readonly peer: string;
  readonly databasePort: number;
  readonly run: readonly string[];
}

const PEERS = join(ROOT, "test/interop/peers");
const TANGO_RELEASES: readonly TangoRelease[] = [
  {
    folder: "tango-9.3.4",
    peer: "DataBaseds and TangoTest of Tango 9.3.4, PyTango 9.3.6 (cppTango 9.3.4, omniORB 4.2.5)",
    databasePort: Number(process.env.TANGO93_PORT ?? 10000),
    run: ["bash", join(PEERS, "tango93.sh"), "exec"],
  },
  {
    folder: "tango-10.0.2",
    peer: "Databaseds and TangoTest of Tango 10.0.2, PyTango 10.0.2 (cppTango 10.0.2, omniORB 4.3.3)",
    databasePort: Number(process.env.TANGO10_PORT ?? 11000),
    run: ["bash", join(PEERS, "tango10.sh"), "exec"],
  },
];
const DEVICE = "test/fixture/1";
// omniORB would else take its UNIX socket, past the proxy.
const TCP_ONLY = "ORBclientTransportRule=* tcp";

async function recordTango(release: TangoRelease): Promise<void> {
  const [serverPort, nodbPort] = [await freePort(), await freePort()];
  const proxies = {
    database: await RecordingProxy.open(() => release.databasePort),
    device: await RecordingProxy.open(() => serverPort),
    nodb: await RecordingProxy.open(() => nodbPort),
  };
  const realHost = `TANGO_HOST=127.0.0.1:${release.databasePort}`;
  const admin = (...args: string[]) => finished(run(release, "env", realHost, "tango_admin", ...args));
  await admin("--add-server", "TangoTest/fixture", "TangoTest", DEVICE);
  const serve = (port: number, published: number, ...args: string[]) => {
    const endPoints = ["-ORBendPoint", `giop:tcp:127.0.0.1:${port}`];
    const publishing = ["-ORBendPointPublish", `giop:tcp:127.0.0.1:${published}`];
    return run(release, "env", realHost, "/usr/lib/tango/TangoTest", ...args, ...endPoints, ...publishing);
  };
  const servers = [
    serve(serverPort, proxies.device.port, "fixture"),
    serve(nodbPort, proxies.nodb.port, "nodb", "-nodb", "-dlist", "test/fixture/2"),
  ];
  try {
    await Promise.all(servers.map((server) => lineOf(server, /Ready to accept/)));
    const program = readFileSync(join(ROOT, "test/support/record-tango.py"), "utf8");
    const client = run(
      release,
      ...["env", `TANGO_HOST=127.0.0.1:${proxies.database.port}`, TCP_ONLY],
      ...["/usr/bin/python3", "-u", "-c", program, DEVICE, `127.0.0.1:${proxies.nodb.port}`],
    );
    client.stdin.write("list\n");
    const names = (await lineOf(client, /^cases /)).split(" ").slice(1);
    rmSync(join(ROOT, "fixtures", release.folder), { recursive: true, force: true });
    const saveAll = (name: string) => {
      for (const [area, proxy] of Object.entries(proxies))
        save(release.folder, release.peer, area, name, proxy.take());
    };
    for (const name of names) {
      client.stdin.write(`${name}\n`);
      await lineOf(client, new RegExp(`^done ${name}$`));
      saveAll(name);
    }
    client.stdin.end();
    await once(client, "exit");
    writeManifest(release.folder, [
      `Peers: ${release.peer}.`,
      "",
      "- `database`: PyTango and the database, `device`: PyTango and a TangoTest of that database, whose reference the database",
      "  gave (GIOP 1.2). The cases are in `test/support/record-tango.py`.",
      "- `nodb`: PyTango and a TangoTest without database, addressed by a `corbaloc:` (GIOP 1.0 until it is forwarded).",
    ]);
  } finally {
    await Promise.all(servers.map((server) => end(server)));
    await admin("--delete-server", "TangoTest/fixture");
    for (const proxy of Object.values(proxies)) proxy.close();
  }
}

async function recordOmniOrb(giopVersion: string): Promise<void> {
  const folder = join(ROOT, "test/interop/.build/omniorb");
  const serverPort = await freePort();
  const proxy = await RecordingProxy.open(() => serverPort);
  const server = spawn(join(folder, "echo-server"), [
    ...["-ORBendPoint", `giop:tcp:127.0.0.1:${serverPort}`],
    ...["-ORBendPointPublish", `giop:tcp:127.0.0.1:${proxy.port}`],
    ...["-ORBmaxGIOPVersion", giopVersion],
  ]);
  const references = new Map<string, string>();
  for await (const line of createInterface(server.stdout)) {
    const [name = "", reference = ""] = line.split(" ");
    if (name === "ready") break;
    references.set(name, reference);
  }
  const client = spawn(join(folder, "echo-client"), [
    references.get("echo")!,
    references.get("forwarding")!,
    references.get("forwarding-permanent")!,
  ]);
  client.stdout.resume();
  client.stderr.pipe(process.stderr);
  const [code] = (await once(client, "exit")) as [number];
  if (code !== 0) throw new Error(`echo-client exits with ${code}`);
  server.stdin.end();
  await once(server, "exit");
  const peer = `echo-client and echo-server (test/interop/omniorb) of omniORB 4.2.5, GIOP ${giopVersion}`;
  const area = `giop-${giopVersion}`;
  rmSync(join(ROOT, "fixtures/omniorb-4.2.5", area), { recursive: true, force: true });
  for (const [operation, blocks] of groupByOperation(proxy.take(), giopVersion === "1.2" ? 700 : 0))
    save("omniorb-4.2.5", peer, area, operation, [blocks]);
  proxy.close();
}

function save(
  folder: string,
  peer: string,
  area: string,
  name: string,
  connections: readonly (readonly CaptureBlock[])[],
): void {
  connections.forEach((blocks, i) => {
    const file = `${name}${i === 0 ? "" : `-connection-${i + 1}`}.hex`;
    const header = new Map([
      ["peer", peer],
      ["case", `${area}/${name}`],
      ["captured", "with test/support/record-fixtures.sh, through test/support/recording-proxy.ts"],
    ]);
    mkdirSync(join(ROOT, "fixtures", folder, area), { recursive: true });
    writeFileSync(join(ROOT, "fixtures", folder, area, file), formatCapture({ header, blocks }));
  });
}

/** Runs a program of the release in a process group of its own, since in the chroot it is a grandchild. */
function run(release: TangoRelease, ...command: string[]): ChildProcessWithoutNullStreams {
  const [program, ...args] = [...release.run, ...command];
  return spawn(program!, args, { detached: true });
}

async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  await gone;
}

async function finished(child: ChildProcessWithoutNullStreams): Promise<void> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const [code] = (await once(child, "exit")) as [number];
  if (code !== 0) throw new Error(`${child.spawnargs.join(" ")}: exit code ${code}\n${said}`);
}

/** The next line of the child's output that matches; an Error with all it said when it ends before. */
function lineOf(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const take = (chunk: Buffer): void => {
      said += chunk.toString("latin1");
      const line = said
        .split("\n")
        .slice(0, -1)
        .find((text) => pattern.test(text));
      if (line !== undefined) settle(() => resolve(line));
    };
    const fail = (): void => settle(() => reject(new Error(`it ended before ${pattern}:\n${said}`)));
    const settle = (result: () => void): void => {
      for (const stream of [child.stdout, child.stderr]) stream.off("data", take);
      child.off("exit", fail);
      result();
    };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", take);
    child.on("exit", fail);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function writeManifest(folder: string, lines: readonly string[]): void {
  const day = new Date().toISOString().slice(0, 10);
  const text = [
    `# ${folder}`,
    "",
    ...lines,
    "",
    `Recorded on ${day}, all on one machine over loopback, by \`test/support/record-fixtures.sh ${folder}\`: a proxy`,
    "between client and server (`test/support/recording-proxy.ts`) keeps what passes and changes nothing. Each `.hex` file",
    "is one connection's share of one case: `OUT` are the client's octets, `IN` the server's, in the order in which they came.",
    "Never edit them by hand: record them anew.",
    "",
  ];
  writeFileSync(join(ROOT, "fixtures", folder, "manifest.md"), text.join("\n"));
}

const wanted = process.argv.slice(2);
for (const release of TANGO_RELEASES) if (wanted.includes(release.folder)) await recordTango(release);
if (wanted.includes("omniorb-4.2.5"))
  for (const version of ["1.0", "1.1", "1.2"]) await recordOmniOrb(version);
