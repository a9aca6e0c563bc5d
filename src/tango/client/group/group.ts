import type { CallOptions } from "../../../iiop/call-options.ts";
import { refusePosting } from "../../../iiop/refuse-posting.ts";
import type { OrbContext } from "../../../threading/orb-context.ts";
import { devError } from "../../error/dev-error.ts";
import { WrongData } from "../../error/dev-failed-classes.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { checkName, describeArgument } from "../../error/wrong-argument.ts";
import { type Names, nameList, oneName, severalNames } from "../../naming/name-list.ts";
import type { AnyAttributeValue } from "../../value/cmd-arg-type.ts";
import type { WriteTarget } from "../../value/write-attribute.ts";
import { withDeadline } from "../call-deadline.ts";
import { checkedTimeout } from "../checked-settings.ts";
import type { CommandInput, CommandValue } from "../command-calls.ts";
import { contextFor } from "../context-for.ts";
import type { DeviceProxy, DeviceProxyOptions } from "../device-proxy.ts";
import type { AttributeInput } from "../write-calls.ts";
import { devicesOf } from "./device-pattern.ts";
import {
  commandInout,
  type GroupCall,
  oneForEach,
  ping,
  readAttribute,
  readAttributes,
  writeAttribute,
} from "./group-calls.ts";
import { GroupDevice } from "./group-device.ts";
import { type GroupMember, GroupNode } from "./group-node.ts";
import type { GroupAttrReplyList, GroupCmdReplyList, GroupReplyList } from "./group-reply-list.ts";

/** How a Group is made: how the proxies of its devices are, and how many of them are called at a time. */
export interface GroupOptions extends DeviceProxyOptions {
  /** How many devices are called at the same time, those of sub groups included; the others wait for their turn. 256 unless given. */
  readonly maxCallsInProgress?: number;
}

/**
 * How a call of a group is made. Its `timeoutMs` is for all of it: by then every device has a reply, if only that it timed out. So it is with a
 * `signal` that is aborted: what was answered before is kept, and the other replies have API_CallAborted.
 */
export interface GroupCallOptions extends CallOptions {
  /** Whether the devices of sub groups are called too. true unless given. */
  readonly forward?: boolean;
}

/**
 * Devices that are called together: all at the same time, and the reply of each is kept for itself. A group may have groups in it.
 *
 * ```ts
 * const gauges = new Group("gauges");
 * await gauges.add(["vac/gauge/*", "lab/gauge/1"]);
 * for (const reply of await gauges.readAttribute<number>("Pressure")) {
 *   console.log(reply.devName, reply.hasFailed ? reply.error : reply.data.value);
 * }
 * ```
 * Names and meaning are PyTango's (cppTango's group.cpp). Everything that calls a device gives a promise, which is also what PyTango's pairs
 * of `..._asynch` and `..._reply` are for. It resolves with a reply for each device, in the order of `getDeviceList()`, whatever becomes of a
 * device; it rejects only for what is wrong with the call itself. Names are found whatever their case: that of a device or a group, or the
 * name with those of all groups around it and dots between, `gauges.cell-1.vac/gauge/1`. A `*` stands for any characters.
 */
export class Group {
  readonly #node: GroupNode<Group>;
  readonly #options: DeviceProxyOptions & { readonly context: OrbContext };
  readonly #maxCallsInProgress: number;

  /** An empty group. The options are those of the proxies of the devices that it will have; sub groups have their own. */
  constructor(name: string, options: GroupOptions = {}) {
    checkName("group", name);
    const { maxCallsInProgress = MAX_CALLS_IN_PROGRESS, ...proxyOptions } = options;
    if (!(maxCallsInProgress >= 1)) {
      const given = describeArgument(maxCallsInProgress as unknown);
      throw new RangeError(`maxCallsInProgress is a number from 1 on, not ${given}`);
    }
    this.#node = new GroupNode(this, name);
    this.#options = { ...proxyOptions, context: contextFor(options.context, "Group") };
    this.#maxCallsInProgress = maxCallsInProgress;
    refusePosting(this, () => `the Group ${name} belongs to one thread: make another there`);
  }

  /** The name that it was given. */
  getName(): string {
    return this.#node.name;
  }

  /** Its name behind those of the groups that it is in: `gauges.cell-1.penning`. */
  getFullyQualifiedName(): string {
    return this.#node.fullName;
  }

  /** Whether a text is its name, or its fully qualified name. */
  nameEquals(name: string): boolean {
    return this.#node.isNamed(oneName(name));
  }

  /** Whether its name, or its fully qualified name, is what a text with `*` in it may stand for. */
  nameMatches(pattern: string): boolean {
    return this.#node.fits(oneName(pattern));
  }

  /** The group that this one is in; null for one that is in none. */
  getParent(): Group | null {
    return this.#node.parent?.owner ?? null;
  }

  /** Whether it is in no other group. */
  isRootGroup(): boolean {
    return this.#node.parent === null;
  }

  /**
   * Adds devices, or a group. A device is given by its name in any form that a DeviceProxy takes, or by a pattern, `vac/gauge/*` or
   * `tango://host:port/vac/gauge/*`: only for that a database is asked, for the devices that are exported now, and the promise rejects where it does not
   * answer. Any other name is added as it is, even if no such device exists: its replies will say so. All patterns of a list are asked
   * for at once; if one fails nothing is added.
   *
   * What is in this group, or in one of its sub groups, is not added again. `timeoutMs` is set for all that was named, added or not. Rejects
   * with WrongData API_MethodArgument for a group that would contain itself, is in another one, or has the name of another member.
   */
  async add(member: Names | Group, timeoutMs?: number, options?: CallOptions): Promise<void> {
    const limit = timeoutMs === undefined ? undefined : checkedTimeout(timeoutMs);
    if (member instanceof Group) {
      this.#addGroup(member.#node);
      if (limit !== undefined) member.setTimeoutMillis(limit);
      return;
    }
    this.#throwIfClosed();
    const limited = withDeadline(options);
    const patterns = nameList(member);
    const names = await Promise.all(patterns.map((pattern) => devicesOf(pattern, this.#options, limited)));
    const known = new Map(this.#node.devices(true).map((device) => [device.name.toLowerCase(), device]));
    for (const name of names.flat()) {
      const device = known.get(name.toLowerCase()) ?? this.#addDevice(name);
      known.set(name.toLowerCase(), device);
      if (limit !== undefined) device.setTimeoutMillis(limit);
    }
  }

  /** Removes the devices and groups of these names or patterns, with `forward` those in sub groups too. Never removes this group itself. */
  remove(patterns: Names, forward = true): void {
    for (const pattern of nameList(patterns)) this.#node.remove(pattern, forward);
  }

  /** Removes all devices and groups. */
  removeAll(): void {
    this.#node.removeAll();
  }

  /** Whether there is a device or a group of this name or pattern; this group itself counts. */
  contains(pattern: string, forward = true): boolean {
    return this.#node.find(oneName(pattern), forward) !== undefined;
  }

  /**
   * A device by its name, or by its number in `getDeviceList()`, from 1 on as in PyTango (whose numbers go wrong behind sub groups); null
   * where there is none. Throws WrongNameSyntax for a member with a malformed name. The proxy is the one that the group itself uses.
   */
  getDevice(nameOrNumber: string | number): DeviceProxy | null {
    const device =
      typeof nameOrNumber === "number"
        ? this.#node.devices(true)[nameOrNumber - 1]
        : this.#node.device(oneName(nameOrNumber));
    return device?.proxy ?? null;
  }

  /** The first group of this name, this one included, and the upper ones before those below; null where there is none. */
  getGroup(name: string): Group | null {
    const found = this.#node.find(oneName(name), true);
    return found instanceof GroupNode ? found.owner : null;
  }

  /** The names of the devices, as they were given, in the order in which they were added; those of a sub group where that was added. */
  getDeviceList(forward = true): string[] {
    return this.#node.devices(forward).map(({ name }) => name);
  }

  /** How many devices there are. */
  getSize(forward = true): number {
    return this.#node.devices(forward).length;
  }

  /** Enables the first device or group of this name; without a name this group. Does nothing where there is none. See `disable`. */
  enable(name?: string, forward = true): void {
    this.#setEnabled(name, forward, true);
  }

  /**
   * Disables the first device or group of this name; without a name this group. A disabled device is not called, and its replies say so
   * (`groupElementEnabled`). As in cppTango, a group that is disabled is called all the same: only `isEnabled` tells.
   */
  disable(name?: string, forward = true): void {
    this.#setEnabled(name, forward, false);
  }

  /** Whether the first device or group of this name, without a name this group, is enabled; false where there is none. */
  isEnabled(name?: string, forward = true): boolean {
    return this.#named(name, forward)?.isEnabled ?? false;
  }

  /** Sets the time limit of each request, in milliseconds, for all devices that are in it now, those of sub groups included. */
  setTimeoutMillis(timeoutMs: number): void {
    this.#node.setTimeoutMillis(checkedTimeout(timeoutMs));
  }

  /** Whether all devices answer; the disabled ones are asked too. */
  async ping(options?: GroupCallOptions): Promise<boolean> {
    return ping(this.#call(options));
  }

  /**
   * Executes a command on each device, with the same argument for all, converted to the type that the device declares. Leave an array that you
   * pass as it is until the promise settles, here and wherever values are written: devices may wait for their turn.
   */
  async commandInout<V extends CommandValue = CommandValue>(
    command: string,
    argument?: CommandInput,
    options?: GroupCallOptions,
  ): Promise<GroupCmdReplyList<V>> {
    return commandInout<V>(this.#call(options), oneName(command), () => argument);
  }

  /**
   * Executes a command with an argument of its own for each device, in the order of `getDeviceList()`, the disabled ones included. Rejects with
   * WrongData API_MethodArgument where there are not as many. PyTango's `command_inout` with a `DeviceDataList`.
   */
  async commandInoutEach<V extends CommandValue = CommandValue>(
    command: string,
    args: readonly CommandInput[],
    options?: GroupCallOptions,
  ): Promise<GroupCmdReplyList<V>> {
    const call = this.#call(options);
    return commandInout<V>(call, oneName(command), oneForEach(args, call, "Group.commandInoutEach()"));
  }

  /** Reads an attribute of each device. */
  async readAttribute<V extends AnyAttributeValue = AnyAttributeValue>(
    name: string,
    options?: GroupCallOptions,
  ): Promise<GroupAttrReplyList<V>> {
    return readAttribute<V>(this.#call(options), oneName(name));
  }

  /** Reads several attributes of each device. There is a reply for each attribute: all of the first device, all of the second, and so on. */
  async readAttributes(names: readonly string[], options?: GroupCallOptions): Promise<GroupAttrReplyList> {
    return readAttributes(this.#call(options), severalNames(names));
  }

  /** Writes an attribute of each device, with the same value for all. */
  async writeAttribute(
    target: string | WriteTarget,
    value: AttributeInput,
    options?: GroupCallOptions,
  ): Promise<GroupReplyList> {
    return writeAttribute(this.#call(options), target, () => value);
  }

  /**
   * Writes an attribute with a value of its own for each device, in the order of `getDeviceList()`, the disabled ones included. Rejects with
   * WrongData API_MethodArgument where there are not as many. PyTango's `write_attribute` with `multi=True`.
   */
  async writeAttributeEach(
    target: string | WriteTarget,
    values: readonly AttributeInput[],
    options?: GroupCallOptions,
  ): Promise<GroupReplyList> {
    const call = this.#call(options);
    return writeAttribute(call, target, oneForEach(values, call, "Group.writeAttributeEach()"));
  }

  /** The hierarchy as a text of lines, each level indented by a tab, as cppTango has it. */
  dump(): string {
    return this.#node.lines().join("\n");
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Group ${this.getFullyQualifiedName()} (${this.getSize()} devices)`;
  }

  #addDevice(name: string): GroupDevice {
    const device = new GroupDevice(name, this.#options);
    this.#node.add(device);
    return device;
  }

  #addGroup(group: GroupNode<Group>): void {
    const node = this.#node;
    if (group !== node && group.isWithin(node)) return;
    if (node.isWithin(group)) throw refused(group, "it would contain itself");
    if (group.parent !== null) throw refused(group, "it is in another group: remove it there first");
    if (node.hasMember(group.name)) throw refused(group, "another member has its name");
    node.add(group);
  }

  /** What a name means; this group where none is given. */
  #named(name: string | undefined, forward: boolean): GroupMember<Group> | undefined {
    return name === undefined ? this.#node : this.#node.find(oneName(name), forward);
  }

  #setEnabled(name: string | undefined, forward: boolean, isEnabled: boolean): void {
    const found = this.#named(name, forward);
    if (found !== undefined) found.isEnabled = isEnabled;
  }

  /** A call of the devices that are in the group now. */
  #call(options: GroupCallOptions | undefined): GroupCall {
    this.#throwIfClosed();
    return {
      options: withDeadline(options),
      devices: this.#node.devices(options?.forward ?? true),
      maxCallsInProgress: this.#maxCallsInProgress,
    };
  }

  #throwIfClosed(): void {
    try {
      this.#options.context.throwIfClosed(`the group ${this.#node.name}`);
    } catch (error) {
      throw toDevFailed(error, "Group");
    }
  }
}

function refused(group: GroupNode<Group>, why: string): WrongData {
  const desc = `Group ${group.fullName} cannot be added: ${why}`;
  return new WrongData([devError("API_MethodArgument", desc, "Group.add()")]);
}

/** Enough for a whole beamline at once, and a bound for a group of all devices of a large site. */
const MAX_CALLS_IN_PROGRESS = 256;
