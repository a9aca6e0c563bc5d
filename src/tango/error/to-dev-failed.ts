import { inspect } from "node:util";
import { MarshalError } from "../../giop/cdr/marshal-error.ts";
import { SystemException } from "../../giop/exception/system-exception.ts";
import type { SystemExceptionKind } from "../../giop/exception/system-exception-kind.ts";
import { CallAbortedError } from "../../iiop/call-aborted-error.ts";
import { MonitorQueueFullError } from "../../threading/monitor-queue-full-error.ts";
import { MonitorTimeoutError } from "../../threading/monitor-timeout-error.ts";
import { OrbContextClosedError } from "../../threading/orb-context-closed-error.ts";
import { PortCallError, type PortCallErrorCode } from "../../threading/port/port-call-error.ts";
import { DevFailed as DevFailedException, MultiDevFailed } from "../idl/dev-error.ts";
import { type DevError, devError } from "./dev-error.ts";
import { DevFailed } from "./dev-failed.ts";
import { CommunicationFailed, ConnectionFailed, WrongData } from "./dev-failed-classes.ts";
import { NamedDevFailedList } from "./named-dev-failed-list.ts";
import type { Reason } from "./reason.ts";

/**
 * Whatever was thrown, as a DevFailed: the one place where errors of the ORB become errors of Tango. `origin` goes into the
 * level made here, unless given the place where an error that is none of ours was made; each layer above adds its own with `withLevel`. The
 * error itself becomes the `cause`.
 *
 * | error | reason of the root cause |
 * |---|---|
 * | DevFailed | stays as it is |
 * | IDL DevFailed, MultiDevFailed | the stacks that the device sent |
 * | SystemException | API_CorbaException, described as cppTango does |
 * | CallAbortedError | API_CallAborted |
 * | OrbContextClosedError | API_OrbContextClosed |
 * | MonitorTimeoutError, MonitorQueueFullError | API_CommandTimedOut |
 * | PortCallError (a handle of a device in another thread) | API_ThreadHandleClosed, API_ThreadHandleFull, API_DeviceTimedOut, API_IncompatibleArgumentType |
 * | MarshalError (an argument that cannot be sent) | API_IncompatibleArgumentType |
 * | anything else | API_StdException |
 */
export function toDevFailed(error: unknown, origin = ""): DevFailed {
  if (error instanceof DevFailed) return error;
  const options = { cause: error };
  if (DevFailedException.is(error)) return new DevFailed(error.members.errors, options);
  if (MultiDevFailed.is(error)) {
    const failures = error.members.errors.map(({ name, index_in_call, err_list }) => ({
      name,
      index: index_in_call,
      errors: err_list,
    }));
    return new NamedDevFailedList(failures[0]?.errors ?? [], failures, options);
  }
  if (error instanceof SystemException) {
    return new DevFailed([devError("API_CorbaException", describeSystemException(error), origin)], options);
  }
  if (error instanceof CallAbortedError) {
    return new CommunicationFailed([devError("API_CallAborted", error.message, origin)], options);
  }
  if (error instanceof OrbContextClosedError) {
    return new ConnectionFailed([devError("API_OrbContextClosed", error.message, origin)], options);
  }
  if (error instanceof MonitorTimeoutError || error instanceof MonitorQueueFullError) {
    return new DevFailed([devError("API_CommandTimedOut", error.message, origin)], options);
  }
  if (error instanceof PortCallError) {
    const kind = error.code === "PORT_DATA" ? WrongData : DevFailed;
    return new kind([devError(PORT_REASONS[error.code], error.message, origin)], options);
  }
  if (error instanceof MarshalError) {
    const desc = `An argument cannot be sent: ${error.message}`;
    return new WrongData([devError("API_IncompatibleArgumentType", desc, origin)], options);
  }
  return new DevFailed([unknownError(error, origin)], options);
}

/** The stack of whatever was thrown, for a place where an empty one would mean that nothing failed. */
export function errorsOf(error: unknown): readonly DevError[] {
  const { errors } = toDevFailed(error);
  return errors.length > 0
    ? errors
    : [devError("API_StdException", "An error that does not say what failed")];
}

/** A system exception in the words of cppTango (except.cpp): `TRANSIENT CORBA system exception: TRANSIENT_ConnectFailed`. */
export function describeSystemException(error: SystemException): string {
  if (error.kind === "UNKNOWN") return "UNKNOWN CORBA system exception";
  if (!DESCRIBED.has(error.kind)) return "CORBA unknown system exception !!!!!!!!";
  const minor =
    error.minorName ??
    (NUMBERED.has(error.kind)
      ? `Unknown minor code: ${error.minor.toString(16)}`
      : "ORB has returned NULL pointer !");
  return `${error.kind} CORBA system exception: ${minor}`;
}

function unknownError(error: unknown, origin: string): DevError {
  const desc = error instanceof Error ? `${error.name}: ${error.message}` : textOf(error);
  return devError("API_StdException", desc, origin === "" ? thrownAt(error) : origin);
}

/** What was thrown that is no error: programs may throw anything. */
function textOf(thrown: unknown): string {
  return typeof thrown === "object" ? inspect(thrown) : String(thrown);
}

/** The function and the line that made an error, without the folder: `Pump.crash (pump.ts:12)`; empty where its stack does not tell. */
function thrownAt(error: unknown): string {
  const stack = error instanceof Error ? error.stack : undefined;
  const frame = /^ +at (?:async )?(?:(.+) \()?(?:.*[/\\])?([^/\\\n]+:\d+):\d+\)?$/m.exec(stack ?? "");
  if (frame === null) return "";
  const [, name, place] = frame;
  return name === undefined ? place! : `${name} (${place})`;
}

const PORT_REASONS: Readonly<Record<PortCallErrorCode, Reason>> = {
  PORT_CLOSED: "API_ThreadHandleClosed",
  PORT_FULL: "API_ThreadHandleFull",
  PORT_TIMEOUT: "API_DeviceTimedOut",
  PORT_DATA: "API_IncompatibleArgumentType",
};

/** Those whose unknown minor codes cppTango shows in hexadecimal. */
const NUMBERED: ReadonlySet<SystemExceptionKind> = new Set(["IMP_LIMIT", "COMM_FAILURE", "TRANSIENT"]);

/** Those that cppTango knows by name. */
const DESCRIBED: ReadonlySet<SystemExceptionKind> = new Set([
  "BAD_PARAM",
  "NO_MEMORY",
  "IMP_LIMIT",
  "COMM_FAILURE",
  "INV_OBJREF",
  "NO_PERMISSION",
  "INTERNAL",
  "MARSHAL",
  "INITIALIZE",
  "NO_IMPLEMENT",
  "BAD_TYPECODE",
  "BAD_OPERATION",
  "NO_RESOURCES",
  "NO_RESPONSE",
  "BAD_INV_ORDER",
  "TRANSIENT",
  "OBJ_ADAPTER",
  "OBJECT_NOT_EXIST",
  "INV_POLICY",
]);
