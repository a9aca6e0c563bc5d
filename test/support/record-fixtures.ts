// Records fixtures/ anew from the real peers: see record-fixtures.sh, which starts them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { groupByOperation } from "./capture-by-operation.ts";
import { type CaptureBlock, formatCapture } from "./hex-capture.ts";
import { RecordingProxy } from "./recording-proxy.ts";
import { ROOT } from "./source-files.ts";
import { end, finished, lineOf, run, TANGO_RELEASES, type TangoRelease } from "./tango-release.ts";

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
    // Beside them are the events of record-events.ts.
    for (const area of Object.keys(proxies))
      rmSync(join(ROOT, "fixtures", release.folder, area), { recursive: true, force: true });
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
