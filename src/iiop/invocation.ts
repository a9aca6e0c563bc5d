import type { CdrReader } from "../giop/cdr/cdr-reader.ts";
import type { CdrWriter } from "../giop/cdr/cdr-writer.ts";
import { errorWithin } from "../giop/cdr/marshal-error.ts";
import type { ClientCall } from "../giop/connection/client-call.ts";
import type { ClientConnection } from "../giop/connection/client-connection.ts";
import { MINOR_CODE } from "../giop/exception/minor-code.ts";
import { decodeSystemException, SystemException } from "../giop/exception/system-exception.ts";
import type { Codec } from "../giop/idl/codec.ts";
import type { ExceptionType } from "../giop/idl/exception.ts";
import type { Operation } from "../giop/idl/operation.ts";
import { void_ } from "../giop/idl/primitives.ts";
import type { ReplyHeader } from "../giop/message/reply.ts";
import { RESPONSE_FROM_TARGET, RESPONSE_NONE, type ResponseFlags } from "../giop/message/request.ts";
import type { ServiceContext } from "../giop/message/service-context.ts";
import type { CallOptions } from "./call-options.ts";
import { RemoteCall } from "./remote-call.ts";
import type { Route } from "./route.ts";

/** The call of an operation: it marshals the arguments and unmarshals what came of it. */
export class Invocation extends RemoteCall implements ClientCall {
  readonly operation: string;
  readonly oneway: boolean;
  readonly responseFlags: ResponseFlags;
  /** Asked for while the caller runs: when it is sent, other code may. */
  readonly serviceContexts: readonly ServiceContext[];
  readonly hasArguments: boolean;
  readonly #definition: Operation;
  readonly #args: readonly unknown[];

  constructor(
    route: Route,
    operation: string,
    definition: Operation,
    args: readonly unknown[],
    options: CallOptions | undefined,
    resolve: (result: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    super(route, options, resolve, reject);
    this.operation = operation;
    this.oneway = definition.oneway;
    this.#definition = definition;
    this.#args = args;
    this.serviceContexts = route.environment.requestContexts();
    this.hasArguments = definition.inputs.length > 0;
    this.responseFlags = definition.oneway ? RESPONSE_NONE : RESPONSE_FROM_TARGET;
  }

  sendOn(connection: ClientConnection): void {
    connection.send(this);
  }

  encodeArguments(writer: CdrWriter): void {
    const inputs = this.#definition.inputs;
    let i = 0;
    try {
      for (; i < inputs.length; i++) (inputs[i]![1] as Codec<unknown>).encode(writer, this.#args[i]);
    } catch (error) {
      throw errorWithin(error, inputs[i]![0]);
    }
  }

  onReply(reply: ReplyHeader, body: CdrReader): void {
    try {
      switch (reply.status) {
        case "NO_EXCEPTION":
          return this.succeed(decodeResult(this.#definition, body));
        case "USER_EXCEPTION":
          return this.fail(decodeUserException(this.#definition.raises, body));
        case "SYSTEM_EXCEPTION":
          return this.onFailure(decodeSystemException(body));
        case "NEEDS_ADDRESSING_MODE":
          return this.renamed(body);
        default:
          return this.forward(body, reply.status === "LOCATION_FORWARD_PERM");
      }
    } catch (error) {
      this.failOnAnswer(error);
    }
  }
}

/** The result, or where there are out parameters an object of them all. */
function decodeResult(definition: Operation, body: CdrReader): unknown {
  if (definition.outputs.length === 0) return definition.result.decode(body);
  const result: Record<string, unknown> = {};
  if (definition.result !== void_) result.result = definition.result.decode(body);
  for (const [name, codec] of definition.outputs) result[name] = codec.decode(body);
  return result;
}

function decodeUserException(raises: readonly ExceptionType<object, never>[], body: CdrReader): Error {
  const id = body.string();
  const type = raises.find((candidate) => candidate.repositoryId === id);
  if (type !== undefined) return (type as ExceptionType).create(type.decode(body));
  throw new SystemException("UNKNOWN", MINOR_CODE.UNKNOWN_UserException, {
    completed: "MAYBE",
    detail: `the peer raised ${id}, which the operation does not declare`,
  });
}
