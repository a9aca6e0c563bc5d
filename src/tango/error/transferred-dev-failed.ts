import { SystemException } from "../../giop/exception/system-exception.ts";
import type { DevError } from "./dev-error.ts";
import { DevFailed, type DevFailedClass, type DevFailedKind } from "./dev-failed.ts";
import {
  AsynCall,
  AsynReplyNotArrived,
  CommunicationFailed,
  ConnectionFailed,
  DeviceUnlocked,
  EventSystemFailed,
  NonDbDevice,
  NonSupportedFeature,
  NotAllowed,
  WrongData,
  WrongNameSyntax,
} from "./dev-failed-classes.ts";
import { type NamedDevFailed, NamedDevFailedList } from "./named-dev-failed-list.ts";

/** A DevFailed as plain data: what `postMessage` and JSON keep whole, while of an Error they keep only the message. */
export interface TransferredDevFailed {
  readonly transferred: "DevFailed";
  readonly kind: DevFailedKind;
  readonly errors: readonly DevError[];
  /** Of a NamedDevFailedList; else empty. */
  readonly failures: readonly NamedDevFailed[];
  readonly stack: string;
  readonly cause: TransferredCause | null;
}

/** The cause of a DevFailed as plain data. */
export type TransferredCause = TransferredError;

/** Any error as plain data, as `errorToTransfer` packs it. */
export type TransferredError = TransferredDevFailed | TransferredSystemException | TransferredPlainError;

interface TransferredSystemException extends Pick<SystemException, "kind" | "minor" | "completed"> {
  readonly transferred: "SystemException";
  readonly message: string;
  readonly stack: string;
}

interface TransferredPlainError {
  readonly transferred: "Error";
  readonly name: string;
  readonly message: string;
  readonly code: string | number | null;
  readonly stack: string;
  readonly cause: TransferredError | null;
  /** Of an AggregateError; else null. */
  readonly errors: readonly TransferredError[] | null;
}

/** The data that carry `error` to another thread or process. */
export function devFailedToTransfer(error: DevFailed): TransferredDevFailed {
  return packDevFailed(error, 0);
}

/** The error that `devFailedToTransfer` packed: its class, stacks, JavaScript stack and causes. */
export function devFailedFromTransfer(data: TransferredDevFailed): DevFailed {
  const cause = data.cause === null ? undefined : { cause: unpackError(data.cause) };
  const error =
    data.kind === "NamedDevFailedList"
      ? new NamedDevFailedList(data.errors, data.failures, cause)
      : new CLASSES[data.kind](data.errors, cause);
  return withStack(error, data.stack);
}

/** The data that carry any error to another thread or process; what was thrown and is no error becomes one with that text. */
export function errorToTransfer(error: unknown): TransferredError {
  return packError(error, 0);
}

/**
 * The error that `errorToTransfer` packed: a DevFailed or SystemException as it was; others as an Error, or as the error of the language that it
 * was (TypeError, RangeError ...), with its name, message, code, stack, causes and, of an AggregateError, errors.
 */
export function errorFromTransfer(data: TransferredError): Error {
  return unpackError(data);
}

/** Whether `data` came from `devFailedToTransfer`. */
export function isTransferredDevFailed(data: unknown): data is TransferredDevFailed {
  return (
    typeof data === "object" && data !== null && "transferred" in data && data.transferred === "DevFailed"
  );
}

function packDevFailed(error: DevFailed, depth: number): TransferredDevFailed {
  return {
    transferred: "DevFailed",
    kind: error.kind,
    errors: error.errors.map(({ reason, severity, desc, origin }) => ({ reason, severity, desc, origin })),
    failures: error instanceof NamedDevFailedList ? error.failures : [],
    stack: error.stack ?? "",
    cause: packCause(error.cause, depth + 1),
  };
}

function packCause(cause: unknown, depth: number): TransferredError | null {
  return cause === undefined || depth > MAX_CAUSES ? null : packError(cause, depth);
}

function packError(thrown: unknown, depth: number): TransferredError {
  if (thrown instanceof DevFailed) return packDevFailed(thrown, depth);
  if (thrown instanceof SystemException) {
    const { kind, minor, completed, message, stack = "" } = thrown;
    return { transferred: "SystemException", kind, minor, completed, message, stack };
  }
  const { name, message, stack = "", cause } = asError(thrown);
  return {
    transferred: "Error",
    name,
    message,
    code: codeOf(thrown),
    stack,
    cause: packCause(cause, depth + 1),
    errors:
      thrown instanceof AggregateError && depth <= MAX_AGGREGATE_DEPTH ? packErrors(thrown.errors) : null,
  };
}

/** Those of an AggregateError. What is an AggregateError itself among them loses its own: they could contain each other. */
function packErrors(errors: readonly unknown[]): readonly TransferredError[] {
  return errors.slice(0, MAX_ERRORS).map((error) => packError(error, MAX_AGGREGATE_DEPTH + 1));
}

function unpackError(data: TransferredError): Error {
  switch (data.transferred) {
    case "DevFailed":
      return devFailedFromTransfer(data);
    case "SystemException": {
      const error = new SystemException(data.kind, data.minor, { completed: data.completed });
      return withStack(Object.assign(error, { message: data.message }), data.stack);
    }
    case "Error": {
      const cause = data.cause === null ? undefined : { cause: unpackError(data.cause) };
      const error =
        data.errors === null
          ? new (LANGUAGE_ERRORS.get(data.name) ?? Error)(data.message, cause)
          : new AggregateError(data.errors.map(unpackError), data.message, cause);
      if (error.name !== data.name)
        Object.defineProperty(error, "name", { value: data.name, configurable: true, writable: true });
      if (data.code !== null) Object.assign(error, { code: data.code });
      return withStack(error, data.stack);
    }
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(textOf(value));
}

/** Also of what refuses to be a text, as an object without a prototype. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

function codeOf(value: unknown): string | number | null {
  const code = typeof value === "object" && value !== null && "code" in value ? value.code : null;
  return typeof code === "string" || typeof code === "number" ? code : null;
}

function withStack<E extends Error>(error: E, stack: string): E {
  return Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
}

/** Longer chains of causes are cut: a chain can even be a ring. */
const MAX_CAUSES = 16;

/** Of more errors in one the rest is left out. */
const MAX_ERRORS = 100;
/** Only so near to the top are the errors of an AggregateError kept. */
const MAX_AGGREGATE_DEPTH = 4;

const LANGUAGE_ERRORS: ReadonlyMap<string, ErrorConstructor> = new Map(
  [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError].map((type) => [type.name, type]),
);

const CLASSES: Readonly<Record<Exclude<DevFailedKind, "NamedDevFailedList">, DevFailedClass>> = {
  DevFailed,
  ConnectionFailed,
  CommunicationFailed,
  WrongNameSyntax,
  NonDbDevice,
  WrongData,
  NonSupportedFeature,
  AsynCall,
  AsynReplyNotArrived,
  EventSystemFailed,
  DeviceUnlocked,
  NotAllowed,
};
