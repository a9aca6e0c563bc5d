import type { Any } from "../../../giop/idl/any.ts";
import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import type { ClntIdent } from "../../idl/client-identity.ts";
import type { DevCmdInfo, DevCmdInfo_2 } from "../../idl/dev-cmd-info.ts";
import type { DevSource } from "../../idl/enums.ts";
import type { Awaitable } from "../awaitable.ts";
import { commandInfo1, commandInfo2 } from "../command/command-info.ts";
import { commandResult } from "../command/execute-command.ts";
import { GeneralOperations } from "./general-operations.ts";

/** The operations that execute commands and say which there are. */
export class CommandOperations extends GeneralOperations {
  command_inout(command: string, argin: Any, context: InvocationContext): Awaitable<Any> {
    return this.#execute(command, argin, "DEV", null, context);
  }

  command_inout_2(
    command: string,
    argin: Any,
    source: DevSource,
    context: InvocationContext,
  ): Awaitable<Any> {
    return this.#execute(command, argin, source, null, context);
  }

  command_inout_4(
    command: string,
    argin: Any,
    source: DevSource,
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<Any> {
    return this.#execute(command, argin, source, identity, context);
  }

  command_list_query(context: InvocationContext): Awaitable<InputOf<typeof DevCmdInfo>[]> {
    return this.answer(context, null, undefined, () => Array.from(this.served.commands, commandInfo1));
  }

  command_list_query_2(context: InvocationContext): Awaitable<InputOf<typeof DevCmdInfo_2>[]> {
    return this.answer(context, null, undefined, () => Array.from(this.served.commands, commandInfo2));
  }

  command_query(name: string, context: InvocationContext): Awaitable<InputOf<typeof DevCmdInfo>> {
    return this.answer(context, null, undefined, () => commandInfo1(this.served.commands.get(name)));
  }

  command_query_2(name: string, context: InvocationContext): Awaitable<InputOf<typeof DevCmdInfo_2>> {
    return this.answer(context, null, undefined, () => commandInfo2(this.served.commands.get(name)));
  }

  #execute(
    command: string,
    argin: Any,
    source: DevSource,
    identity: ClntIdent | null,
    context: InvocationContext,
  ): Awaitable<Any> {
    return this.answer(context, identity, { command, source }, (caller) =>
      commandResult(this.served, { name: command, argin, source, caller, cancellation: context }),
    );
  }
}
