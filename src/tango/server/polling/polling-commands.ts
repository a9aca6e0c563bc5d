import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { DevicePolling } from "./device-polling.ts";
import type { PolledKind } from "./polled-object.ts";
import { pollingStatus } from "./polling-status.ts";

/** What the polling commands of the admin device work on. */
export interface PollingServer {
  /** The polling of a device of this server, by its name or alias whatever its case; undefined where there is no such device. */
  find(device: string): DevicePolling | undefined;
  /** That of all devices. */
  all(): Iterable<DevicePolling>;
  /** Throws API_DeviceLocked where a client other than the caller has locked the device, which the caller called `asked`. */
  checkLock(polling: DevicePolling, asked: string): void;
  /** Told when a device began to be polled or ceased to be, so that `polling_threads_pool_conf` can be kept. */
  polledDevicesChanged(): Promise<void>;
}

/** The argument of AddObjPolling and UpdObjPollingPeriod: the period; device, kind and name. */
export interface PollingArgument {
  readonly lvalue: ArrayLike<number>;
  readonly svalue: readonly string[];
}

/** AddObjPolling: polls an attribute or command. See `DevicePolling.add` for how it can fail. */
export async function addObjPolling(server: PollingServer, argin: PollingArgument): Promise<void> {
  const { device, kind, name, periodMs } = parse(argin);
  const polling = findPolling(server, device);
  server.checkLock(polling, device);
  const wasPolled = polling.isPolled;
  await polling.add(kindOf(kind), name, periodMs);
  if (!wasPolled) await server.polledDevicesChanged();
}

/** UpdObjPollingPeriod: changes the period of what is polled. Rejects with API_DeviceNotPolled, and as `DevicePolling.update`. */
export async function updObjPollingPeriod(server: PollingServer, argin: PollingArgument): Promise<void> {
  const { device, kind, name, periodMs } = parse(argin);
  const polling = findPolled(server, device);
  await polling.update(kindOf(kind), name, periodMs);
}

/** RemObjPolling: polls something no more. Rejects with API_DeviceNotPolled, API_PollObjNotFound. */
export async function remObjPolling(server: PollingServer, argin: readonly string[]): Promise<void> {
  if (argin.length !== 3) throw wrongNumberOfArguments();
  const [device, kind, name] = argin as [string, string, string];
  const polling = findPolled(server, device);
  await polling.remove(kindOf(kind), name);
  if (!polling.isPolled) await server.polledDevicesChanged();
}

/** PolledDevice: the devices of which something is polled, sorted; not the admin device, as cppTango. */
export function polledDevice(server: PollingServer): string[] {
  return Array.from(server.all())
    .filter(({ isPolled, device }) => isPolled && !device.name.toLowerCase().startsWith("dserver/"))
    .map(({ device }) => device.name)
    .sort();
}

/** DevPollStatus: a text about each thing that is polled of a device. Throws API_DeviceNotFound. */
export function devPollStatus(server: PollingServer, device: string): string[] {
  const polling = server.find(device);
  if (polling === undefined) throw deviceNotFound(device);
  return pollingStatus(polling.objects, polling.readTogether, polling.now());
}

/** The Status of the admin device. */
export function pollingStatusOfServer(isPolling: boolean): string {
  return `The device is ON\nThe polling is ${isPolling ? "ON" : "OFF"}`;
}

function parse({ lvalue, svalue }: PollingArgument) {
  if (svalue.length !== 3 || lvalue.length !== 1) throw wrongNumberOfArguments();
  const [device, kind, name] = svalue as [string, string, string];
  return { device, kind, name, periodMs: lvalue[0]! };
}

function findPolling(server: PollingServer, device: string): DevicePolling {
  const polling = server.find(device);
  if (polling !== undefined) return polling;
  const failure = deviceNotFound(device);
  throw failure.withLevel(failure.errors[0]!);
}

/** A device of which something is polled, and which nobody else has locked. */
function findPolled(server: PollingServer, device: string): DevicePolling {
  const polling = findPolling(server, device);
  if (!polling.isPolled) throw failed("API_DeviceNotPolled", `Device ${device} is not polled`);
  server.checkLock(polling, device);
  return polling;
}

/** What is polled, as clients say it; cppTango's devices say it with `_local` behind to their own admin device. */
function kindOf(text: string): PolledKind {
  const kind = text.toLowerCase().replace(/_local$/, "");
  if (kind === "attribute" || kind === "command") return kind;
  throw failed("API_NotSupported", `Object type ${kind} not supported`);
}

function deviceNotFound(device: string): DevFailed {
  return failed("API_DeviceNotFound", `Device ${device} not found`);
}

function wrongNumberOfArguments(): DevFailed {
  return failed("API_WrongNumberOfArgs", "Incorrect number of inout arguments");
}

function failed(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "DServer")]);
}
