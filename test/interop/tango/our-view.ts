// What our client sees: runs the calls of a scenario and prints every result as JSON. The counterpart of view.py, which describes
// the formats.
//
//   node --import tsx our-view.ts DEVICE NODB < scenario.json > view.json    TANGO_HOST says which control system
//
// VIEW_TRACE=1 prints each call's id, milliseconds and error reasons on stderr.
import { json } from "node:stream/consumers";
import { ApiUtil, Database, DeviceProxy } from "../../../src/index.ts";
import { PATIENCE_MS } from "../../support/patience.ts";
import { type CallArgs, DATABASE_CALLS, DEVICE_CALLS } from "./client-calls.ts";
import { patientProxy } from "./patient-client.ts";
import {
  expanded,
  type Json,
  type Scenario,
  type ScenarioCall,
  type View,
  type ViewEntry,
} from "./scenario.ts";
import { viewedFailure } from "./view-value.ts";

async function main(device: string, nodb: string): Promise<void> {
  const scenario = (await json(process.stdin)) as Scenario;
  const names = { device, nodb, host: process.env.TANGO_HOST! };
  // The scenario asks for the limit that a proxy has at first.
  const proxy = patientProxy(device, { timeoutMs: 3000 });
  const database = new Database({ timeoutMs: PATIENCE_MS });
  const idl = await proxy.getIdlVersion();
  const results: ViewEntry[] = [];
  for (const wanted of scenario.calls) {
    if ((wanted.min_idl ?? 0) > idl) continue;
    const call = expanded(wanted, names);
    const begun = performance.now();
    const entry = await perform(call, proxy, database, idl);
    if (process.env.VIEW_TRACE) {
      const reasons = entry.error?.stack.map(({ reason }) => reason).join(" ") ?? "";
      console.error(`${call.id} ${Math.round(performance.now() - begun)} ms ${reasons}`);
    }
    results.push(entry);
  }
  const view: View = { nodb, uncovered: { attributes: [], commands: [] }, results };
  await new Promise<void>((resolve) => process.stdout.write(JSON.stringify(view), () => resolve()));
  await ApiUtil.cleanup();
}

async function perform(
  call: ScenarioCall,
  proxy: DeviceProxy,
  database: Database,
  idl: number,
): Promise<ViewEntry> {
  const { id, compare, volatile = [] } = call;
  const entry = { id, call: call.call, compare, volatile };
  try {
    return { ...entry, result: await resultOf(call, proxy, database, idl) };
  } catch (error) {
    return { ...entry, error: viewedFailure(error) };
  }
}

async function resultOf(
  call: ScenarioCall,
  proxy: DeviceProxy,
  database: Database,
  idl: number,
): Promise<Json> {
  const args = (call.args ?? {}) as unknown as CallArgs;
  if (call.call.startsWith("db_")) {
    const method = DATABASE_CALLS[call.call];
    if (method === undefined) throw new Error(`client-calls.ts does not know ${call.call}`);
    return method(database, args);
  }
  const method = DEVICE_CALLS[call.call];
  if (method === undefined) throw new Error(`client-calls.ts does not know ${call.call}`);
  if (call.device === undefined) return method(proxy, args);
  // After an attempt to connect that failed, Tango 10 and we make no other for a second. PyTango 9 does not count the one that its
  // constructor made through a database: there, a clock that runs fast lets ours try again at once, so that the errors can be compared.
  let now = 0;
  const clock = idl < 6 && !call.device.endsWith("#dbase=no") ? { now: () => (now += 1000) } : {};
  const another = await DeviceProxy.connect(call.device, clock);
  try {
    return await method(another, args);
  } finally {
    another.close();
  }
}

const [device, nodb] = process.argv.slice(2);
if (device === undefined || nodb === undefined || process.env.TANGO_HOST === undefined) {
  console.error("our-view.ts: DEVICE and NODB are needed, and TANGO_HOST: see the top of the file");
  process.exitCode = 2;
} else {
  await main(device, nodb);
}
