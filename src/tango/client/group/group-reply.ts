import type { DevError } from "../../error/dev-error.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { AnyAttributeValue } from "../../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";
import type { CommandValue } from "../command-calls.ts";

/** What became of the call of one device: its answer, its failure, or nothing, since it is disabled. */
export type MemberOutcome<T> = { readonly data: T } | { readonly error: DevFailed } | "disabled";

/** What a call of a group came to on one of its devices: of a write all that there is to know. */
export class GroupReply {
  /** The device, as its name was given to the group. */
  readonly devName: string;
  /** The command or the attribute. */
  readonly objName: string;
  /** false for a device that is disabled: it was not called, has no data, and has not failed. */
  readonly groupElementEnabled: boolean;
  /** Why the call failed; null where it did not. */
  readonly error: DevFailed | null;

  constructor(devName: string, objName: string, outcome: MemberOutcome<unknown>) {
    this.devName = devName;
    this.objName = objName;
    this.groupElementEnabled = outcome !== "disabled";
    this.error = outcome !== "disabled" && "error" in outcome ? outcome.error : null;
  }

  /** Whether the call failed. */
  get hasFailed(): boolean {
    return this.error !== null;
  }

  /** The error stack, the root cause first; empty where the call did not fail. PyTango's `get_err_stack()`. */
  get errors(): readonly DevError[] {
    return this.error?.errors ?? [];
  }
}

/** What a command gave on one of the devices of a group. */
export class GroupCmdReply<V extends CommandValue = CommandValue> extends GroupReply {
  /**
   * The result. Where the command failed, reading it throws `error`; of a disabled device, a DevFailed that says so: as in C++ after
   * `GroupReply::enable_exception(true)`. PyTango's `get_data()` gives None for both.
   */
  declare readonly data: V;

  constructor(devName: string, objName: string, outcome: MemberOutcome<V>) {
    super(devName, objName, outcome);
    defineData(this, outcome);
  }
}

/** What one of the devices of a group gave for an attribute. */
export class GroupAttrReply<V extends AnyAttributeValue = AnyAttributeValue> extends GroupReply {
  /** The reading, with value, quality and time. Throws where there is none, as that of a GroupCmdReply. */
  declare readonly data: DeviceAttribute<V>;

  constructor(devName: string, objName: string, outcome: MemberOutcome<DeviceAttribute<V>>) {
    super(devName, objName, outcome);
    defineData(this, outcome);
  }
}

/** Gives a reply its data, or what throws in their place and is not enumerable: copies and logs must not stumble over it. */
function defineData(reply: GroupReply, outcome: MemberOutcome<unknown>): void {
  if (outcome !== "disabled" && "data" in outcome) {
    Object.defineProperty(reply, "data", { value: outcome.data, enumerable: true });
    return;
  }
  Object.defineProperty(reply, "data", {
    get() {
      throw reply.error ?? noData(reply);
    },
  });
}

function noData({ devName, objName }: GroupReply): DevFailed {
  const desc = `no available data of ${objName}: device ${devName} is disabled`;
  return new DevFailed([devError("no data - group member is disabled", desc, "GroupReply.data")]);
}
