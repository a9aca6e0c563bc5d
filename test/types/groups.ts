// Compiled, never run: what groups are given, and what they give.

import {
  type DevFailed,
  type DeviceAttribute,
  type DeviceProxy,
  Group,
  type GroupAttrReply,
  type GroupAttrReplyList,
  type GroupCmdReply,
  type GroupCmdReplyList,
  type GroupReply,
  type GroupReplyList,
} from "../../src/index.ts";
import type { Equal } from "./expect.ts";

/** Does not compile for anything but true. */
declare function check<T extends true>(): T;

export async function calls(group: Group, signal: AbortSignal): Promise<void> {
  const echoes = await group.commandInout<string>("DevString", "hola", { forward: false, signal });
  check<Equal<typeof echoes, GroupCmdReplyList<string>>>();
  check<Equal<typeof echoes, GroupReplyList<GroupCmdReply<string>>>>();
  for (const { data, error } of echoes)
    check<Equal<[typeof data, typeof error], [string, DevFailed | null]>>();
  check<Equal<typeof echoes.hasFailed, boolean>>();
  await group.commandInout("Init");
  await group.commandInoutEach("DevString", ["hola", "adios"], { timeoutMs: 100 });

  const levels = await group.readAttribute<number>("level");
  check<Equal<typeof levels, GroupAttrReplyList<number>>>();
  const data = levels.map((reply) => reply.data);
  check<Equal<typeof data, DeviceAttribute<number>[]>>();
  const several = await group.readAttributes(["level", "State"]);
  check<Equal<(typeof several)[0], GroupAttrReply>>();

  const written = await group.writeAttribute("level", 5);
  check<Equal<typeof written, GroupReplyList<GroupReply>>>();
  await group.writeAttributeEach({ name: "level", dataType: "DevDouble", dataFormat: "SCALAR" }, [1, 2]);
  await group.writeAttributeEach("spectrum", [new Float64Array(2), [1, 2]]);

  // @ts-expect-error a text is no list of arguments
  await group.commandInoutEach("DevString", "hola");
  // @ts-expect-error one value is not one for each device
  await group.writeAttributeEach("level", 5);
  // @ts-expect-error names are a list
  await group.readAttributes("level");
  // @ts-expect-error a write gives no data
  written[0]!.data;
  // @ts-expect-error there is no such option
  await group.readAttribute("level", { fwd: true });
  // @ts-expect-error no attribute has such a value
  await group.writeAttribute("level", { value: 5 });
}

export async function members(): Promise<void> {
  const group = new Group("gauges", { tangoHost: "db:10000", timeoutMs: 500, maxCallsInProgress: 10 });
  await group.add("vac/gauge/*");
  await group.add(["vac/gauge/1", "lab/gauge/1"], 1000, { timeoutMs: 100 });
  await group.add(new Group("others"));
  const device = group.getDevice(1);
  check<Equal<typeof device, DeviceProxy | null>>();
  const parent = group.getParent();
  check<Equal<typeof parent, Group | null>>();

  // @ts-expect-error a number is no device
  await group.add(5);
  // @ts-expect-error groups are added one by one
  await group.add([new Group("others")]);
  // @ts-expect-error a group has a name
  new Group();
}
