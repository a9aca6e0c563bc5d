import type { IncomingLocateRequest, IncomingRequest } from "../giop/connection/incoming-request.ts";
import { MINOR_CODE } from "../giop/exception/minor-code.ts";
import { encodeSystemException, SystemException } from "../giop/exception/system-exception.ts";
import { UserException } from "../giop/exception/user-exception.ts";
import type { Codec } from "../giop/idl/codec.ts";
import type { Interface } from "../giop/idl/interface.ts";
import type { Operation } from "../giop/idl/operation.ts";
import { void_ } from "../giop/idl/primitives.ts";
import { string } from "../giop/idl/string.ts";
import { encodeIor } from "../giop/ior/ior.ts";
import { DISPATCH_ERROR } from "./diagnostics.ts";
import { type InvocationContext, requestedKey } from "./invocation-context.ts";
import { isPromise } from "./is-promise.ts";
import type { ActiveObject, ObjectAdapter } from "./object-adapter.ts";
import { ForwardRequest } from "./servant.ts";

/**
 * Answers one request: finds the servant, unmarshals, calls, marshals the outcome. Never throws, and the promise, which is only
 * there where the servant gave one, never rejects.
 */
export function dispatch(
  request: IncomingRequest,
  adapter: ObjectAdapter,
  context: InvocationContext,
): Promise<void> | undefined {
  let object: ActiveObject | undefined;
  try {
    object = adapter.find(context.objectKey);
    const { operation } = context;
    if (isExistenceQuestion(operation)) {
      replyBoolean(request, object === undefined);
    } else if (object === undefined) {
      throw new SystemException("OBJECT_NOT_EXIST", MINOR_CODE.OBJECT_NOT_EXIST_NoMatch);
    } else if (operation === "_is_a") {
      const [id] = decodeArguments(request, IS_A);
      replyBoolean(request, object.definition.repositoryIds.has(id as string));
    } else {
      const definition = definitionOf(object, operation);
      const args = decodeArguments(request, definition.inputs);
      args.push(context);
      const outcome = methodOf(object, operation).apply(object.servant, args);
      if (isPromise(outcome)) {
        return Promise.resolve(outcome).then(
          (value) => replyWithResult(request, definition, value, context),
          (error) => replyWithError(request, object?.definition, error, context),
        );
      }
      replyWithResult(request, definition, outcome, context);
    }
  } catch (error) {
    replyWithError(request, object?.definition, error, context);
  }
  return undefined;
}

/**
 * Answers whether an object is here, or where else; an error of the default servant too, which before GIOP 1.2 can only be
 * told as UNKNOWN_OBJECT.
 */
export function locate(request: IncomingLocateRequest, adapter: ObjectAdapter, peer: string): void {
  const objectKey = requestedKey(request.header.target);
  try {
    const found = adapter.find(objectKey) !== undefined;
    request.sendReply(request.beginReply(found ? "OBJECT_HERE" : "UNKNOWN_OBJECT"));
  } catch (error) {
    const failure = locateForwarded(request, error);
    if (failure === undefined) return;
    if (!(failure instanceof SystemException))
      publish(failure, { operation: "LocateRequest", objectKey, peer });
    const exception = failure instanceof SystemException ? failure : unknownError(failure);
    if (exception.kind === "OBJECT_NOT_EXIST" || request.giopMinor < 2) {
      request.sendReply(request.beginReply("UNKNOWN_OBJECT"));
    } else {
      const writer = request.beginReply("LOC_SYSTEM_EXCEPTION");
      encodeSystemException(writer, exception);
      request.sendReply(writer);
    }
  }
}

/** Answers by a forward, if `error` is one; else what there is to answer instead. */
function locateForwarded(request: IncomingLocateRequest, error: unknown): unknown {
  if (!(error instanceof ForwardRequest)) return error;
  try {
    const status = error.permanent && request.giopMinor === 2 ? "OBJECT_FORWARD_PERM" : "OBJECT_FORWARD";
    const writer = request.beginReply(status);
    encodeIor(writer, error.ior);
    request.sendReply(writer);
    return undefined;
  } catch (cause) {
    return notEncoded(cause);
  }
}

/** omniORB says `_non_existent`, older ORBs `_not_existent`. */
function isExistenceQuestion(operation: string): boolean {
  return operation === "_non_existent" || operation === "_not_existent";
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

/** The parameters that were sent. */
function decodeArguments(request: IncomingRequest, inputs: Operation["inputs"]): unknown[] {
  const args: unknown[] = [];
  try {
    for (let i = 0; i < inputs.length; i++) args.push(inputs[i]![1].decode(request.body));
    return args;
  } catch (cause) {
    throw new SystemException("MARSHAL", 0, { detail: "the arguments do not decode", cause });
  }
}

function replyWithResult(
  request: IncomingRequest,
  definition: Operation,
  outcome: unknown,
  context: InvocationContext,
): void {
  const hasBody = definition.result !== void_ || definition.outputs.length > 0;
  if (!hasBody) return reply(request, "NO_EXCEPTION");
  try {
    reply(request, "NO_EXCEPTION", (writer) => {
      if (definition.outputs.length === 0)
        return (definition.result as Codec<unknown>).encode(writer, outcome);
      const members = outcome as Record<string, unknown>;
      if (definition.result !== void_) (definition.result as Codec<unknown>).encode(writer, members.result);
      for (const [name, codec] of definition.outputs) (codec as Codec<unknown>).encode(writer, members[name]);
    });
  } catch (error) {
    replyWithFault(request, notEncoded(error), error, context);
  }
}

/** What a servant threw becomes a reply, and what cannot be told becomes UNKNOWN. */
function replyWithError(
  request: IncomingRequest,
  definition: Interface | undefined,
  error: unknown,
  context: InvocationContext,
): void {
  try {
    if (replyWithOwnError(request, definition, error)) return;
  } catch (cause) {
    return replyWithFault(request, notEncoded(cause), cause, context);
  }
  replyWithFault(request, unknownError(error), error, context);
}

/** The servant's own mistake: whoever subscribes learns what it was, the caller only that there was one. */
function replyWithFault(
  request: IncomingRequest,
  exception: SystemException,
  error: unknown,
  context: InvocationContext,
): void {
  publish(error, context);
  replyWithException(request, exception);
}

function publish(error: unknown, about: Pick<InvocationContext, "operation" | "objectKey" | "peer">): void {
  if (!DISPATCH_ERROR.hasSubscribers) return;
  const { operation, objectKey, peer } = about;
  DISPATCH_ERROR.publish({ error, operation, objectKey, peer });
}

/** Replies with what an operation may raise; false for anything else. */
function replyWithOwnError(
  request: IncomingRequest,
  definition: Interface | undefined,
  error: unknown,
): boolean {
  if (error instanceof ForwardRequest) {
    const status = error.permanent && request.giopMinor === 2 ? "LOCATION_FORWARD_PERM" : "LOCATION_FORWARD";
    reply(request, status, (writer) => encodeIor(writer, error.ior));
    return true;
  }
  if (error instanceof SystemException) {
    replyWithException(request, error);
    return true;
  }
  if (!(error instanceof UserException)) return false;
  const { raises } = definition?.operations[request.header.operation] ?? { raises: [] };
  const type = raises.find(({ repositoryId }) => repositoryId === error.repositoryId);
  if (type === undefined) return false;
  reply(request, "USER_EXCEPTION", (writer) => {
    writer.string(type.repositoryId);
    type.encode(writer, error.members);
  });
  return true;
}

function replyWithException(request: IncomingRequest, exception: SystemException): void {
  reply(request, "SYSTEM_EXCEPTION", (writer) => encodeSystemException(writer, exception));
}

function replyBoolean(request: IncomingRequest, value: boolean): void {
  reply(request, "NO_EXCEPTION", (writer) => writer.boolean(value));
}

function notEncoded(cause: unknown): SystemException {
  return new SystemException("MARSHAL", 0, { completed: "YES", detail: "the answer does not encode", cause });
}

function unknownError(cause: unknown): SystemException {
  return new SystemException("UNKNOWN", MINOR_CODE.UNKNOWN_UserException, { completed: "MAYBE", cause });
}

type ReplyStatus = Parameters<IncomingRequest["beginReply"]>[0];
type ReplyWriter = ReturnType<IncomingRequest["beginReply"]>;

function reply(request: IncomingRequest, status: ReplyStatus, body?: (writer: ReplyWriter) => void): void {
  if (!request.responseExpected) return request.finish();
  const writer = request.beginReply(status, body !== undefined);
  body?.(writer);
  request.sendReply(writer);
}

const IS_A: Operation["inputs"] = [["logical_type_id", string]];
