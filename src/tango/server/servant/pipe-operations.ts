import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import type { ClntIdent } from "../../idl/client-identity.ts";
import type { DevPipeData, PipeConfig } from "../../idl/pipe-data.ts";
import { pipeConfig, pipeInfoFromWire } from "../../value/pipe-info.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import { configurePipes } from "../pipe/configure-pipe.ts";
import { readPipe, writePipe } from "../pipe/pipe-access.ts";
import { HistoryOperations } from "./history-operations.ts";

/** The operations on pipes. */
export class PipeOperations extends HistoryOperations {
  get_pipe_config_5(names: string[], context: InvocationContext): Awaitable<InputOf<typeof PipeConfig>[]> {
    return this.answer(context, null, undefined, () => {
      const { pipes } = this.served;
      const areAll = names.length === 1 && names[0] === "All pipes";
      const wanted = areAll ? [...pipes] : names.map((name) => pipes.get(name));
      return wanted.map(({ info }) => pipeConfig(info));
    });
  }

  set_pipe_config_5(configs: PipeConfig[], identity: ClntIdent, context: InvocationContext): Awaitable<void> {
    const { served } = this;
    return this.answer(context, identity, undefined, () =>
      served.monitor.run("configuration of pipes", () =>
        configurePipes(served, configs.map(pipeInfoFromWire)),
      ),
    );
  }

  read_pipe_5(
    name: string,
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevPipeData>> {
    const { served } = this;
    return this.answer(context, identity, { names: [name] }, () =>
      served.monitor.run(`pipe ${name}`, () => readPipe(served, name)),
    );
  }

  write_pipe_5(data: DevPipeData, identity: ClntIdent, context: InvocationContext): Awaitable<void> {
    const { served } = this;
    return this.answer(context, identity, { names: [data.name] }, () =>
      served.monitor.run(`pipe ${data.name}`, () => writePipe(served, data)),
    );
  }

  write_read_pipe_5(
    data: DevPipeData,
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof DevPipeData>> {
    const { served } = this;
    return this.answer(context, identity, { names: [data.name] }, () =>
      served.monitor.run(`pipe ${data.name}`, () =>
        andThen(writePipe(served, data), () => readPipe(served, data.name)),
      ),
    );
  }
}
