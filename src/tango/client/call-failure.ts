import { MINOR_CODE } from "../../giop/exception/minor-code.ts";
import { SystemException } from "../../giop/exception/system-exception.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { CommunicationFailed, ConnectionFailed, DeviceUnlocked } from "../error/dev-failed-classes.ts";
import { NamedDevFailedList } from "../error/named-dev-failed-list.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import type { CallText } from "./call-text.ts";

/** Whether a call ran into its time limit. The device may still be working on it. */
export function isTimeout(error: unknown): error is SystemException {
  return (
    error instanceof SystemException &&
    error.kind === "TRANSIENT" &&
    error.minor === MINOR_CODE.TRANSIENT_CallTimedout
  );
}

/**
 * Whether the device is no longer where it was: it cannot be reached, its server does not know it, or the connection
 * broke in mid-call. Such calls are worth a second attempt after a re-connection (as cppTango decides in devapi_base.cpp).
 */
export function isLost(error: unknown): error is SystemException {
  if (!(error instanceof SystemException)) return false;
  switch (error.kind) {
    case "TRANSIENT":
      return error.minor !== MINOR_CODE.TRANSIENT_CallTimedout;
    case "OBJECT_NOT_EXIST":
      return error.minor === MINOR_CODE.OBJECT_NOT_EXIST_NoMatch || error.minor === 0;
    case "COMM_FAILURE":
      return error.minor === MINOR_CODE.COMM_FAILURE_WaitingForReply;
    default:
      return false;
  }
}

/** What a caller is told when its call ran into its time limit. */
export function timedOut(
  error: SystemException,
  text: CallText,
  device: string,
  timeoutMs: number,
): DevFailed {
  const desc = `Timeout (${timeoutMs} mS) exceeded on device ${device}${text.object}`;
  return toDevFailed(error, text.origin).withLevel(
    devError("API_DeviceTimedOut", desc, text.origin),
    CommunicationFailed,
  );
}

/** What a caller is told who had locked the device whose connection was lost. (cppTango says so of commands only.) */
export function lockLost(error: SystemException, text: CallText, device: string): DevFailed {
  const what = text.object === "" ? text.operation : text.object.replace(", ", "");
  const desc = `Device ${device} has lost your lock(s) (server re-start?) while executing ${what}`;
  return toDevFailed(error, text.origin).withLevel(
    devError("API_DeviceUnlocked", desc, text.origin),
    DeviceUnlocked,
  );
}

/** What a caller is told of any other failure of its call: a DevFailed with the level that the call adds. */
export function callFailed(error: unknown, text: CallText, device: string): DevFailed {
  const failure = toDevFailed(error, text.origin);
  if (error instanceof SystemException) {
    const desc = `Failed to execute ${text.operation} on device ${device}${text.object}`;
    return failure.withLevel(devError("API_CommunicationFailed", desc, text.origin), CommunicationFailed);
  }
  if (!(failure instanceof NamedDevFailedList)) return withCallLevel(failure, text, device);
  const { failures } = failure;
  const options = { cause: error };
  if (text.listsFailures) {
    const operation = `DeviceProxy::${text.operation}`;
    return NamedDevFailedList.summary(failures, operation, device, "API_AttributeFailed", options);
  }
  return withCallLevel(new DevFailed(failures[0]?.errors ?? [], options), text, device);
}

/** Appends the level that the call adds to the errors of its device, if it adds any. */
export function withCallLevel(failure: DevFailed, text: CallText, device: string): DevFailed {
  if (text.level === null || isLocal(failure)) return failure;
  const { reason, action, object } = text.level;
  const desc = `Failed to ${action} on device ${device}${object}`;
  if (failure.reason === "API_DeviceUnlocked") {
    return failure.withLevel(devError("API_DeviceUnlocked", desc, text.origin), DeviceUnlocked);
  }
  return failure.withLevel(devError(reason, desc, text.origin));
}

/** What is told of a device that was found but did not answer a new connection. */
export function connectionFailed(
  error: SystemException,
  level: { readonly reason: string; readonly desc: string },
): DevFailed {
  return toDevFailed(error, CONNECT).withLevel(devError(level.reason, level.desc, CONNECT), ConnectionFailed);
}

/** Errors that were never the device's: the caller gave up, its context is gone, or the device is of an older release. */
function isLocal(failure: DevFailed): boolean {
  return LOCAL_REASONS.has(failure.reason);
}

const LOCAL_REASONS: ReadonlySet<string> = new Set([
  "API_OrbContextClosed",
  "API_CallAborted",
  "API_UnsupportedFeature",
]);

const CONNECT = "DeviceConnection.connect()";
