import { MarshalError } from "../giop/cdr/marshal-error.ts";
import type { IncomingLocateRequest, IncomingRequest } from "../giop/connection/incoming-request.ts";
import { MINOR_CODE } from "../giop/exception/minor-code.ts";
import { encodeSystemException, SystemException } from "../giop/exception/system-exception.ts";
import { UserException } from "../giop/exception/user-exception.ts";
import type { Codec } from "../giop/idl/codec.ts";
import type { Operation } from "../giop/idl/operation.ts";
import { void_ } from "../giop/idl/primitives.ts";
import { encodeIor } from "../giop/ior/ior.ts";
import { targetObjectKey } from "../giop/message/target-address.ts";
import { DISPATCH_ERROR } from "./diagnostics.ts";
import type { InvocationContext } from "./invocation-context.ts";
import type { ActiveObject, ObjectAdapter } from "./object-adapter.ts";
import { ForwardRequest } from "./servant.ts";

/** Answers one request: finds the servant, unmarshals, calls, marshals the outcome. Never rejects. */
export async function dispatch(
  request: IncomingRequest,
  adapter: ObjectAdapter,
  context: InvocationContext,
): Promise<void> {
  const { objectKey, operation } = context;
  try {
    const object = adapter.find(objectKey);
    if (isExistenceQuestion(operation))
      return reply(request, "NO_EXCEPTION", (writer) => writer.boolean(object === undefined));
    if (object === undefined)
      throw new SystemException("OBJECT_NOT_EXIST", MINOR_CODE.OBJECT_NOT_EXIST_NoMatch);
    if (operation === "_is_a") return answerIsA(request, object);
    const definition = definitionOf(object, operation);
    const outcome = await methodOf(object, operation).apply(object.servant, [
      ...decodeArguments(request, definition),
      context,
    ]);
    replyWithResult(request, definition, outcome);
  } catch (error) {
    replyWithError(request, adapter.find(objectKey)?.definition.operations[operation], error, context.peer);
  }
}

/** Answers whether an object is here (OBJECT_HERE or UNKNOWN_OBJECT). */
export function locate(request: IncomingLocateRequest, adapter: ObjectAdapter): void {
  const found = adapter.find(targetObjectKey(request.header.target)) !== undefined;
  request.sendReply(request.beginReply(found ? "OBJECT_HERE" : "UNKNOWN_OBJECT"));
}

/** omniORB says `_non_existent`, older ORBs `_not_existent`. */
function isExistenceQuestion(operation: string): boolean {
  return operation === "_non_existent" || operation === "_not_existent";
}

function answerIsA(request: IncomingRequest, object: ActiveObject): void {
  const id = request.body.string();
  reply(request, "NO_EXCEPTION", (writer) => writer.boolean(object.definition.repositoryIds.has(id)));
}

function definitionOf(object: ActiveObject, operation: string): Operation {
  if (Object.hasOwn(object.definition.operations, operation)) return object.definition.operations[operation]!;
  throw new SystemException("BAD_OPERATION", MINOR_CODE.BAD_OPERATION_UnRecognisedOperationName);
}

function methodOf(object: ActiveObject, operation: string): (...args: unknown[]) => unknown {
  const method = object.servant[operation];
  if (typeof method === "function") return method as (...args: unknown[]) => unknown;
  throw new SystemException("NO_IMPLEMENT", 0, { detail: `the servant has no method ${operation}` });
}

function decodeArguments(request: IncomingRequest, definition: Operation): unknown[] {
  try {
    return definition.inputs.map(([, codec]) => codec.decode(request.body));
  } catch (cause) {
    throw new SystemException("MARSHAL", 0, { detail: "the arguments do not decode", cause });
  }
}

function replyWithResult(request: IncomingRequest, definition: Operation, outcome: unknown): void {
  const hasBody = definition.result !== void_ || definition.outputs.length > 0;
  if (!hasBody) return reply(request, "NO_EXCEPTION");
  reply(request, "NO_EXCEPTION", (writer) => {
    if (definition.outputs.length === 0) return (definition.result as Codec<unknown>).encode(writer, outcome);
    const members = outcome as Record<string, unknown>;
    if (definition.result !== void_) (definition.result as Codec<unknown>).encode(writer, members.result);
    for (const [name, codec] of definition.outputs) (codec as Codec<unknown>).encode(writer, members[name]);
  });
}

/** The outermost boundary of a servant: what it threw becomes a reply, and what cannot be told becomes UNKNOWN. */
function replyWithError(
  request: IncomingRequest,
  definition: Operation | undefined,
  error: unknown,
  peer: string,
): void {
  if (error instanceof ForwardRequest) {
    const status = error.permanent && request.giopMinor === 2 ? "LOCATION_FORWARD_PERM" : "LOCATION_FORWARD";
    return reply(request, status, (writer) => encodeIor(writer, error.ior));
  }
  if (error instanceof UserException) {
    const type = definition?.raises.find((candidate) => candidate.repositoryId === error.repositoryId);
    if (type !== undefined) {
      try {
        return reply(request, "USER_EXCEPTION", (writer) => {
          writer.string(type.repositoryId);
          type.encode(writer, error.members);
        });
      } catch (cause) {
        return replyWithError(request, definition, cause, peer);
      }
    }
  }
  if (error instanceof SystemException) {
    return reply(request, "SYSTEM_EXCEPTION", (writer) => encodeSystemException(writer, error));
  }
  if (DISPATCH_ERROR.hasSubscribers) {
    const objectKey = targetObjectKey(request.header.target);
    DISPATCH_ERROR.publish({ error, operation: request.header.operation, objectKey, peer });
  }
  const unknown =
    error instanceof MarshalError
      ? new SystemException("MARSHAL", 0, {
          completed: "YES",
          detail: "the result does not encode",
          cause: error,
        })
      : new SystemException("UNKNOWN", MINOR_CODE.UNKNOWN_UserException, {
          completed: "MAYBE",
          cause: error,
        });
  reply(request, "SYSTEM_EXCEPTION", (writer) => encodeSystemException(writer, unknown));
}

type ReplyStatus = Parameters<IncomingRequest["beginReply"]>[0];
type ReplyWriter = ReturnType<IncomingRequest["beginReply"]>;

function reply(request: IncomingRequest, status: ReplyStatus, body?: (writer: ReplyWriter) => void): void {
  if (!request.responseExpected) return request.finish();
  const writer = request.beginReply(status, body !== undefined);
  body?.(writer);
  request.sendReply(writer);
}
