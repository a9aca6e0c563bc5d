// Records fixtures/*/events anew from the real peers: see record-events.sh, which starts them.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { ApiUtil, Database, DeviceProxy } from "../../src/index.ts";
import { EVENT_CASES, type EventCase } from "./event-cases.ts";
import { type CaptureBlock, formatCapture } from "./hex-capture.ts";
import { type RawFrame, RawSubscriber } from "./raw-subscriber.ts";
import { RecordingProxy } from "./recording-proxy.ts";
import { ROOT } from "./source-files.ts";
import { end, finished, lineOf, run, TANGO_RELEASES, type TangoRelease } from "./tango-release.ts";

const EVENTS = join(ROOT, "test/interop/events");
/** Polled quickly, so that nothing takes long. */
const POLLING_MS = 50;
/** After which an event is brought about once more: before ZMTP 3.1 nothing says that a subscription has arrived. */
const PATIENCE_MS = 2_000;

/** What the server answers to a subscription, and what was asked. */
interface Subscription {
  readonly asked: readonly string[];
  readonly lvalue: readonly number[];
  readonly svalue: readonly string[];
}

/** A PushServer with one device, and what it says of events. */
class RecordedServer {
  readonly release: TangoRelease;
  readonly name: string;
  readonly device: DeviceProxy;
  readonly changer: DeviceProxy;
  readonly #admin: DeviceProxy;
  readonly #program: ChildProcessWithoutNullStreams;

  private constructor(
    release: TangoRelease,
    name: string,
    program: ChildProcessWithoutNullStreams,
    at: Address,
  ) {
    this.release = release;
    this.name = name;
    this.#program = program;
    this.device = new DeviceProxy(at(name));
    this.changer = new DeviceProxy(at(changerOf(name)));
    this.#admin = new DeviceProxy(at(`dserver/PushServer/${instanceOf(name)}`));
  }

  /** Starts one with the device of this name, in the database of the release or, with a port, without one. */
  static async start(release: TangoRelease, name: string, ...options: string[]): Promise<RecordedServer> {
    const instance = instanceOf(name);
    const nodb = options.includes("-nodb");
    if (!nodb) {
      await addServer(release, instance, "EventPusher", name);
      await addServer(release, instance, "InterfaceChanger", changerOf(name));
    }
    const program = startProgram(release, "push_server.py", instance, ...options);
    const [, port] = (await lineOf(program, /^READY /)).split(" ");
    const at: Address = nodb
      ? (object) => `tango://127.0.0.1:${port}/${object}#dbase=no`
      : (object) => `tango://127.0.0.1:${release.databasePort}/${object}`;
    return new RecordedServer(release, name, program, at);
  }

  async stop(): Promise<void> {
    await end(this.#program);
  }

  async subscribe(object: string, event: string, client: string | null = "5"): Promise<Subscription> {
    const device = event === "intr_change" ? this.changer.devName() : this.device.devName();
    const asked = [device, object, "subscribe", event, ...(client === null ? [] : [client])];
    const { lvalue, svalue } = await this.#admin.commandInout<{ lvalue: Int32Array; svalue: string[] }>(
      "ZmqEventSubscriptionChange",
      asked,
    );
    return { asked, lvalue: [...lvalue], svalue };
  }

  async command(name: string, argument: Readonly<Record<string, unknown>>): Promise<void> {
    const device = name === "AddAttribute" ? this.changer : this.device;
    await device.commandInout(name, JSON.stringify(argument));
  }

  async setUnit(attribute: string, unit: string): Promise<void> {
    await this.device.setAttributeConfig({ ...(await this.device.getAttributeConfig(attribute)), unit });
  }
}

type Address = (object: string) => string;

/** The device of the same server that has hardly an interface, so that what is said of it is short. */
function changerOf(device: string): string {
  return device.replace("/1", "/2");
}

function instanceOf(device: string): string {
  return device.split("/")[1]!;
}

function dlist(device: string): string[] {
  return ["-dlist", `EventPusher::${device},InterfaceChanger::${changerOf(device)}`];
}

/** Brings the event of a case about and gives its message. */
async function recordCase(server: RecordedServer, wanted: EventCase): Promise<void> {
  const { act, object = "dummy", event, client } = wanted;
  const polled = "polled" in act || "stopPolling" in act;
  if ("polled" in act) await server.command("Set", act.polled);
  if (polled) await server.device.pollAttribute(object, POLLING_MS);
  const subscription = await server.subscribe(object, event, client);
  const subscriber = await RawSubscriber.connect(subscription.svalue[1]!);
  await subscriber.subscribe(subscription.svalue.at(-2)!);
  if ("changed" in act) {
    // What was polled first is an event as well.
    await after(10 * POLLING_MS);
    subscriber.drain();
  }
  const message = await repeated(
    (attempt) => bringAbout(server, wanted, attempt),
    () =>
      subscriber.nextOf((frames) => !frames[0]!.isCommand && hasError(frames) === (wanted.hasError ?? false)),
    wanted.name,
  );
  subscriber.destroy();
  if ("polled" in act) await server.device.stopPollAttribute(object);
  save(server.release, wanted.name, blocksOf(message), {
    ...described(subscription),
    "brought about by": JSON.stringify(act),
  });
}

async function bringAbout(
  server: RecordedServer,
  { act, object = "" }: EventCase,
  attempt: number,
): Promise<void> {
  if ("command" in act) {
    const name = act.argument.name === undefined ? {} : { name: `${act.argument.name}${attempt}` };
    await server.command(act.command, { ...act.argument, ...name });
  } else if ("configure" in act) await server.setUnit(object, `unit ${attempt}`);
  else if ("stopPolling" in act) {
    if (attempt > 1) await server.device.pollAttribute(object, POLLING_MS);
    await after(10 * POLLING_MS);
    await server.device.stopPollAttribute(object);
  } else if (act.changed !== undefined) await server.command("Set", act.changed);
}

/** What comes after an action, which is done again while nothing comes. */
async function repeated<T>(
  action: (attempt: number) => Promise<void>,
  next: () => Promise<T>,
  name: string,
): Promise<T> {
  const coming = next();
  for (let attempt = 1; attempt <= 5; attempt++) {
    await action(attempt);
    const came = await Promise.race([coming, after(PATIENCE_MS, undefined)]);
    if (came !== undefined) return came;
  }
  throw new Error(`${name}: no event came`);
}

/** The last octet of the third frame says so. */
function hasError(frames: readonly RawFrame[]): boolean {
  return frames[2]?.body.at(-1) === 1;
}

/** Whole conversations with a publisher, as a subscriber that announces ZMTP 3.1 and one that announces 3.0. */
async function recordConversations(server: RecordedServer, minor: 0 | 1): Promise<void> {
  const subscription = await server.subscribe("double_scalar", "change");
  const subscriber = await RawSubscriber.connect(subscription.svalue[1]!, minor);
  const topic = subscription.svalue.at(-2)!;
  await subscriber.subscribe(topic);
  await repeated(
    () => server.command("Push", { attr: "double_scalar", event: "change", value: 9.5 }),
    () => subscriber.nextOf((frames) => !frames[0]!.isCommand),
    "conversation",
  );
  await subscriber.unsubscribe(topic);
  save(server.release, `conversation-3.${minor}`, subscriber.blocks, described(subscription));
  subscriber.destroy();
}

/** What a server says of itself: its heartbeat, and what it says with it on the socket of events. */
async function recordHeartbeats(server: RecordedServer, prefix: string): Promise<void> {
  const subscription = await server.subscribe("double_scalar", "change");
  const { svalue } = subscription;
  const [heartbeats, events] = await Promise.all([
    RawSubscriber.connect(svalue[0]!),
    RawSubscriber.connect(svalue[1]!),
  ]);
  await heartbeats.subscribe(`${svalue.at(-1)}`);
  await events.subscribe("");
  const [heartbeat, beer] = await Promise.all([
    heartbeats.nextOf((frames) => !frames[0]!.isCommand),
    events.nextOf((frames) => frames.length === 1 && !frames[0]!.isCommand),
  ]);
  for (const subscriber of [heartbeats, events]) subscriber.destroy();
  save(server.release, `${prefix}heartbeat`, blocksOf(heartbeat), described(subscription));
  if (prefix === "") save(server.release, "beer", blocksOf(beer), described(subscription));
}

/** What the first push after a client's first subscription looks like: the message twice. */
async function recordFirstPush(server: RecordedServer): Promise<void> {
  const subscription = await server.subscribe("double_scalar", "change");
  const subscriber = await RawSubscriber.connect(subscription.svalue[1]!);
  await subscriber.subscribe(subscription.svalue.at(-2)!);
  const first = await repeated(
    () => server.command("Push", { attr: "double_scalar", event: "change", value: 1.5 }),
    () => subscriber.nextOf((frames) => !frames[0]!.isCommand),
    "double-send",
  );
  const second = await subscriber.nextOf((frames) => !frames[0]!.isCommand);
  subscriber.destroy();
  save(server.release, "double-send", [...blocksOf(first), ...blocksOf(second)], described(subscription));
}

/** What libtango and its server say to each other on both sockets, through proxies whose ports stand in what the server answers. */
async function recordClient(release: TangoRelease): Promise<void> {
  const port = await freePort();
  const giop = await RecordingProxy.open(() => port);
  const server = await RecordedServer.start(
    release,
    "test/relayed/1",
    ...["-ORBendPoint", `giop:tcp:127.0.0.1:${port}`],
    ...["-ORBendPointPublish", `giop:tcp:127.0.0.1:${giop.port}`],
  );
  const { svalue } = await server.subscribe("double_scalar", "change");
  const proxies = await Promise.all(
    svalue.slice(0, 2).map((endpoint) => RecordingProxy.open(() => Number(new URL(endpoint).port))),
  );
  giop.onAnswer = (chunk) => {
    let text = Buffer.from(chunk).toString("latin1");
    for (const [i, proxy] of proxies.entries())
      text = text.replaceAll(`:${new URL(svalue[i]!).port}`, `:${proxy.port}`);
    return Buffer.from(text, "latin1");
  };
  giop.take();
  const name = `tango://127.0.0.1:${release.databasePort}/${server.name}`;
  const client = startProgram(release, "event_view.py", name);
  const order = (what: object): void => void client.stdin.write(`${JSON.stringify(what)}\n`);
  try {
    order({ do: "subscribe", as: "double", attr: "double_scalar", event: "change" });
    await lineOf(client, /"subscribed"/);
    await repeated(
      () => server.command("Push", { attr: "double_scalar", event: "change", value: 1.5 }),
      () => lineOf(client, /"value": 1.5/),
      "client",
    );
    const heartbeat = proxies[0]!;
    // A heartbeat comes every 9 s.
    await after(10_000);
    order({ do: "unsubscribe", as: "double" });
    await lineOf(client, /"unsubscribed"/);
    client.stdin.end();
    const about = { client: "event_view.py subscribes to change events of double_scalar; one is pushed" };
    // libtango may only try first whether somebody listens.
    save(release, "client-heartbeats", connectionWith(heartbeat, "SUBSCRIBE"), about);
    save(release, "client-events", connectionWith(proxies[1]!, "SUBSCRIBE"), about);
    save(release, "client-subscribes", connectionWith(giop, "ZmqEventSubscriptionChange"), about, "hex");
  } finally {
    await end(client);
    await server.stop();
    for (const proxy of [giop, ...proxies]) proxy.close();
  }
}

function connectionWith(proxy: RecordingProxy, text: string): readonly CaptureBlock[] {
  return proxy.take().find((blocks) => blocks.some(({ bytes }) => Buffer.from(bytes).includes(text)))!;
}

async function recordRelease(release: TangoRelease): Promise<void> {
  rmSync(join(ROOT, "fixtures", release.folder, "events"), { recursive: true, force: true });
  const server = await RecordedServer.start(release, "test/recorded/1");
  // Clients of IDL 3 and 4 have the same topics, and each would get what is meant for the other.
  const oldest = await RecordedServer.start(release, "test/oldest/1");
  const alone = await RecordedServer.start(release, "test/alone/1", "-nodb", ...dlist("test/alone/1"));
  try {
    await recordFirstPush(server);
    for (const minor of [1, 0] as const) await recordConversations(server, minor);
    for (const wanted of EVENT_CASES)
      if (wanted.release === undefined || release.version === "10.0")
        await recordCase(wanted.client === "3" ? oldest : server, wanted);
    const nodb = EVENT_CASES.filter(({ name }) =>
      ["change-double-scalar", "interface-change"].includes(name),
    );
    for (const wanted of nodb) await recordCase(alone, { ...wanted, name: `nodb-${wanted.name}` });
    await Promise.all([recordHeartbeats(server, ""), recordHeartbeats(alone, "nodb-")]);
    await recordClient(release);
    writeManifest(release);
  } finally {
    await Promise.all([server, oldest, alone].map((one) => one.stop()));
    for (const device of ["test/recorded/1", "test/oldest/1", "test/relayed/1"])
      await forget(release, device);
  }
}

async function addServer(
  release: TangoRelease,
  instance: string,
  className: string,
  device: string,
): Promise<void> {
  await finished(run(release, "tango_admin", "--add-server", `PushServer/${instance}`, className, device));
}

/** Removes all that the database has of a device and its server. */
async function forget(release: TangoRelease, device: string): Promise<void> {
  const database = new Database(`127.0.0.1:${release.databasePort}`);
  const attributes = await database.getDeviceAttributeList(device, "*");
  for (const attribute of attributes) await database.deleteAllDeviceAttributeProperty(device, attribute);
  await finished(run(release, "tango_admin", "--delete-server", `PushServer/${instanceOf(device)}`));
}

/** A program of test/interop/events. */
function startProgram(release: TangoRelease, ...args: string[]): ChildProcessWithoutNullStreams {
  const env = { ...process.env, TANGO_HOST: `127.0.0.1:${release.databasePort}` };
  return spawn("bash", [join(EVENTS, "run.sh"), release.version, ...args], { detached: true, env });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One block a frame, each with its header. */
function blocksOf(message: readonly RawFrame[]): CaptureBlock[] {
  return message.map(({ octets }) => ({ direction: "IN", bytes: octets }));
}

function described({ asked, lvalue, svalue }: Subscription): Readonly<Record<string, string>> {
  return { "subscribed with": JSON.stringify(asked), answered: JSON.stringify({ lvalue, svalue }) };
}

function save(
  release: TangoRelease,
  name: string,
  blocks: readonly CaptureBlock[],
  more: Readonly<Record<string, string>>,
  extension = "zmtp",
): void {
  const header = new Map([
    ["peer", release.peer],
    ["case", `events/${name}`],
    ["captured", "with test/support/record-events.sh"],
    ...Object.entries(more),
  ]);
  const folder = join(ROOT, "fixtures", release.folder, "events");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.${extension}`), formatCapture({ header, blocks }));
}

function writeManifest(release: TangoRelease): void {
  const day = new Date().toISOString().slice(0, 10);
  const text = [
    `# ${release.folder}/events`,
    "",
    "Servers: test/interop/events/push_server.py, in the database and (`nodb-...`) without one. See the top of that file for what the commands do.",
    "",
    "- Most `.zmtp` files are one message: each `IN` block is one frame as it came, its ZMTP header of flags and length included; the blocks one",
    "  after the other are the stream. `subscribed with` is the argument of ZmqEventSubscriptionChange (domain/family/member, attribute, action,",
    "  event, IDL version of the client), `answered` what the server said, `brought about by` what was done then. `idl-N-...`: a client of IDL N,",
    "  `no-idl-...`: one that does not say, as Tango 8. `double-send` is two messages: the first event for a new client, which is sent twice.",
    "- `conversation-3.1.zmtp`, `conversation-3.0.zmtp`: all that passed with a subscriber (test/support/raw-subscriber.ts) that announces that version: `OUT`",
    "  are its octets, `IN` the publisher's, in the order in which they came. A 3.1 one sends a PING after what it subscribes.",
    "- `client-events.zmtp`, `client-heartbeats.zmtp`: the same with libtango as the subscriber. `client-subscribes.hex`: what it said in GIOP, in",
    "  which the ports of the two sockets are those of the proxies that recorded them.",
    "",
    `Recorded on ${day}, all on one machine over loopback, by \`test/support/record-events.sh ${release.folder}\`. Never edit them by hand: record`,
    "them anew.",
    "",
  ];
  writeFileSync(join(ROOT, "fixtures", release.folder, "events/manifest.md"), text.join("\n"));
}

const wanted = process.argv.slice(2);
for (const release of TANGO_RELEASES) if (wanted.includes(release.folder)) await recordRelease(release);
await ApiUtil.cleanup();
