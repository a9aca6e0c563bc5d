import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import type {
  DevAttrHistory,
  DevAttrHistory_3,
  DevAttrHistory_4,
  DevAttrHistory_5,
  DevCmdHistory,
  DevCmdHistory_4,
} from "../../idl/history.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import { rootHistory } from "../forwarded/root-history.ts";
import {
  attributeHistory2,
  attributeHistory3,
  attributeHistory4,
  attributeHistory5,
} from "../polling/attribute-history.ts";
import { commandHistory2, commandHistory4 } from "../polling/command-history.ts";
import { attributeToPoll } from "../polling/pollable-device.ts";
import { ConfigurationOperations } from "./configuration-operations.ts";

/** The operations that tell what polling has recorded. */
export class HistoryOperations extends ConfigurationOperations {
  read_attribute_history_2(
    name: string,
    count: number,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevAttrHistory>[]> {
    return this.answer(context, null, undefined, () =>
      andThen(this.#readings(name, count), attributeHistory2),
    );
  }

  read_attribute_history_3(
    name: string,
    count: number,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevAttrHistory_3>[]> {
    return this.answer(context, null, undefined, () =>
      andThen(this.#readings(name, count), attributeHistory3),
    );
  }

  read_attribute_history_4(
    name: string,
    count: number,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevAttrHistory_4>> {
    return this.answer(context, null, undefined, () =>
      andThen(this.#readings(name, count), (readings) =>
        attributeHistory4(readings, name, attributeToPoll(this.served.polling.device, name).dataType),
      ),
    );
  }

  read_attribute_history_5(
    name: string,
    count: number,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevAttrHistory_5>> {
    return this.answer(context, null, undefined, () =>
      andThen(this.#readings(name, count), (readings) =>
        attributeHistory5(readings, name, attributeToPoll(this.served.polling.device, name)),
      ),
    );
  }

  command_inout_history_2(
    command: string,
    count: number,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevCmdHistory>[]> {
    return this.answer(context, null, undefined, () =>
      commandHistory2(this.served.polling.commandRecords(command, count)),
    );
  }

  command_inout_history_4(
    command: string,
    count: number,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevCmdHistory_4>> {
    return this.answer(context, null, undefined, () => {
      const executions = this.served.polling.commandRecords(command, count);
      return commandHistory4(executions, this.served.commands.get(command).dtypeOut);
    });
  }

  /** Of a forwarded attribute, those that were recorded of its root. */
  #readings(name: string, count: number): Awaitable<AttributeSnapshot[]> {
    const { attributes, polling } = this.served;
    const attribute = attributes.find(name);
    return attribute === undefined || attribute.root === null
      ? polling.attributeRecords(name, count)
      : rootHistory(this.served, attribute, count);
  }
}
