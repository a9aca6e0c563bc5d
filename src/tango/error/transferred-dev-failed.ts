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
export type TransferredCause = TransferredDevFailed | TransferredSystemException | TransferredError;

interface TransferredSystemException extends Pick<SystemException, "kind" | "minor" | "completed"> {
  readonly transferred: "SystemException";
  readonly message: string;
  readonly stack: string;
}

interface TransferredError {
  readonly transferred: "Error";
  readonly name: string;
  readonly message: string;
  readonly code: string | number | null;
  readonly stack: string;
  readonly cause: TransferredCause | null;
}

/** The data that carry `error` to another thread or process. */
export function devFailedToTransfer(error: DevFailed): TransferredDevFailed {
  return packDevFailed(error, 0);
}

/** The error that `devFailedToTransfer` packed: its class, stacks, JavaScript stack and causes. */
export function devFailedFromTransfer(data: TransferredDevFailed): DevFailed {
  const cause = data.cause === null ? undefined : { cause: unpackCause(data.cause) };
  const error =
    data.kind === "NamedDevFailedList"
      ? new NamedDevFailedList(data.errors, data.failures, cause)
      : new CLASSES[data.kind](data.errors, cause);
  return withStack(error, data.stack);
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

function packCause(cause: unknown, depth: number): TransferredCause | null {
  if (cause === undefined || depth > MAX_CAUSES) return null;
  if (cause instanceof DevFailed) return packDevFailed(cause, depth);
  if (cause instanceof SystemException) {
    const { kind, minor, completed, message, stack = "" } = cause;
    return { transferred: "SystemException", kind, minor, completed, message, stack };
  }
  const { name, message, stack = "", cause: inner } = asError(cause);
  return {
    transferred: "Error",
    name,
    message,
    code: codeOf(cause),
    stack,
    cause: packCause(inner, depth + 1),
  };
}

function unpackCause(data: TransferredCause): Error {
  switch (data.transferred) {
    case "DevFailed":
      return devFailedFromTransfer(data);
    case "SystemException": {
      const error = new SystemException(data.kind, data.minor, { completed: data.completed });
      return withStack(Object.assign(error, { message: data.message }), data.stack);
    }
    case "Error": {
      const cause = data.cause === null ? undefined : { cause: unpackCause(data.cause) };
      const error = Object.assign(new Error(data.message, cause), { name: data.name });
      if (data.code !== null) Object.assign(error, { code: data.code });
      return withStack(error, data.stack);
    }
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
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
