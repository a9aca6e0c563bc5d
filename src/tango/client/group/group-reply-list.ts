import type { AnyAttributeValue } from "../../value/cmd-arg-type.ts";
import type { CommandValue } from "../command-calls.ts";
import type { GroupAttrReply, GroupCmdReply, GroupReply } from "./group-reply.ts";

/** The replies of all devices of a group, in the order of `getDeviceList()`. What its methods give (`map`, `filter`) are plain arrays. */
export class GroupReplyList<R extends GroupReply = GroupReply> extends Array<R> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** Whether the call failed on at least one device. A disabled device has not failed. */
  get hasFailed(): boolean {
    return this.some((reply) => reply.hasFailed);
  }
}

/** The replies to a command. */
export type GroupCmdReplyList<V extends CommandValue = CommandValue> = GroupReplyList<GroupCmdReply<V>>;

/** The replies to the reading of attributes. */
export type GroupAttrReplyList<V extends AnyAttributeValue = AnyAttributeValue> = GroupReplyList<
  GroupAttrReply<V>
>;
