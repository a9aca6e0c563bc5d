// Lets every kind of event run for a long time, both ways: what a PyTango 10.0.2 server sends to our client, and what our server sends to a
// PyTango 10.0.2 client. Every second one event of each kind is pushed; at the end each kind must have come as often as it was pushed.
//
//   npx tsx test/interop/events/soak.ts [MINUTES]       35 unless given: longer than any of Tango's periods (10 s, 200 s, 600 s) three times
//
// Prints a line a minute and a table at the end; ends with 1 where an event is missing, came twice, or was an error.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as passed } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ApiUtil, Device, DeviceProxy, DeviceServer, type EventType } from "../../../src/index.ts";

const MINUTES = Number(process.argv[2] ?? 35);
const RUN = fileURLToPath(new URL("./run.sh", import.meta.url));
const NAME = "soak/event/1";
const PERIOD_MS = 1000;

/** What is subscribed to, in one direction. */
interface Kind {
  readonly type: EventType;
  /** The attribute or pipe; undefined for the interface of the device. */
  readonly object?: string;
}

/** How often one kind came, how often with an error, and how often it was pushed. */
interface Tally {
  came: number;
  errors: string[];
  pushed: number;
}

class SoakDevice extends Device {
  static readonly TangoClassName = "SoakDevice";
  static readonly attributes = {
    level: { dtype: "DevDouble", read: () => 0, absChange: "1", archiveAbsChange: "1" },
    polled: { dtype: "DevDouble", read: () => performance.now(), absChange: "1e-9", period: "1000" },
  } as const;
  static readonly pipes = { readings: { read: () => ({ name: "readings", elements: [] }) } } as const;

  override initDevice(): void {
    this.setChangeEvent("level", true, false);
    this.setArchiveEvent("level", true, false);
    this.setAlarmEvent("level", true, false);
    this.setDataReadyEvent("level", true);
  }
}

const OURS_KINDS: readonly Kind[] = [
  { type: "change", object: "level" },
  { type: "archive", object: "level" },
  { type: "alarm", object: "level" },
  { type: "user_event", object: "level" },
  { type: "data_ready", object: "level" },
  { type: "attr_conf", object: "level" },
  { type: "pipe", object: "readings" },
  { type: "intr_change" },
  { type: "periodic", object: "polled" },
];
const PYTHON_KINDS: readonly Kind[] = [
  { type: "change", object: "double_scalar" },
  { type: "archive", object: "double_scalar" },
  { type: "alarm", object: "double_scalar" },
  { type: "user_event", object: "double_scalar" },
  { type: "data_ready", object: "double_scalar" },
  { type: "attr_conf", object: "double_scalar" },
  { type: "pipe", object: "readings" },
  { type: "intr_change" },
  { type: "periodic", object: "polled_periodic" },
];

function start(...args: readonly string[]): { child: ChildProcessWithoutNullStreams; lines: Interface } {
  const child = spawn("bash", [RUN, "10.0", ...args]);
  child.stderr.pipe(process.stderr);
  return { child, lines: createInterface({ input: child.stdout }) };
}

const tallies = (kinds: readonly Kind[]) =>
  new Map(kinds.map(({ type }) => [type as string, { came: 0, errors: [], pushed: 0 } as Tally]));

function note(tally: Tally, error: string | undefined): void {
  if (error === undefined) tally.came++;
  else tally.errors.push(`${new Date().toISOString()} ${error}`);
}

/** A PyTango server, our client. */
async function pythonToOurs() {
  const { child, lines } = start("push_server.py", "soak", "-nodb", "-dlist", NAME);
  const [ready] = (await once(lines, "line")) as [string];
  const port = ready.split(" ")[1];
  // A call that is late is no event that is lost.
  const device = new DeviceProxy(`tango://127.0.0.1:${port}/${NAME}#dbase=no`, { timeoutMs: 60_000 });
  const counts = tallies(PYTHON_KINDS);
  await device.pollAttribute("polled_periodic", 1000);
  for (const { type, object } of PYTHON_KINDS) {
    const heard = (event: { err: boolean; errors: readonly { reason: string }[] }) =>
      note(counts.get(type)!, event.err ? event.errors.map(({ reason }) => reason).join(" / ") : undefined);
    if (object === undefined) await device.subscribeEvent("intr_change", heard);
    else await device.subscribeEvent(object, type as "change", heard);
  }
  const command = (name: string, argument: object) => device.commandInout(name, JSON.stringify(argument));
  const push = async (round: number) => {
    const attr = "double_scalar";
    for (const event of ["change", "archive", "alarm", "user_event"]) {
      await command("Push", { attr, event, value: round });
    }
    await command("Push", { attr, event: "data_ready", ctr: round });
    await command("Push", {
      pipe: "readings",
      blob: { name: "blob", elements: [{ name: "round", type: "DevLong", value: round }] },
    });
    const config = await device.getAttributeConfig(attr);
    await device.setAttributeConfig({ ...config, unit: `u${round}` });
    if (round % 2 === 1) await command("AddCommand", { name: "Extra" });
    else await command("RemoveCommand", { name: "Extra" });
  };
  return { what: "PyTango 10.0.2 to our client", counts, push, stop: () => child.stdin.end() };
}

/** Our server, a PyTango client. */
async function oursToPython() {
  const server = new DeviceServer([SoakDevice], {
    server: { executable: "Soak", instance: "test" },
    database: { kind: "none", devices: [NAME] },
  });
  await server.start();
  const name = `tango://127.0.0.1:${server.running.port}/${NAME}#dbase=no`;
  const device = server.util.getDeviceByName(NAME) as SoakDevice;
  await device.pollAttribute("polled", 500);
  const counts = tallies(OURS_KINDS);
  const { child, lines } = start("event_view.py", name);
  const subscribed = new Promise<void>((resolve) => {
    let open = OURS_KINDS.length;
    lines.on("line", (line) => {
      const { as, subscribed: id, failed, event } = JSON.parse(line);
      if (failed !== undefined) note(counts.get(as)!, `subscription: ${JSON.stringify(failed)}`);
      if (id !== undefined || failed !== undefined) if (--open === 0) resolve();
      if (event === undefined) return;
      const reasons = event.errors.map(({ reason }: { reason: string }) => reason).join(" / ");
      note(counts.get(as)!, event.err ? reasons : undefined);
    });
  });
  for (const { type, object } of OURS_KINDS) {
    child.stdin.write(`${JSON.stringify({ do: "subscribe", as: type, attr: object, event: type })}\n`);
  }
  await subscribed;
  const push = async (round: number) => {
    await device.pushChangeEvent("level", round);
    await device.pushArchiveEvent("level", round);
    await device.pushAlarmEvent("level", round);
    await device.pushEvent("level", round);
    await device.pushDataReadyEvent("level", round);
    await device.pushPipeEvent("readings", { name: "readings", elements: [] });
    await device.pushAttrConfEvent("level");
    if (round % 2 === 1) await device.addCommand({ name: "Extra", execute: () => {} });
    else await device.removeCommand("Extra");
  };
  const stop = async () => {
    child.stdin.end(`${JSON.stringify({ do: "quit" })}\n`);
    await server.stop();
  };
  return { what: "our server to PyTango 10.0.2", counts, push, stop };
}

const directions = [await pythonToOurs(), await oursToPython()];
await passed(2000);
// The first event of each subscription, and what came before all had settled, does not count.
for (const { counts } of directions) for (const tally of counts.values()) tally.came = 0;
const rounds = Math.round((MINUTES * 60_000) / PERIOD_MS);
const begin = performance.now();
for (let round = 1; round <= rounds; round++) {
  for (const { counts, push } of directions) {
    await push(round);
    for (const [type, tally] of counts) if (type !== "periodic") tally.pushed++;
  }
  if (round % 60 === 0) {
    const text = directions
      .map(({ counts }) => [...counts.values()].map(({ came }) => came).join(" "))
      .join(" | ");
    console.log(`${round / 60} min: ${text}`);
  }
  await passed(Math.max(0, begin + round * PERIOD_MS - performance.now()));
}
await passed(2000);
const seconds = (performance.now() - begin) / 1000;
let isWrong = false;
for (const { what, counts, stop } of directions) {
  console.log(`\n${what}: ${rounds} rounds in ${seconds.toFixed(0)} s`);
  for (const [type, { came, pushed, errors }] of counts) {
    // A period has a tolerance, and the polling its own clock.
    const isRight = type === "periodic" ? came > seconds * 0.8 && came < seconds * 1.1 : came === pushed;
    if (!isRight || errors.length > 0) isWrong = true;
    const wanted = type === "periodic" ? "one a second" : `${pushed} pushed`;
    console.log(
      `  ${type.padEnd(12)} ${wanted}, ${came} came, ${errors.length} errors${isRight ? "" : "  WRONG"}`,
    );
    for (const error of errors.slice(0, 10)) console.log(`    ${error}`);
  }
  await stop();
}
await ApiUtil.cleanup();
process.exitCode = isWrong ? 1 : 0;
