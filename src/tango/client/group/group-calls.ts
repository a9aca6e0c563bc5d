import type { CallOptions } from "../../../iiop/call-options.ts";
import { boundedMap } from "../../../threading/bounded-map.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { WrongData } from "../../error/dev-failed-classes.ts";
import { describeArgument, wrongArgument } from "../../error/wrong-argument.ts";
import type { AnyAttributeValue } from "../../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";
import type { WriteTarget } from "../../value/write-attribute.ts";
import type { CommandInput, CommandValue } from "../command-calls.ts";
import type { DeviceProxy } from "../device-proxy.ts";
import { type AttributeInput, nameOfTarget } from "../write-calls.ts";
import type { GroupDevice } from "./group-device.ts";
import { GroupAttrReply, GroupCmdReply, GroupReply, type MemberOutcome } from "./group-reply.ts";
import { type GroupAttrReplyList, type GroupCmdReplyList, GroupReplyList } from "./group-reply-list.ts";

/** The devices that a group calls, and how. */
export interface GroupCall {
  readonly devices: readonly GroupDevice[];
  readonly options: CallOptions | undefined;
  readonly maxCallsInProgress: number;
}

/** What the devices are given, by their places: all the same, or each its own. */
export type ForEach<T> = (i: number) => T;

/** Each of `values` for one device. Throws WrongData, API_MethodArgument in cppTango's words where there are not as many as devices. */
export function oneForEach<T>(values: readonly T[], { devices }: GroupCall, origin: string): ForEach<T> {
  if (!Array.isArray(values)) {
    throw wrongArgument(`an array with a value for each device is expected, not ${describeArgument(values)}`);
  }
  if (values.length !== devices.length) {
    const desc =
      "the size of the input argument list must equal the number of device in the group " +
      `[expected:${devices.length} - got:${values.length}]`;
    throw new WrongData([devError("API_MethodArgument", desc, origin)]);
  }
  // The caller may change his list while devices wait for their turn.
  const own = Array.from(values as readonly T[]);
  return (i) => own[i]!;
}

/** Executes a command on each device. */
export async function commandInout<V extends CommandValue>(
  call: GroupCall,
  command: string,
  argument: ForEach<CommandInput | undefined>,
): Promise<GroupCmdReplyList<V>> {
  const outcomes = await callEach(call, (device, i) =>
    device.commandInout<V>(command, argument(i), call.options),
  );
  return listOf(outcomes.map((outcome, i) => new GroupCmdReply(call.devices[i]!.name, command, outcome)));
}

/** Reads one attribute of each device. */
export async function readAttribute<V extends AnyAttributeValue>(
  call: GroupCall,
  name: string,
): Promise<GroupAttrReplyList<V>> {
  const outcomes = await callEach(call, (device) => device.readAttribute<V>(name, call.options));
  return listOf(outcomes.map((outcome, i) => new GroupAttrReply(call.devices[i]!.name, name, outcome)));
}

/** Reads several attributes of each device, in one call of it; a reply for each attribute, those of one device together. */
export async function readAttributes(call: GroupCall, names: readonly string[]): Promise<GroupAttrReplyList> {
  const outcomes = await callEach(call, (device) => device.readAttributes(names, call.options));
  const replies = outcomes.flatMap((outcome, i) =>
    names.map((name, j) => new GroupAttrReply(call.devices[i]!.name, name, readingOutcome(outcome, j))),
  );
  return listOf(replies);
}

/** Writes an attribute of each device. */
export async function writeAttribute(
  call: GroupCall,
  target: string | WriteTarget,
  value: ForEach<AttributeInput>,
): Promise<GroupReplyList> {
  const name = nameOfTarget(target);
  const outcomes = await callEach(call, (device, i) => device.writeAttribute(target, value(i), call.options));
  return listOf(outcomes.map((outcome, i) => new GroupReply(call.devices[i]!.name, name, outcome)));
}

/** Whether all devices answer; the disabled ones are asked too. */
export async function ping({ devices, options, maxCallsInProgress }: GroupCall): Promise<boolean> {
  const outcomes = await boundedMap(devices, maxCallsInProgress, (device) =>
    device.callAnyway((proxy) => proxy.ping(options)),
  );
  return outcomes.every((outcome) => "data" in outcome);
}

function callEach<T>(
  { devices, maxCallsInProgress }: GroupCall,
  call: (device: DeviceProxy, i: number) => Promise<T>,
): Promise<MemberOutcome<T>[]> {
  return boundedMap(devices, maxCallsInProgress, (device, i) => device.call((proxy) => call(proxy, i)));
}

/** What became of the reading of one of several attributes: it may have failed where that of others has not. */
function readingOutcome(
  outcome: MemberOutcome<DeviceAttribute[]>,
  j: number,
): MemberOutcome<DeviceAttribute> {
  if (outcome === "disabled" || "error" in outcome) return outcome;
  const reading = outcome.data[j]!;
  return reading.hasFailed ? { error: new DevFailed(reading.errors) } : { data: reading };
}

function listOf<R extends GroupReply>(replies: readonly R[]): GroupReplyList<R> {
  const list = new GroupReplyList<R>();
  for (const reply of replies) list.push(reply);
  return list;
}
